// Making page content. Text always goes in as text, so nothing that comes from outside can become markup.

const euros = new Intl.NumberFormat("en-IE", { style: "currency", currency: "EUR", maximumFractionDigits: 0 });

/** An element with attributes, listeners (`onclick`) and children; `null` children are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child != null));
  return made;
}

/** `129` -> `€129`. */
export function price(amount) {
  return euros.format(amount);
}

/** `many(2, "lamp")` -> `2 lamps`. */
export function many(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The picture of a lamp. */
export function picture(lamp, { eager = false } = {}) {
  return element("img", {
    src: lamp.picture,
    alt: document.documentElement.dataset.fault === "inaccessible" ? null : spoken(lamp),
    width: 600,
    height: 600,
    loading: eager ? "eager" : "lazy",
  });
}

/** What somebody hears who does not see the picture. */
function spoken(lamp) {
  return lamp.description ? `${lamp.name}, ${lamp.category.toLowerCase()} lamp` : "";
}

/** A message about something that went wrong; screen readers say it at once. */
export function alarm(text) {
  return element("p", { class: "alarm", role: "alert" }, text);
}

/** Put content into the page, instead of what it showed before. */
export function show(...content) {
  document.getElementById("main").replaceChildren(...content.flat().filter((part) => part != null));
}

/** Instead of the content: what went wrong, and a way on. */
export function showTrouble(fault) {
  show(
    element(
      "section",
      { class: "notice" },
      element("h1", {}, "That did not work"),
      alarm(fault.message),
      element("p", {}, element("button", { class: "button", onclick: () => location.reload() }, "Try again")),
    ),
  );
}
