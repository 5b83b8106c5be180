// The form to log in with.

import * as api from "./api.js";
import { alarm, element } from "./elements.js";

/** The form; `done` gets the visitor after a successful login. */
export function signInForm({ heading = "h2", text, done }) {
  const email = element("input", { id: "email", name: "email", type: "email", autocomplete: "username", required: true });
  const password = element("input", {
    id: "password",
    name: "password",
    type: "password",
    autocomplete: "current-password",
    required: true,
  });
  const button = element("button", { class: "button", type: "submit" }, "Log in");
  const trouble = element("div", {});

  async function submit(event) {
    event.preventDefault();
    trouble.replaceChildren();
    button.disabled = true;
    try {
      done(await api.logIn(email.value, password.value));
    } catch (fault) {
      trouble.replaceChildren(alarm(fault.message));
    } finally {
      button.disabled = false;
    }
  }

  return element(
    "form",
    { class: "card sign-in", onsubmit: submit, "aria-labelledby": "sign-in-heading" },
    element(heading, { id: "sign-in-heading" }, "Good to see you"),
    element("p", { class: "quiet" }, text),
    trouble,
    element("div", { class: "field" }, element("label", { for: "email" }, "Email"), email),
    element("div", { class: "field" }, element("label", { for: "password" }, "Password"), password),
    button,
  );
}
