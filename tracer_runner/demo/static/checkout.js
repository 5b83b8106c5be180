// Where to, who pays, and the button.

import { element, show, showTrouble } from "./elements.js";
import { greet, showVisitor } from "./header.js";
import { linesTable } from "./lines.js";
import { signInForm } from "./sign_in.js";
import { payButton } from "./till.js";

function address(user) {
  return element(
    "section",
    { class: "card", "aria-labelledby": "welcome" },
    element("h2", { id: "welcome" }, `Welcome, ${user.name}`),
    element("h3", {}, "Delivery"),
    element("p", {}, "12 Analytical Row, London", element("br"), element("span", { class: "quiet" }, "On Friday, between 9 and 12")),
    element("h3", {}, "Payment"),
    element("p", {}, "Card ending in 4242"),
  );
}

function showCheckout(visitor) {
  showVisitor(visitor);
  const { lines, total } = visitor.cart;
  if (!lines.length) return location.replace("/cart");
  return show(
    element("h1", {}, "Checkout"),
    element(
      "div",
      { class: "split even" },
      visitor.user ? address(visitor.user) : signInForm({ text: "Log in, then pay.", done: showCheckout }),
      element(
        "section",
        { class: "card", "aria-labelledby": "summary" },
        element("h2", { id: "summary" }, "Your order"),
        linesTable({ lines, total, caption: "Lamps in your order" }),
        visitor.user ? payButton() : null,
      ),
    ),
  );
}

greet().then(showCheckout).catch(showTrouble);
