// Thanks, and what comes next.

import * as api from "./api.js";
import { alarm, element, show, showTrouble } from "./elements.js";
import { greet } from "./header.js";
import { linesTable } from "./lines.js";
import { lampList } from "./window.js";

const number = decodeURIComponent(location.pathname.split("/").pop());
const more = element("section", { class: "more", "aria-labelledby": "more-heading" });

function thanks(user, order) {
  return element(
    "section",
    { class: "thanks card" },
    element("div", { class: "tick", "aria-hidden": "true" }, "✓"),
    element("h1", {}, `Thank you, ${user.name}`),
    element(
      "p",
      { class: "lead" },
      "Your order ",
      element("strong", { "data-testid": "order-number" }, order.number),
      " is on its way. It will be with you on Friday.",
    ),
    linesTable({ lines: order.lines, total: order.total, caption: "Lamps in your order" }),
  );
}

async function showMore(lampId) {
  const heading = element("h2", { id: "more-heading" }, "You may also like");
  try {
    const { products } = await api.recommendations(lampId);
    more.replaceChildren(heading, lampList(products, { label: "Recommendations", small: true }));
  } catch (fault) {
    more.replaceChildren(heading, alarm(fault.message));
  }
}

try {
  const [{ user }, order] = await Promise.all([greet(), api.order(number)]);
  show(thanks(user, order), more);
  await showMore(order.lines[0].product);
} catch (fault) {
  showTrouble(fault);
}
