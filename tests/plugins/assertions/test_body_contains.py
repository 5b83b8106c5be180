"""`body_contains`."""

from __future__ import annotations

from typing import ClassVar

import pytest
from tracer_plugins.assertions.body_contains import BodyContains

from tracer_runner.errors import UsageError
from tracer_runner.testing import AssertionContract

from .examining import answer, examine, typed


@pytest.mark.parametrize(
    ("body", "value", "passed"),
    [
        ("<h1>Lamps</h1>", "Lamps", True),
        ("<h1>Lamps</h1>", "lamps", False),
        ("", "x", False),
        (b"\xff\xfe lamp", "lamp", True),
        ("Straße", "Straße", True),
        ("\x00lamp\x00", "\x00", True),
    ],
)
def test_text_is_looked_for_in_the_body(body: str | bytes, value: str, passed: bool) -> None:
    assert examine(BodyContains(), answer(body), value=value).passed is passed


def test_case_may_be_ignored_in_every_script() -> None:
    assert examine(BodyContains(), answer("STRASSE"), value="straße", case_sensitive=False).passed


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=iso-8859-1", "Leuchte für".encode("latin-1")),
        ('text/html; charset="utf-16"', "Leuchte für".encode("utf-16")),
        ("text/html; charset=no-such", "Leuchte für".encode()),
        ("text/html; charset=punycode", "Leuchte für".encode()),
        ("text/html; charset=unicode_escape", "Leuchte für".encode()),
        ("text/html; charset=idna", "Leuchte für".encode()),
        ("text/html; charset=hex", "Leuchte für".encode()),
        ("text/html; charset=", "Leuchte für".encode()),
    ],
)
def test_the_charset_is_the_one_the_server_names_where_it_is_one(content_type: str, body: bytes) -> None:
    assert examine(BodyContains(), answer(body, headers=typed(content_type)), value="für").passed


def test_the_sentences_show_what_was_looked_for_and_the_beginning_of_what_is_there() -> None:
    verdict = examine(BodyContains(), answer("lamp " * 2_000_000), value='a "desk"')
    assert verdict.message == r'The body of http://127.0.0.1/lamps does not contain "a \"desk\"".'
    assert verdict.actual is not None
    assert verdict.actual.endswith(" more characters]")
    assert len(verdict.actual) < 300


def test_a_body_that_was_cut_says_so_only_when_nothing_was_found() -> None:
    cut = answer("lamps", body_cut=True)
    assert examine(BodyContains(), cut, value="desk").message.endswith('"desk" (only its first 5 bytes were read).')
    assert examine(BodyContains(), cut, value="lamps").message.endswith('contains "lamps".')


def test_a_body_that_could_not_be_read_is_not_an_empty_one() -> None:
    verdict = examine(BodyContains(), answer(body_fault="the browser kept none"), value="x")
    assert verdict.message == "The body of http://127.0.0.1/lamps could not be read: the browser kept none"


def test_nothing_cannot_be_looked_for() -> None:
    with pytest.raises(UsageError, match="value: write some text"):
        examine(BodyContains(), answer(), value="")


class TestBodyContains(AssertionContract):
    assertion = BodyContains()
    passes: ClassVar = [({"value": "lamp"}, answer("a lamp"))]
    fails: ClassVar = [({"value": "Lamp"}, answer("a lamp")), ({"value": "x", "case_sensitive": False}, answer())]
    refuses: ClassVar = [{}, {"value": ""}, {"value": 3}]
    odd: ClassVar = [answer(body_fault="gone")]
