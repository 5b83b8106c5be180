// What is in the cart.

import * as api from "./api.js";
import { element, show, showTrouble } from "./elements.js";
import { greet, showVisitor } from "./header.js";
import { linesTable } from "./lines.js";

function empty() {
  return element(
    "section",
    { class: "notice" },
    element("h1", {}, "Your cart is empty"),
    element("p", { class: "quiet" }, "A lamp would look good in it."),
    element("p", {}, element("a", { class: "button", href: "/#lamps" }, "See the lamps")),
  );
}

function showCart(visitor) {
  showVisitor(visitor);
  const { lines, total } = visitor.cart;
  if (!lines.length) return show(empty());

  async function remove(line) {
    try {
      showCart({ ...visitor, cart: await api.removeFromCart(line.product) });
    } catch (fault) {
      showTrouble(fault);
    }
  }

  return show(
    element("h1", {}, "Your cart"),
    element(
      "div",
      { class: "split" },
      element("div", { class: "card" }, linesTable({ lines, total, caption: "Lamps in your cart", remove })),
      element(
        "aside",
        { class: "card", "aria-label": "Next step" },
        element("h2", {}, "Nearly yours"),
        element("p", { class: "quiet" }, "Delivery is free, and you have 60 days to change your mind."),
        element("a", { class: "button strong", href: "/checkout" }, "Checkout"),
      ),
    ),
  );
}

greet().then(showCart).catch(showTrouble);
