"""What an answer over HTTP means for the next try, and what of it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tracer_plugins.channels.http import ANSWER, LONGEST_WAIT, post, retry_after

from tests.plugins.channels.dripping import drip_body
from tests.runner.egress.no_files import no_files
from tracer_runner.errors import ChannelError, EngineError
from tracer_runner.testing import FakeClient, Receiver, serving
from tracer_runner.testing.targets import Treat, babble, hang_up, nobody, reset

NOW = datetime(2026, 3, 4, 9, 15, tzinfo=UTC)
QUIET = 0.3
"""Seconds a receiver may take in these tests."""


def refusal(url: str, client: FakeClient, *, secret: str = "") -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        post(client, url, content=b"{}", headers={}, limit=QUIET, secrets=[secret])
    return caught.value


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_is_success(receiver: Receiver, client: FakeClient, status: int) -> None:
    receiver.answer(status)
    post(client, receiver.url, content=b"{}", headers={})
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        (400, True),
        (401, True),
        (404, True),
        (410, True),
        (408, False),
        (425, False),
        (429, False),
        (500, False),
        (503, False),
    ],
)
def test_a_status_says_whether_trying_again_is_of_use(
    receiver: Receiver, client: FakeClient, status: int, permanent: bool
) -> None:
    receiver.answer(status)
    fault = refusal(receiver.url, client)
    assert fault.permanent is permanent
    assert fault.message.startswith(f"127.0.0.1 answered {status}")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_not_followed_and_says_so(receiver: Receiver, client: FakeClient, status: int) -> None:
    receiver.answer(status, headers={"Location": receiver.url})
    fault = refusal(receiver.url, client)
    assert fault.permanent
    assert "redirect, and none is followed" in fault.message
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("30", 30),
        ("Wed, 04 Mar 2026 09:15:30 GMT", 30),
        ("Wed, 04 Mar 2026 09:14:00 GMT", 0),
        ("-5", 0),
        ("99999999", LONGEST_WAIT),
        ("inf", LONGEST_WAIT),
        ("nan", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_the_wish_of_the_receiver_is_read_and_bounded(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, now=NOW) == seconds


def test_the_wish_of_the_receiver_is_passed_on(receiver: Receiver, client: FakeClient) -> None:
    receiver.falter()
    assert refusal(receiver.url, client).retry_after == timedelta(seconds=30).total_seconds()


def test_secrets_that_a_receiver_repeats_are_not_told(receiver: Receiver, client: FakeClient) -> None:
    receiver.answer(400, body=f"no hook at {receiver.url}?token=s3cr3t-token, key k3y-of-ours".encode())
    fault = refusal(f"{receiver.url}?token=s3cr3t-token", client, secret="k3y-of-ours")
    assert "no hook at" in fault.message
    for secret in ("T0KEN", "s3cr3t-token", "k3y-of-ours"):
        assert secret not in fault.message


def test_a_long_answer_is_cut_and_a_page_is_left_out(receiver: Receiver, client: FakeClient) -> None:
    receiver.answer(400, body=b"x" * 10 * ANSWER)
    assert len(refusal(receiver.url, client).message) < 400
    receiver.answer(400, headers={"Content-Type": "text/html"}, body=b"<h1>Bad</h1>")
    assert refusal(receiver.url, client).message == "127.0.0.1 answered 400 Bad Request"


def test_an_answer_in_drops_is_left_when_the_time_is_up(client: FakeClient) -> None:
    # Each drop comes in time, and the body never ends.
    with serving(drip_body) as (host, port):
        assert refusal(f"http://{host}:{port}/", client).message.startswith("127.0.0.1 answered 500")


@pytest.mark.parametrize("treat", [hang_up, reset, babble])
def test_a_receiver_that_speaks_no_http_is_told_in_a_sentence(client: FakeClient, treat: Treat) -> None:
    with serving(treat) as (host, port):
        fault = refusal(f"http://{host}:{port}/", client)
    assert (fault.message, fault.permanent) == ("127.0.0.1 gave no valid answer.", False)


def test_a_receiver_without_tls_and_one_that_is_not_there_are_told_in_sentences(client: FakeClient) -> None:
    with serving(lambda visitor: visitor.sendall(b"220 hello\r\n")) as (host, port):
        assert refusal(f"https://{host}:{port}/", client).message == (
            "127.0.0.1 has no valid certificate, or speaks no TLS."
        )
    with nobody() as (host, port):
        assert refusal(f"http://{host}:{port}/", client).message == "127.0.0.1 refused the connection."


def test_without_a_file_the_receiver_is_not_to_blame(receiver: Receiver, client: FakeClient) -> None:
    with pytest.raises(EngineError, match="tracer itself could not make a connection: Too many open files"), no_files():
        post(client, receiver.url, content=b"{}", headers={})


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/secret-path", "http://127.0.0.1:99999/secret-path"])
def test_an_address_that_cannot_be_reached_is_told_without_its_path(client: FakeClient, url: str) -> None:
    assert "secret-path" not in refusal(url, client).message
