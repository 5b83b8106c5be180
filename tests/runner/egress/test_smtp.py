"""Mail over checked connections: greeted, encrypted and verified."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tracer_runner.egress import EgressClient, open_client, open_smtp
from tracer_runner.egress.smtp import NoGreeting
from tracer_runner.errors import EgressDenied
from tracer_runner.testing import serving
from tracer_runner.testing.receiver import DRIPPING, DROP

from .conftest import strict
from .probes.authority import Authority


class Inbox:
    """Takes every mail, and notes who said hello how."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.names: list[str] = []

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, answers: list[str]) -> list[str]:  # noqa: N802
        session.host_name = name
        self.names.append(name)
        return answers

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(envelope)
        return "250 taken"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def starttls(inbox: Inbox, authority: Authority) -> Iterator[int]:
    yield from served(
        Controller(inbox, hostname="127.0.0.1", port=free_port(), tls_context=authority.context("site.test"))
    )


@pytest.fixture
def wrapped(inbox: Inbox, authority: Authority) -> Iterator[int]:
    yield from served(
        Controller(inbox, hostname="127.0.0.1", port=free_port(), ssl_context=authority.context("site.test"))
    )


@pytest.fixture
def plain(inbox: Inbox) -> Iterator[int]:
    yield from served(Controller(inbox, hostname="127.0.0.1", port=free_port()))


def served(controller: Controller) -> Iterator[int]:
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def client() -> Iterator[EgressClient]:
    with open_client(strict("channels", other_test="127.0.0.1")) as client:
        yield client


def send(smtp: smtplib.SMTP) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@site.test", "b@site.test", "Down"
    mail.set_content("It is down.")
    smtp.send_message(mail)


def test_mail_goes_out_under_starttls(client: EgressClient, starttls: int, inbox: Inbox, believed: Path) -> None:
    with open_smtp(client, "site.test", starttls) as smtp:
        assert isinstance(smtp.sock, ssl.SSLSocket)
        send(smtp)
    assert len(inbox.mails) == 1
    assert set(inbox.names) == {"[127.0.0.1]"}


def test_mail_goes_out_under_tls(client: EgressClient, wrapped: int, inbox: Inbox, believed: Path) -> None:
    with open_smtp(client, "site.test", wrapped, security="tls") as smtp:
        send(smtp)
    assert len(inbox.mails) == 1


def test_mail_goes_out_in_the_clear_only_when_told_to(client: EgressClient, plain: int, inbox: Inbox) -> None:
    with open_smtp(client, "site.test", plain, security="none") as smtp:
        send(smtp)
    with pytest.raises(smtplib.SMTPNotSupportedError):
        open_smtp(client, "site.test", plain)
    assert len(inbox.mails) == 1


def test_a_certificate_of_another_name_is_refused(
    client: EgressClient, starttls: int, wrapped: int, believed: Path
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        open_smtp(client, "other.test", starttls)
    with pytest.raises(ssl.SSLCertVerificationError):
        open_smtp(client, "other.test", wrapped, security="tls")


def test_a_certificate_of_nobody_known_is_refused(client: EgressClient, starttls: int) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        open_smtp(client, "site.test", starttls)


def test_an_address_that_is_not_allowed_is_refused(client: EgressClient) -> None:
    with pytest.raises(EgressDenied, match=r"\[egress.channels\] allow does not list it"):
        open_smtp(client, "inner.test", 25)


def test_a_server_that_says_no_at_once_is_an_error(client: EgressClient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            with server.accept()[0] as connected:
                connected.sendall(b"554 no\r\n")

        thread = threading.Thread(target=refuse)
        thread.start()
        with pytest.raises(smtplib.SMTPConnectError):
            open_smtp(client, "site.test", server.getsockname()[1], security="none")
        thread.join()


@pytest.mark.parametrize("drop", [b"x", b"220-x\r\n"])
def test_a_greeting_in_drops_is_given_up_when_the_time_is_up(client: EgressClient, drop: bytes) -> None:
    def drip(visitor: socket.socket) -> None:
        with visitor, suppress(OSError):
            visitor.sendall(b"220-")
            for _ in range(round(DRIPPING / DROP)):
                visitor.sendall(drop)
                time.sleep(DROP)  # the drops are the point here

    with serving(drip) as (host, port), pytest.raises(smtplib.SMTPServerDisconnected) as caught:
        open_smtp(client, host, port, security="none", timeout=0.2)
    assert isinstance(caught.value, NoGreeting)
    assert isinstance(caught.value.__cause__, TimeoutError)
