// What is bought, as a table.

import { element, picture, price } from "./elements.js";

/** A table of lines and their total. `remove` gets a line; without it lines cannot be removed. */
export function linesTable({ lines, total, caption, remove = null }) {
  const head = ["Lamp", "Quantity", "Price"].map((text) => element("th", { scope: "col" }, text));
  return element(
    "table",
    { class: "lines" },
    element("caption", { class: "unseen" }, caption),
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...lines.map((line) => lineRow(line, remove))),
    element(
      "tfoot",
      {},
      element("tr", {}, element("th", { scope: "row", colspan: "2" }, "Total"), element("td", { "data-testid": "total" }, price(total))),
    ),
  );
}

function lineRow(line, remove) {
  const button = remove
    ? element("button", { class: "plain", type: "button", "aria-label": `Remove ${line.name}`, onclick: () => remove(line) }, "Remove")
    : null;
  const name = element("a", { href: `/lamps/${line.product}` }, line.name);
  return element(
    "tr",
    {},
    element("td", {}, element("div", { class: "line" }, picture(line), element("div", {}, name, button))),
    element("td", {}, String(line.quantity)),
    element("td", {}, price(line.total)),
  );
}
