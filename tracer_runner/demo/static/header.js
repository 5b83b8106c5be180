// The line at the top of every page: who is here, and what is in the cart.

import * as api from "./api.js";
import { element, many } from "./elements.js";

/** Show the visitor in the header. */
export function showVisitor({ user, cart }) {
  const account = user
    ? [
        element("span", { class: "avatar", title: user.email, "aria-hidden": "true" }, user.name.slice(0, 1)),
        element("button", { class: "plain", type: "button", onclick: leave }, "Log out"),
      ]
    : [element("a", { href: "/login" }, "Log in")];
  const basket = element(
    "a",
    { href: "/cart", class: "basket" },
    "Cart",
    element("span", { class: "count", "data-testid": "cart-count", "aria-label": many(cart.count, "lamp") }, String(cart.count)),
  );
  document.getElementById("links").replaceChildren(element("a", { href: "/#lamps", class: "lamps" }, "Lamps"), ...account, basket);
}

/** Ask who is here, show it, and give it. */
export async function greet() {
  const visitor = await api.visitor();
  showVisitor(visitor);
  return visitor;
}

async function leave() {
  try {
    await api.logOut();
  } finally {
    location.assign("/");
  }
}
