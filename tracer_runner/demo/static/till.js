// The button that buys.

import * as api from "./api.js";
import { alarm, element } from "./elements.js";

/** A button that pays for one lamp, or for the cart, and then shows the order. */
export function payButton({ lamp = null } = {}) {
  const changed = document.documentElement.dataset.fault === "changed-text";
  const trouble = element("div", {});
  const button = element("button", { class: "button strong", type: "button", onclick: buy }, changed ? "Buy now" : "Pay");

  async function buy() {
    trouble.replaceChildren();
    button.disabled = true;
    try {
      const order = await api.pay(lamp);
      location.assign(`/orders/${encodeURIComponent(order.number)}`);
    } catch (fault) {
      trouble.replaceChildren(alarm(fault.message));
      button.disabled = false;
    }
  }

  return element("div", { class: "till" }, trouble, button);
}
