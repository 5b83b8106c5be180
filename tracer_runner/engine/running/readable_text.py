"""What a person could read on a picture of a page, or of a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Page

# The text as it is written and as it is shown, and the values of fields that hide nothing; not what is painted over.
_READ = """({root, masks}) => {
  const top = root || document.body;
  if (!top) return [];
  const masked = (node) => masks.some((mask) => mask.contains(node));
  const texts = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
  let written = "";
  while (texts.nextNode()) {
    const around = texts.currentNode.parentElement;
    if (around && around.checkVisibility() && !masked(around)) written += texts.currentNode.data;
  }
  const fields = [top, ...top.querySelectorAll("input:not([type=password]):not([type=hidden]), textarea")]
    .filter((field) => typeof field.value === "string" && !masked(field))
    .filter((field) => field.type !== "password" && getComputedStyle(field).webkitTextSecurity !== "disc");
  const shown = masks.length ? [] : [top.innerText || ""];
  return [written.replace(/\\s+/g, " "), ...shown, ...fields.map((field) => field.value)];
}"""


def readable_text(page: Page, *, target: str | None = None, mask: Sequence[str] = ()) -> list[str]:
    """The texts on the page, or in the element `target`, that the elements of `mask` do not cover."""
    root = page.locator(target).element_handle() if target is not None else None
    masks: list[Any] = [handle for selector in mask for handle in page.locator(selector).element_handles()]
    found: list[str] = page.evaluate(_READ, {"root": root, "masks": masks})
    return found
