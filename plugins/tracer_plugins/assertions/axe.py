"""axe-core in a page: how it is called, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tracer_runner.errors import UsageError
from tracer_runner.hooks.contracts import PageObservation

# A page may have a loader of modules, or an axe of its own: the one must not catch ours, and the other is put back.
_CALL = """async ({{context, options}}) => {{
  const own = Object.getOwnPropertyDescriptor(window, "axe");
  const define = undefined, module = undefined, exports = undefined;
  {library}
  const axe = window.axe;
  if (own) Object.defineProperty(window, "axe", own); else delete window.axe;
  try {{
    if (options.runOnly.type === "tag") {{
      const known = new Set(axe.getRules().flatMap((rule) => rule.tags));
      const unknown = options.runOnly.values.filter((tag) => !known.has(tag));
      if (unknown.length) throw new Error(`no rule has the tag ${{unknown.join(", ")}}`);
    }}
    const {{violations}} = await axe.run(context, options);
    // What axe tells of each element is ten times what is needed of it, and a page may have many.
    return {{found: violations.map(({{nodes, ...rule}}) => ({{...rule, targets: nodes.map((node) => node.target)}}))}};
  }} catch (fault) {{
    return {{fault: fault.message}};
  }}
}}"""
_NO_IMPACT = "minor"


@dataclass(frozen=True)
class Violation:
    """One rule that is broken, and where."""

    rule: str
    impact: str
    """`minor`, `moderate`, `serious` or `critical`."""
    what: str
    """What the rule asks for, in a sentence."""
    elements: tuple[str, ...]
    """The selector of each element that breaks it."""
    help: str
    """Where it is explained."""


def find_violations(
    observation: PageObservation, *, context: Mapping[str, Any], options: Mapping[str, Any]
) -> list[Violation]:
    """What axe finds in the page in front; `context` and `options` are those of `axe.run`.

    Frames are not looked into: axe would have to be put into each of them. UsageError when axe refuses: there is no
    such rule or tag, or nothing to look inside.
    """
    options = {**options, "resultTypes": ["violations"], "iframes": False}
    answer = observation.evaluate(_script(), {"context": context, "options": options})
    if not isinstance(answer, Mapping) or "fault" in answer:
        raise UsageError(f"axe cannot look: {answer['fault'] if answer else 'the page gave no answer'}")
    return [_violation(item) for item in answer["found"]]


@cache
def _script() -> str:
    from importlib.resources import files  # half a megabyte is read when the first page is looked at

    library = files("tracer_plugins.assertions") / "vendor" / "axe-core" / "axe.min.js"
    return _CALL.format(library=library.read_text(encoding="utf-8"))


def _violation(item: Mapping[str, Any]) -> Violation:
    return Violation(
        rule=item["id"],
        impact=item.get("impact") or _NO_IMPACT,
        what=item["help"],
        elements=tuple(dict.fromkeys(map(_selector, item["targets"]))),
        help=item["helpUrl"].partition("?")[0],
    )


def _selector(target: Sequence[Any]) -> str:
    """axe nests selectors for what lies in a shadow tree."""
    return " ".join(part if isinstance(part, str) else _selector(part) for part in target)
