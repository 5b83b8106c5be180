
"use strict";
// Everything on the page works without this script; it adds the filter, keys for pictures, and links to a run.
(function () {
  const runs = Array.from(document.querySelectorAll("details.run"));
  const toolbar = document.getElementById("toolbar");

  function openLinked() {
    const run = runs.find((each) => "#" + each.id === location.hash);
    if (run) {
      run.open = true;
      run.scrollIntoView();
    }
  }

  function setUpFilter() {
    const search = document.getElementById("search");
    const chips = Array.from(toolbar.querySelectorAll(".chips button"));
    const unfold = document.getElementById("unfold");
    const words = new Map(runs.map((run) => [run, run.querySelector("summary").textContent.toLowerCase()]));
    let status = "";

    function fits(run) {
      const wanted = status === "" || (status === "flaky" ? "flaky" in run.dataset : run.dataset.status === status);
      return wanted && words.get(run).includes(search.value.trim().toLowerCase());
    }
    function apply() {
      let shown = 0;
      for (const run of runs) {
        run.hidden = !fits(run);
        shown += run.hidden ? 0 : 1;
      }
      document.getElementById("nothing").hidden = shown > 0;
    }
    for (const chip of chips) {
      chip.addEventListener("click", () => {
        status = chip.dataset.status;
        chips.forEach((each) => each.setAttribute("aria-pressed", String(each === chip)));
        apply();
      });
    }
    search.addEventListener("input", apply);
    unfold.addEventListener("click", () => {
      const open = unfold.textContent === "Open all";
      runs.filter((run) => !run.hidden).forEach((run) => { run.open = open; });
      unfold.textContent = open ? "Close all" : "Open all";
    });
    toolbar.hidden = false;
  }

  function setUpPictures() {
    document.addEventListener("keydown", (event) => {
      const shot = document.querySelector(".shot[open]");
      if (!shot) return;
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.key === "Escape") {
        shot.open = false;
      } else if (step) {
        const all = Array.from((shot.closest(".frames, .pictures") || shot).querySelectorAll(".shot"));
        const next = all[all.indexOf(shot) + step];
        if (next) {
          shot.open = false;
          next.open = true;
          next.querySelector("summary").focus({ preventScroll: true });
        }
        event.preventDefault();
      }
    });
  }

  if (toolbar) setUpFilter();
  setUpPictures();
  window.addEventListener("hashchange", openLinked);
  window.addEventListener("beforeprint", () => {
    runs.filter((run) => ["failed", "error"].includes(run.dataset.status)).forEach((run) => { run.open = true; });
  });
  openLinked();
})();
