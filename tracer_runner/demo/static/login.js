// The page to log in on.

import { element, show, showTrouble } from "./elements.js";
import { greet } from "./header.js";
import { signInForm } from "./sign_in.js";

try {
  const { user } = await greet();
  if (user) location.replace("/");
  else
    show(
      element("div", { class: "narrow" }, signInForm({ heading: "h1", text: "Log in to see your cart and to pay.", done: () => location.assign("/") })),
    );
} catch (fault) {
  showTrouble(fault);
}
