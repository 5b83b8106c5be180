"""docs/egress.md is true: its table is the policy, its settings load, its refusals are what is said."""

from __future__ import annotations

import re
import tomllib

import pytest

from tracer_runner.egress import Policy, Purpose, policy_for
from tracer_runner.model.addresses import Kind, parse_address
from tracer_runner.settings import EgressSettings, LookingSettings, TellingSettings

from .guide import Guide

GUIDE = Guide("egress.md")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in re.findall(r"^\|.*\|$", GUIDE.text, re.MULTILINE)
    if "`" in line
]
EVERYTHING = {"private": True, "allow": ["0.0.0.0/0", "::/0"]}


def policy(purpose: Purpose, *, loopback_only: bool = True, **settings: object) -> Policy:
    return policy_for(purpose, EgressSettings.model_validate({purpose: settings}), loopback_only=loopback_only)


def allowed(policy: Policy, address: str) -> str:
    return "no" if policy.refusal(parse_address(address), port=443, host="x.test") else "yes"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][:30])
def test_the_table_is_the_policy(row: list[str]) -> None:
    where, looking, telling, listed = row
    for address in re.findall(r"`([0-9a-f:.]+)`", where):
        for purpose in ("monitors", "journeys"):
            assert allowed(policy(purpose), address) == looking, address
        for purpose in ("webhooks", "channels"):
            assert allowed(policy(purpose), address) == telling, address
            everything = policy(purpose, loopback_only=False, **EVERYTHING)
            assert allowed(everything, address) == (listed or "yes"), address


def test_the_table_has_every_kind() -> None:
    table = GUIDE.text.partition("## The policy")[2].partition("## Settings")[0]
    for kind in Kind:
        words = kind.value.removesuffix(" address").removesuffix(" of a cloud").split()[1:]
        assert " ".join(words) in table, kind


def test_the_settings_load_and_every_key_is_there() -> None:
    (text,) = re.findall(r'^```toml title="tracer.toml"\n(.*?)^```', GUIDE.text, re.MULTILINE | re.DOTALL)
    settings = EgressSettings.model_validate(tomllib.loads(text)["egress"])
    assert settings.journeys.private is False
    for model in (EgressSettings, LookingSettings, TellingSettings):
        assert all(name in GUIDE.text for name in model.model_fields)


def test_refusals_are_as_they_are_shown() -> None:
    shown = re.findall(r"^inner\.example\.com -> (\S+) is .*$", GUIDE.text, re.MULTILINE)
    for address in shown:
        denied = policy("webhooks").refusal(parse_address(address), port=443, host="inner.example.com")
        assert denied is not None
        assert denied.message in GUIDE.text
    assert len(shown) == 2
