"""Services that take a connection, with TLS and without."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from queue import Queue

import pytest

from tracer_runner.egress import EgressClient, open_client, policy_for
from tracer_runner.egress.probes import StartTls, TcpProber, TcpTarget, UntrustedCertificate
from tracer_runner.errors import EgressDenied, ProbeFailed
from tracer_runner.settings import EgressSettings
from tracer_runner.testing.targets import Treat, babble, hang_up, nobody, reset, say_nothing, serving

from .authority import DAY, NOW, Authority
from .web_servers import dripping, for_ever, then_silent

SECONDS = 10.0
SHORT = 0.1


@pytest.fixture
def prober(believed: Path) -> TcpProber:
    return TcpProber()


def shaking_hands(context: ssl.SSLContext, *talk: tuple[bytes, bytes]) -> Treat:
    """A server that says the first of each pair and waits for the second, and then speaks TLS."""

    def treat(visitor: socket.socket) -> None:
        visitor.settimeout(SECONDS)
        for says, hears in talk:
            visitor.sendall(says)
            heard = b""
            while not heard.endswith(hears):
                heard += visitor.recv(1) or b"\r\n"
        with context.wrap_socket(visitor, server_side=True) as secured:
            secured.recv(1)

    return treat


def test_a_connection_is_told_with_its_times(prober: TcpProber, client: EgressClient) -> None:
    with serving(say_nothing) as (_, port):
        seen = prober.look(client, TcpTarget("shop.test", port), timeout=SECONDS)
    assert (seen.connection.host, seen.connection.port, seen.certificate) == ("shop.test", port, None)
    timings = seen.connection.timings
    assert timings.dns_ms is not None
    assert timings.connect_ms is not None
    assert timings.tls_ms is None
    assert seen.connection.elapsed_ms is not None
    assert seen.connection.elapsed_ms >= timings.connect_ms


@pytest.mark.parametrize(
    ("host", "where"),
    [("shop.test.", "shop.test:25"), ("[2001:db8::1]", "[2001:db8::1]:25"), ("2001:db8::1", "[2001:db8::1]:25")],
)
def test_a_target_is_named_as_one_writes_it(host: str, where: str) -> None:
    assert TcpTarget(host, 25).where == where


def test_nobody_there_is_a_refusal(prober: TcpProber, client: EgressClient) -> None:
    with nobody() as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, TcpTarget(host, port), timeout=SECONDS)
    assert caught.value.reason == "refused"


def test_the_policy_is_asked(prober: TcpProber) -> None:
    visits: Queue[bool] = Queue()
    with serving(lambda _: visits.put(True)) as place:
        own = policy_for("monitors", EgressSettings(), own_listeners=[place])
        with open_client(own) as client, pytest.raises(EgressDenied):
            prober.look(client, TcpTarget(*place), timeout=SECONDS)
        with open_client(policy_for("monitors", EgressSettings())) as client:
            prober.look(client, TcpTarget(*place), timeout=SECONDS)
        assert visits.get(timeout=SECONDS), "it can be reached by those who may"
    assert visits.empty()


def test_a_certificate_that_is_believed_is_told(prober: TcpProber, client: EgressClient, authority: Authority) -> None:
    with serving(shaking_hands(authority.context("shop.test", subject="Shop"))) as (_, port):
        seen = prober.look(client, TcpTarget("shop.test", port, tls=True), timeout=SECONDS)
    assert seen.certificate is not None
    assert (seen.certificate.subject, seen.certificate.fault) == ("Shop", None)
    assert seen.certificate.protocol == "TLSv1.3"
    assert (seen.certificate.cipher or "").startswith("TLS_")
    assert seen.connection.timings.tls_ms is not None


FAULTS = {"expired": "it has expired", "self-signed": "it is self-signed", "wrong": "it is for another host name"}


def context_of(kind: str, authority: Authority) -> ssl.SSLContext:
    match kind:
        case "expired":
            return authority.context("shop.test", since=NOW - 9 * DAY, until=NOW - DAY)
        case "self-signed":
            return authority.context("shop.test", self_signed=True)
    return authority.context("other.test")


@pytest.mark.parametrize("kind", FAULTS)
def test_a_certificate_that_is_not_believed_is_at_fault_and_can_be_looked_at(
    prober: TcpProber, client: EgressClient, authority: Authority, kind: str
) -> None:
    with serving(shaking_hands(context_of(kind, authority))) as (_, port):
        with pytest.raises(UntrustedCertificate) as caught:
            prober.look(client, TcpTarget("shop.test", port, tls=True), timeout=SECONDS)
        seen = prober.look(client, TcpTarget("shop.test", port, tls=True, verify_tls=False), timeout=SECONDS)
    assert caught.value.message == f"The certificate of shop.test:{port} is not trusted: {FAULTS[kind]}."
    assert caught.value.certificate is not None
    assert seen.certificate is not None
    assert (caught.value.certificate.fault, seen.certificate.fault) == (FAULTS[kind], FAULTS[kind])


TALKS: dict[StartTls, tuple[tuple[bytes, bytes], ...]] = {
    "smtp": (
        (b"220-mail\r\n220 ready\r\n", b"EHLO [127.0.0.1]\r\n"),
        (b"250-mail\r\n250-SIZE 1\r\n250 STARTTLS\r\n", b"STARTTLS\r\n"),
        (b"220 go ahead\r\n", b""),
    ),
    "imap": ((b"* OK ready\r\n", b"a STARTTLS\r\n"), (b"* CAPABILITY IMAP4rev1\r\na OK begin\r\n", b"")),
    "pop3": ((b"+OK ready\r\n", b"STLS\r\n"), (b"+OK begin\r\n", b"")),
}


@pytest.mark.parametrize("protocol", TALKS)
def test_mail_servers_are_talked_into_tls(
    prober: TcpProber, client: EgressClient, authority: Authority, protocol: StartTls
) -> None:
    with serving(shaking_hands(authority.context("shop.test"), *TALKS[protocol])) as (_, port):
        seen = prober.look(client, TcpTarget("shop.test", port, tls=True, starttls=protocol), timeout=SECONDS)
    assert seen.certificate is not None
    assert seen.certificate.fault is None


REFUSALS: dict[str, tuple[StartTls, bytes]] = {
    "smtp that greets otherwise": ("smtp", b"554 s3cret\r\n"),
    "smtp without STARTTLS": ("smtp", b"220 s3cret\r\n250 s3cret\r\n502 s3cret\r\n"),
    "smtp that answers too early": ("smtp", b"220 s3cret\r\n250 s3cret\r\n220 go\r\n"),
    "imap that says goodbye": ("imap", b"* BYE s3cret\r\n"),
    "pop3 that says no": ("pop3", b"-ERR s3cret\r\n"),
    "another protocol": ("smtp", b"SSH-2.0-s3cret\r\n"),
}


@pytest.mark.parametrize(("protocol", "says"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_mail_server_that_does_not_offer_tls_is_at_fault_and_never_quoted(
    prober: TcpProber, client: EgressClient, protocol: StartTls, says: bytes
) -> None:
    with serving(then_silent(says)) as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, TcpTarget(host, port, tls=True, starttls=protocol), timeout=SECONDS)
    assert caught.value.reason == "protocol"
    assert "s3cret" not in caught.value.message


@pytest.mark.parametrize("protocol", TALKS)
def test_a_greeting_without_an_end_is_not_read_until_the_deadline(
    prober: TcpProber, client: EgressClient, protocol: StartTls
) -> None:
    with serving(for_ever(b"220-", b"x" * 1000)) as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, TcpTarget(host, port, tls=True, starttls=protocol), timeout=60)
    assert caught.value.reason == "protocol"


@pytest.mark.parametrize("treat", [babble, hang_up, reset])
def test_a_service_that_speaks_no_tls_is_told(prober: TcpProber, client: EgressClient, treat: Treat) -> None:
    with serving(treat) as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, TcpTarget(host, port, tls=True), timeout=SECONDS)
    assert caught.value.reason in {"tls", "protocol"}


STALLS = {
    "a silent handshake": (None, then_silent(b"")),
    "a dripping handshake": (None, dripping(b"\x16\x03\x03\x3f\xff", b"\x02")),
    "a silent greeting": ("smtp", then_silent(b"220")),
    "a dripping greeting": ("smtp", dripping(b"220-", b"x")),
}


@pytest.mark.parametrize(("protocol", "treat"), STALLS.values(), ids=STALLS.keys())
def test_the_deadline_holds(prober: TcpProber, client: EgressClient, protocol: StartTls | None, treat: Treat) -> None:
    with serving(treat) as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, TcpTarget(host, port, tls=True, starttls=protocol), timeout=SHORT)
    assert caught.value.reason == "timeout"
