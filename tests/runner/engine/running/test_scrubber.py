"""Secrets are found however they are written, and nothing else is."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus, urlencode

import pytest

from tracer_runner.engine.running.scrub_records import scrub_record
from tracer_runner.engine.running.scrubber import MASK, Scrubber
from tracer_runner.model.event import AttemptFinished, StepFinished
from tracer_runner.model.run import Error, NetworkRequest, StepResult
from tracer_runner.model.status import StepStatus

SECRET = 'pä"ss/w&rd<42> +%'
WRITTEN = {
    "raw": SECRET,
    "in a sentence": f"the password {SECRET} was refused",
    "url": quote(SECRET, safe=""),
    "url with lower-case digits": quote(SECRET, safe="").replace("%C3%A4", "%c3%a4").lower(),
    "query": urlencode({"p": SECRET}),
    "form": quote_plus(SECRET),
    "json": json.dumps({"p": SECRET}),
    "json in unicode": json.dumps({"p": SECRET}, ensure_ascii=False),
    "html": html.escape(SECRET),
    "html text": html.escape(SECRET, quote=False),
    "hex": SECRET.encode().hex(),
    "json in a url": quote(json.dumps(SECRET)),
} | {
    f"base64 after {before} bytes": base64.b64encode(b"u" * before + SECRET.encode() + b" tail").decode()
    for before in range(6)
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_secret_is_masked_however_it_is_written(how: str) -> None:
    scrubber = Scrubber([SECRET])
    scrubbed = scrubber.text(WRITTEN[how])
    assert scrubber.found(WRITTEN[how])
    assert MASK in scrubbed
    assert not scrubber.found(scrubbed)


def test_url_safe_base64_is_masked_too() -> None:
    secret = "??>>~~öö"
    assert Scrubber([secret]).found(base64.urlsafe_b64encode(b"user:" + secret.encode()).decode())


def test_text_without_a_secret_stays_as_it_is() -> None:
    text = "an ordinary sentence, 42 and pass"
    assert Scrubber([SECRET]).text(text) == text
    assert not Scrubber([]).active
    assert Scrubber([]).text(SECRET) == SECRET


def test_of_two_secrets_the_longer_is_masked_whole() -> None:
    assert Scrubber(["abcd", "abcdefgh"]).text("xabcdefghx") == f"x{MASK}x"


def test_secrets_may_be_learned_later() -> None:
    scrubber = Scrubber(["abcd"])
    scrubber.learn(["abcdefgh", ""])
    assert scrubber.text("abcd, abcdefgh, ijkl") == f"{MASK}, {MASK}, ijkl"


def test_records_are_scrubbed_where_text_is_foreign_and_nowhere_else() -> None:
    scrubber = Scrubber(["passed", "engine"])
    step = StepResult(
        index=0,
        name="Log in with engine",
        status=StepStatus.PASSED,
        page_url="http://127.0.0.1/?p=engine",
        error=Error(class_="passed", message="engine was refused", hint="x"),
    )
    scrubbed = scrub_record(StepFinished(run_id="engine", step=step), scrubber)
    assert (scrubbed.run_id, scrubbed.step.status) == ("engine", "passed")
    assert scrubbed.step.name == f"Log in with {MASK}"
    assert scrubbed.step.page_url == f"http://127.0.0.1/?p={MASK}"
    assert scrubbed.step.error is not None
    assert scrubbed.step.error.message == f"{MASK} was refused"


def test_a_record_without_a_secret_is_the_same_object() -> None:
    request = NetworkRequest(method="GET", url="http://127.0.0.1/")
    assert scrub_record(request, Scrubber(["engine"])) is request
    assert AttemptFinished.model_fields
