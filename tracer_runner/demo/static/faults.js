// Faults that live in the page. The server names the one that is switched on; see faults.py for all of them.

const faults = {
  "console-error": () => {
    console.error("Lamp shop: the price list could not be read");
    setTimeout(() => {
      throw new Error("priceList is not defined");
    });
  },
  dialogs: () => {
    const again = () => {
      alert("Everything must go! 10 % off, today only.");
      setTimeout(again, 20);
    };
    again();
  },
  busy: () => {
    setTimeout(() => {
      for (;;);
    });
  },
};

const begin = faults[document.documentElement.dataset.fault];
if (begin) {
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
