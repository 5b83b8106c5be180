// The first page: welcome, log in or buy at once, and all lamps.

import { alarm, element, picture, price, show } from "./elements.js";
import { greet, showVisitor } from "./header.js";
import { lampSearch } from "./search.js";
import { signInForm } from "./sign_in.js";
import { payButton } from "./till.js";

const corner = element("div", { class: "corner" });

/** The box in the hero: a form for a stranger, one lamp to buy at once for a customer. */
function showCorner(visitor) {
  showVisitor(visitor);
  corner.replaceChildren(visitor.user ? quickBuy(visitor) : signInForm({ text: "Log in to buy with one click.", done: showCorner }));
}

function quickBuy({ user, cart, lamp_of_the_week: lamp }) {
  const single = cart.count === 0;
  const [what, amount] = single ? [lamp.name, lamp.price] : ["Your cart", cart.total];
  return element(
    "section",
    { class: "card quick", "aria-labelledby": "welcome" },
    element("h2", { id: "welcome" }, `Welcome, ${user.name}`),
    element("p", { class: "quiet" }, single ? "The lamp of the week, at your door on Friday." : "Ready when you are."),
    element(
      "div",
      { class: "offer" },
      picture(single ? lamp : cart.lines[0], { eager: true }),
      element("p", {}, element("strong", {}, what), element("span", { class: "price" }, price(amount))),
    ),
    payButton({ lamp: single ? lamp : null }),
    element("p", { class: "quiet fine" }, "Card ending in 4242 · 12 Analytical Row, London"),
  );
}

function hero() {
  return element(
    "section",
    { class: "hero", "aria-labelledby": "hero-heading" },
    element(
      "div",
      { class: "words" },
      element("h1", { id: "hero-heading" }, "Good light for long evenings"),
      element("p", {}, "Twenty-four lamps, made by people who switch them on at home."),
      element("a", { class: "button light", href: "#lamps" }, "See the lamps"),
    ),
    corner,
  );
}

show(hero(), lampSearch());
greet()
  .then(showCorner)
  .catch((fault) => corner.replaceChildren(element("div", { class: "card" }, alarm(fault.message))));
