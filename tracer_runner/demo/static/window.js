// Lamps side by side.

import { element, picture, price } from "./elements.js";

/** A list of lamps, each with a link to its page. */
export function lampList(lamps, { label, small = false }) {
  return element(
    "ul",
    { class: small ? "grid small" : "grid", role: "list", "aria-label": label },
    ...lamps.map((lamp) => lampItem(lamp, small)),
  );
}

/** Grey shapes while lamps are on their way; nothing for a screen reader. */
export function placeholders(count) {
  const shapes = Array.from({ length: count }, () => element("div", { class: "shape" }));
  return element("div", { class: "grid", "aria-hidden": "true" }, ...shapes);
}

function lampItem(lamp, small) {
  return element(
    "li",
    { class: "lamp", "data-testid": small ? "recommendation" : "product" },
    element("div", { class: "frame" }, picture(lamp)),
    element(
      "div",
      { class: "label" },
      element("h3", {}, element("a", { href: `/lamps/${lamp.id}` }, lamp.name)),
      element("p", { class: "quiet" }, lamp.category),
      element("p", { class: "price" }, price(lamp.price)),
    ),
  );
}
