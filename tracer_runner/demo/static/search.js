// All lamps, by text and by category.

import * as api from "./api.js";
import { alarm, element, many } from "./elements.js";
import { lampList, placeholders } from "./window.js";

const TYPING_PAUSE = 150; // milliseconds without a key before the shop is asked

/** The section with the search field, the categories and the lamps. */
export function lampSearch() {
  const wanted = new URLSearchParams(location.search);
  const search = { q: wanted.get("q") ?? "", category: wanted.get("category") ?? "" };
  const field = element("input", { id: "search", type: "search", placeholder: "Brass, reading, outdoor …", value: search.q, autocomplete: "off" });
  const categories = element("div", { class: "chips", role: "group", "aria-label": "Category" });
  const status = element("p", { class: "quiet", role: "status", "data-testid": "result-count" }, "Loading …");
  const results = element("div", { class: "results", "data-testid": "results" }, placeholders(8));
  let newest = 0;
  let pause;

  async function refresh() {
    const asked = ++newest;
    try {
      const found = await api.products(search);
      if (asked === newest) showFound(found); // an older answer may come later: it is dropped
    } catch (fault) {
      if (asked !== newest) return;
      status.textContent = "No lamps to show";
      results.replaceChildren(alarm(fault.message));
    }
  }

  function showFound(found) {
    status.textContent = many(found.total, "lamp");
    categories.replaceChildren(...["", ...found.categories].map(chip));
    results.replaceChildren(found.total ? lampList(found.products, { label: "Lamps" }) : nothing());
  }

  function chip(category) {
    const pressed = category.toLowerCase() === search.category.toLowerCase();
    return element("button", { type: "button", class: "chip", "aria-pressed": String(pressed), onclick: () => choose(category) }, category || "All");
  }

  function choose(category) {
    change({ category }).then(() => categories.querySelector("[aria-pressed=true]")?.focus());
  }

  function nothing() {
    return element("p", { class: "empty" }, "No lamp fits. Try another word, or all categories.");
  }

  function change(part) {
    Object.assign(search, part);
    const kept = Object.entries(search).filter(([, value]) => value);
    history.replaceState(null, "", kept.length ? `/?${new URLSearchParams(kept)}` : "/");
    return refresh();
  }

  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(() => change({ q: field.value.trim() }), TYPING_PAUSE);
  });
  refresh();

  return element(
    "section",
    { id: "lamps", class: "lamps-section", "aria-labelledby": "lamps-heading" },
    element("div", { class: "row" }, element("h2", { id: "lamps-heading" }, "All lamps"), status),
    element(
      "div",
      { class: "row filters" },
      categories,
      element("div", { class: "field search" }, element("label", { for: "search" }, "Search lamps"), field),
    ),
    results,
  );
}
