from __future__ import annotations

import json
from typing import Any

import pytest
from tracer_plugins.assertions.accessible import Accessible, AccessibleParameters

from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.testing import FakeBaseline, FakePage


def broken(rule: str, *elements: Any, impact: str = "serious") -> dict[str, Any]:
    """A violation as axe tells it."""
    return {
        "id": rule,
        "impact": impact,
        "help": f"Mind {rule}",
        "helpUrl": f"https://axe.example/{rule}?application=axeAPI",
        "targets": [[element] if isinstance(element, str) else element for element in elements],
    }


def found(*violations: dict[str, Any]) -> dict[str, Any]:
    """What axe answers."""
    return {"found": violations}


def look(page: FakePage, **parameters: Any) -> Verdict:
    return Accessible().examine(page, AccessibleParameters(**parameters))


def known(data: bytes | None, *, updating: bool = False) -> dict[str, FakeBaseline]:
    return {"fake-step.axe.json": FakeBaseline("baselines/home.axe.json", data, updating=updating)}


def test_every_broken_rule_is_told_with_impact_element_and_help_the_worst_first() -> None:
    page = FakePage(value=found(broken("color", ".a", ".b"), broken("alt", "img", impact="critical")))
    verdict = look(page)
    assert verdict.message == "3 elements break accessibility rules: Mind alt (alt), and one rule more."
    assert verdict.actual == (
        "Mind alt (alt, critical):\n  img\n  https://axe.example/alt\n\n"
        "Mind color (color, serious):\n  .a\n  .b\n  https://axe.example/color"
    )


def test_many_elements_are_counted_and_the_first_are_shown() -> None:
    verdict = look(FakePage(value=found(broken("alt", *(f"img:nth-child({number})" for number in range(9))))))
    assert "… and 6 more" in str(verdict.actual)


def test_an_element_in_a_shadow_tree_is_named_by_the_way_to_it() -> None:
    verdict = look(FakePage(value=found(broken("alt", [["my-card", "img"]]))))
    assert "  my-card img\n" in str(verdict.actual)


def test_only_what_a_baseline_does_not_know_fails() -> None:
    page = FakePage(value=found(broken("color", ".a", ".b")), baselines=known(b'{"color": [".a"]}'))
    verdict = look(page)
    assert verdict.actual == "Mind color (color, serious):\n  .b\n  https://axe.example/color"
    page.baselines = known(b'{"color": [".a", ".b"], "gone": ["p"]}')
    assert look(page).message == (
        "No accessibility rule is broken beyond the 2 elements baselines/home.axe.json knows of."
    )


def test_updating_writes_rules_and_selectors_for_a_review() -> None:
    baselines = known(None, updating=True)
    assert look(FakePage(value=found(broken("color", ".b", ".a")), baselines=baselines)).passed
    assert json.loads(baselines["fake-step.axe.json"].data or b"") == {"color": [".a", ".b"]}


def test_updating_makes_no_file_where_nothing_is_broken_and_empties_one_that_is_there() -> None:
    baselines = known(None, updating=True)
    look(FakePage(value=found(), baselines=baselines))
    assert baselines["fake-step.axe.json"].data is None
    baselines = known(b'{"color": [".a"]}', updating=True)
    look(FakePage(value=found(), baselines=baselines))
    assert baselines["fake-step.axe.json"].data == b"{}\n"


@pytest.mark.parametrize("data", [b"", b"no JSON", b"[]", b'{"alt": "img"}', b"\xff\xfe"])
def test_a_baseline_that_cannot_be_read_is_named(data: bytes) -> None:
    with pytest.raises(MissingInput, match=r"baselines/home\.axe\.json"):
        look(FakePage(value=found(broken("alt", "img")), baselines=known(data)))


def test_axe_is_asked_for_what_was_wished() -> None:
    asked: list[Any] = []
    page = FakePage(value=lambda _, argument: asked.append(argument) or found())
    look(page)
    look(page, rules=["alt"], ignore=["color"], include=["main"], exclude=["iframe"])
    first, second = asked
    assert first["options"]["runOnly"]["type"] == "tag"
    assert "wcag22aa" in first["options"]["runOnly"]["values"]
    assert second["context"] == {"include": ["main"], "exclude": ["iframe"]}
    assert second["options"]["runOnly"] == {"type": "rule", "values": ["alt"]}
    assert second["options"]["rules"] == {"color": {"enabled": False}}


def test_what_axe_refuses_is_told_in_its_words() -> None:
    with pytest.raises(UsageError, match="axe cannot look: unknown rule `nope`"):
        look(FakePage(value={"fault": "unknown rule `nope`"}), rules=["nope"])
