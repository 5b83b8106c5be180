"""docs/channels.md describes every built-in channel type, every field of its config, and every name of a template."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from tracer_plugins.channels.body_template import NAMES

from tracer_runner.cli.channel_config import make_config
from tracer_runner.hooks.inspection import inspect_plugins
from tracer_runner.hooks.manager import Choice, load_registry

from .guide import Guide

GUIDE = Guide("channels.md")
REGISTRY = load_registry(warn=lambda _: None)
BUILT_IN = sorted(
    thing.name
    for plugin in inspect_plugins(Choice())
    if plugin.source.startswith("tracer-runner ")
    for thing in plugin.objects
    if thing.kind == "channel type"
)


def rows(text: str) -> set[str]:
    """The first code marks of each row of each table."""
    return set(re.findall(r"^\| \[?`([^`]+)`", text, re.MULTILINE))


def section(name: str) -> str:
    return GUIDE.text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def test_every_channel_type_has_a_section_and_a_row() -> None:
    assert BUILT_IN
    assert [name for name in BUILT_IN if not section(name)] == []
    assert set(BUILT_IN) == rows(GUIDE.text.partition("\n## ")[0])


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_field_has_a_row_and_no_row_is_of_another(name: str) -> None:
    fields = set(REGISTRY.channels[name].config.model_fields)
    table = section(name).partition("| names | |")[0]
    assert rows(table) == fields


def test_every_default_is_told() -> None:
    for name in BUILT_IN:
        for field, facts in REGISTRY.channels[name].config.model_fields.items():
            if isinstance(facts.default, str | int):
                row = re.search(rf"^\| `{field}` \| (.+?) \|", section(name), re.MULTILINE)
                assert row
                assert row[1].strip("`") == str(facts.default), f"{name} {field}"


def test_every_name_of_a_template_is_described() -> None:
    table = section("webhook").partition("| names | |")[2]
    assert set(re.findall(r"`(\w+)`", table)) == set(NAMES)


def test_the_example_files_are_configs() -> None:
    files = GUIDE.files()
    for name, type_ in (("mail.toml", "email"), ("hook.toml", "webhook")):
        make_config(REGISTRY.channels[type_], tomllib.loads(files[name]))
    assert len(files) == 2


def test_the_example_of_a_message_has_what_is_sent() -> None:
    from tracer_plugins.channels.webhook import Webhook, WebhookConfig

    from tracer_runner.testing import FakeClient, Receiver, sample_message

    with Receiver() as receiver:
        client = FakeClient()
        Webhook().send(sample_message(), client, config=WebhookConfig.model_validate({"url": receiver.url}))
        client.close()
        sent = receiver.received[0].json()
    shown = json.loads(re.findall(r"^```json\n(.*?)^```$", GUIDE.text, re.MULTILINE | re.DOTALL)[0])
    assert shown.keys() == sent.keys()
    assert shown["data"].keys() == sent["data"].keys()
    for part in ("alert", "failure"):
        assert shown["data"][part].keys() <= sent["data"][part].keys()
