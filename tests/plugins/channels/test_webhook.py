"""Webhooks, beyond the contract: bodies and headers of the user's own."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

import pytest
from pydantic import ValidationError
from tracer_plugins.channels.body_template import NAMES
from tracer_plugins.channels.webhook import Webhook, WebhookConfig

from tests.plugins.channels import wire
from tracer_runner.errors import ChannelError
from tracer_runner.model.alert import AlertMessage
from tracer_runner.testing import FakeClient, Received, Receiver, sample_failure, sample_message
from tracer_runner.testing.messages import bare_message, hostile_message


def sent(receiver: Receiver, message: AlertMessage | None = None, **config: Any) -> Received:
    client = FakeClient()
    made = WebhookConfig.model_validate({"url": receiver.url, **config})
    Webhook().send(message or sample_message(), client, config=made)
    client.close()
    return receiver.received[-1]


def faults(**config: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        WebhookConfig.model_validate({"url": "https://x.example/", **config})
    return str(caught.value)


def test_a_template_of_json_stays_json_whatever_the_values_hold(receiver: Receiver) -> None:
    body = '{"text": "${title}: ${error}", "run": "${run_url}", "cost": "$5 or $${title}"}'
    told = sent(receiver, body=body).json()
    assert told["text"] == "Checkout failed: The order page does not show “Thank you”."
    assert told["cost"] == "$5 or ${title}"
    assert sent(receiver, hostile_message(), body=body).json()["text"].startswith("x Bcc: victim@example.com")


@pytest.mark.parametrize("message", [sample_message(), bare_message(), hostile_message()])
def test_every_name_can_be_used_with_every_message(receiver: Receiver, message: AlertMessage) -> None:
    told = sent(receiver, message, body="{" + ", ".join(f'"{name}": "${{{name}}}"' for name in NAMES) + "}").json()
    assert set(told) == set(NAMES)
    assert len(told["error"]) < 2000


def test_a_form_and_a_text_are_escaped_as_such(receiver: Receiver) -> None:
    message = sample_message(failure=sample_failure(message="a=b & <c>"))
    form = sent(receiver, message, body="t=${error}&n=1", content_type="application/x-www-form-urlencoded")
    assert parse_qs(form.body.decode()) == {"t": ["a=b & <c>"], "n": ["1"]}
    assert form.headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8"
    xml = sent(receiver, message, body="<t>${error}</t>", content_type="application/xml")
    assert xml.body == b"<t>a=b &amp; &lt;c&gt;</t>"
    assert sent(receiver, message, body="${error}", content_type="text/plain").body == b"a=b & <c>"


def test_what_is_wrong_with_a_template_is_told() -> None:
    assert 'there is no ${titel}: did you mean "title"?' in faults(body='{"a": "${titel}"}')
    assert "it is no JSON" in faults(body='{"a": ${title}')
    assert "it is no JSON" in faults(body="[" * 20_000)
    assert "names stand inside quotes" in faults(body='{"a": ${title}}')
    assert "it is no JSON" in faults(body=r'{"a": "\${title}"}')
    assert "it is no JSON" in faults(body='{"a": NaN}')
    assert "content_type" in faults(content_type="text/plain")


def test_headers_of_the_user_are_sent_and_ours_cannot_be_changed(receiver: Receiver) -> None:
    assert sent(receiver, headers={"X-Token": "abc"}).headers["x-token"] == "abc"
    assert "Host is set by tracer" in faults(headers={"Host": "a"})
    assert "webhook-id is set by tracer" in faults(headers={"webhook-id": "a"})
    assert "no name of a header" in faults(headers={"A:B": "a"})
    told = faults(headers={"X-Token": "abc\r\nX-Other: s3cret"})
    assert "X-Token may hold only printable ASCII" in told
    assert "s3cret" not in told
    assert "no space at its ends" in faults(headers={"X-Token": "abc "})


def test_a_token_that_the_receiver_repeats_without_its_scheme_is_not_told(
    receiver: Receiver, client: FakeClient
) -> None:
    receiver.answer(401, body=b"invalid token sk-very-secret-token for 1 of 10")
    headers = {"Authorization": "Bearer sk-very-secret-token", "X-Version": "1"}
    config = WebhookConfig.model_validate({"url": receiver.url, "headers": headers})
    with pytest.raises(ChannelError, match=r"invalid token … for 1 of 10$"):
        Webhook().send(sample_message(), client, config=config)


def test_without_a_secret_nothing_is_signed(receiver: Receiver) -> None:
    headers = sent(receiver).headers
    assert headers["webhook-id"] == "ntf_opened"
    assert "webhook-signature" not in headers


@pytest.mark.parametrize("secret", ["abc", "whsec_", "whsec_???", "whsec_YWJj", wire.SECRET.removeprefix("whsec_")])
def test_a_secret_that_is_none_is_refused_without_being_shown(secret: str) -> None:
    told = faults(secret=secret)
    assert "write whsec_ and then 24 to 64 random bytes" in told
    assert f"'{secret}'" not in told


@pytest.mark.parametrize(
    "url", ["", "x.example", "ftp://x.example", "https://", "https://x.example:port/", "http://a b/"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    assert "address" in faults(url=url)
