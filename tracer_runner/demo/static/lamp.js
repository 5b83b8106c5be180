// The page of one lamp.

import * as api from "./api.js";
import { alarm, element, picture, price, show, showTrouble } from "./elements.js";
import { greet, showVisitor } from "./header.js";
import { lampList } from "./window.js";

const id = decodeURIComponent(location.pathname.split("/").pop());

function buyForm(lamp) {
  const quantity = element(
    "select",
    { id: "quantity" },
    ...[1, 2, 3, 4, 5, 6].map((number) => element("option", { value: number }, String(number))),
  );
  const said = element("div", { class: "said", role: "status" });
  const trouble = element("div", {});

  async function add(event) {
    event.preventDefault();
    trouble.replaceChildren();
    try {
      const cart = await api.addToCart(lamp.id, Number(quantity.value));
      showVisitor({ ...(await visitor), cart });
      said.replaceChildren(element("p", {}, `${lamp.name} is in your cart. `, element("a", { href: "/cart" }, "View cart")));
    } catch (fault) {
      trouble.replaceChildren(alarm(fault.message));
    }
  }

  return element(
    "form",
    { class: "buy", onsubmit: add },
    element("div", { class: "field" }, element("label", { for: "quantity" }, "Quantity"), quantity),
    element("button", { class: "button", type: "submit" }, "Add to cart"),
    said,
    trouble,
  );
}

function facts(lamp) {
  const rows = [
    ["Material", lamp.material],
    ["Light", `${lamp.lumens} lumens, warm white`],
    ["Height", `${lamp.height_cm} cm`],
    ["Delivery", "On Friday, free of charge"],
  ];
  return element("dl", { class: "facts" }, ...rows.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}

function lampPage(lamp) {
  return element(
    "article",
    { class: "product", "data-testid": "product-page" },
    element("div", { class: "frame large" }, picture(lamp, { eager: true })),
    element(
      "div",
      {},
      element("p", { class: "eyebrow" }, element("a", { href: `/?category=${encodeURIComponent(lamp.category)}` }, `${lamp.category} lamps`)),
      element("h1", {}, lamp.name),
      element("p", { class: "price large", "data-testid": "price" }, price(lamp.price)),
      element("p", { class: "lead" }, lamp.description),
      buyForm(lamp),
      facts(lamp),
    ),
  );
}

async function showMore(lamp) {
  const { products } = await api.recommendations(lamp.id);
  document.getElementById("main").append(
    element(
      "section",
      { class: "more", "aria-labelledby": "more-heading" },
      element("h2", { id: "more-heading" }, "Goes well with it"),
      lampList(products, { label: "Recommendations", small: true }),
    ),
  );
}

const visitor = greet();
visitor.catch(() => {}); // the page works without its header; adding to the cart will say what is wrong
try {
  const lamp = await api.product(id);
  show(lampPage(lamp));
  await showMore(lamp);
} catch (fault) {
  showTrouble(fault);
}
