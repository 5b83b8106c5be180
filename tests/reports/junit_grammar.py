"""What a JUnit file may hold, as strictly as both dialects ask: that of Jenkins and that of Maven Surefire.

Elements come in Surefire's order; a suite has the attributes Jenkins knows. The two published schemas say the same in
another form and are not part of this repository.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as Xml

_NUMBER = r"\d+"
_TIME = r"\d+\.\d{3}"
_TIMESTAMP = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"
_ANY = r"(?s:.*)"


@dataclass(frozen=True)
class Rule:
    """One element: its attributes (a name with `?` may be absent) and its children as a pattern over their names."""

    attributes: dict[str, str]
    children: str = ""
    text: bool = False


_EARLIER = Rule({"type": _ANY, "message?": _ANY}, "stackTrace (system-out )?(system-err )?")
RULES = {
    "testsuites": Rule(
        {"name?": _ANY, "time?": _TIME, "tests?": _NUMBER, "failures?": _NUMBER, "errors?": _NUMBER}, "(testsuite )*"
    ),
    "testsuite": Rule(
        {
            "name": _ANY,
            "tests": _NUMBER,
            "failures": _NUMBER,
            "errors": _NUMBER,
            "skipped": _NUMBER,
            "time": _TIME,
            "timestamp?": _TIMESTAMP,
            "file?": _ANY,
        },
        "(properties )?(testcase )*",
    ),
    "properties": Rule({}, "(property )*"),
    "property": Rule({"name": _ANY, "value": _ANY}),
    "testcase": Rule(
        {"name": _ANY, "classname": _ANY, "time": _TIME},
        "(failure )?(rerunFailure )*(flakyFailure )*(skipped )?(error )?(rerunError )*(flakyError )*"
        "(system-out )?(system-err )?",
    ),
    "failure": Rule({"type": _ANY, "message?": _ANY}, text=True),
    "error": Rule({"type": _ANY, "message?": _ANY}, text=True),
    "skipped": Rule({"message?": _ANY}, text=True),
    "rerunFailure": _EARLIER,
    "flakyFailure": _EARLIER,
    "rerunError": _EARLIER,
    "flakyError": _EARLIER,
    "stackTrace": Rule({}, text=True),
    "system-out": Rule({}, text=True),
    "system-err": Rule({}, text=True),
}


def faults(root: Xml.Element) -> list[str]:
    """Everything that breaks a rule; an empty list for a valid document."""
    found = [] if root.tag == "testsuites" else [f"the root is {root.tag}"]
    for element in root.iter():
        found += _faults(element)
    found += _wrong_counts(root)
    return found


def _faults(element: Xml.Element) -> list[str]:
    rule = RULES.get(element.tag)
    if rule is None:
        return [f"unknown element {element.tag}"]
    known = {name.rstrip("?"): pattern for name, pattern in rule.attributes.items()}
    found = [
        f"{element.tag} lacks {name}"
        for name in rule.attributes
        if not name.endswith("?") and name not in element.attrib
    ]
    for name, value in element.attrib.items():
        if name not in known or not re.fullmatch(known[name], value):
            found.append(f"{element.tag} has {name}={value!r}")
    children = "".join(f"{child.tag} " for child in element)
    if not re.fullmatch(rule.children, children):
        found.append(f"{element.tag} holds {children or 'nothing'}")
    texts = [element.text, *(child.tail for child in element)]
    if not rule.text and any((text or "").strip() for text in texts):
        found.append(f"{element.tag} holds text")
    return found


def _wrong_counts(root: Xml.Element) -> list[str]:
    found = []
    for element in [root, *root.iter("testsuite")]:
        cases = list(element.iter("testcase"))
        counts = {"tests": len(cases)}
        counts |= {f"{kind}s": sum(case.find(kind) is not None for case in cases) for kind in ("failure", "error")}
        found += [f"{element.tag} counts {name}" for name, number in counts.items() if element.get(name) != str(number)]
    return found
