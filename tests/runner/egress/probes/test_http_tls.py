"""HTTPS: which certificates are believed, what is read of them, and what is never sent."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

import pytest

from tracer_runner.egress import EgressClient
from tracer_runner.egress.probes import HttpProber, HttpRequest, UntrustedCertificate
from tracer_runner.egress.probes.curl_handles import CurlHandles
from tracer_runner.errors import ProbeFailed
from tracer_runner.testing.targets import Treat, babble, hang_up, serving

from .authority import DAY, NOW, Authority
from .web_servers import dripping, moved, ok, then_silent, web_server

SECONDS = 10.0
FAULTS = {
    "expired": "it has expired",
    "not yet valid": "it is not valid yet",
    "self-signed": "it is self-signed",
    "of another host": "it is for another host name",
    "of one that only claims its issuer": "it is not signed by the issuer it names",
    "of an unknown authority": (
        "its issuer is not known here, or the server does not send the certificates in between"
    ),
}


@pytest.fixture
def prober(believed: Path) -> HttpProber:
    return HttpProber()


def context_of(kind: str, authority: Authority, folder: Path) -> ssl.SSLContext:
    match kind:
        case "expired":
            return authority.context("shop.test", since=NOW - 9 * DAY, until=NOW - DAY)
        case "not yet valid":
            return authority.context("shop.test", since=NOW + DAY)
        case "self-signed":
            return authority.context("shop.test", self_signed=True)
        case "of another host":
            return authority.context("other.test", "*.shop.test")
        case "of one that only claims its issuer":
            return Authority(folder).context("shop.test")
    return Authority(folder, name="Nobody").context("shop.test")


def test_a_certificate_that_is_believed_is_told(prober: HttpProber, client: EgressClient, authority: Authority) -> None:
    context = authority.context("shop.test", "*.shop.test", "127.0.0.1", subject="Shop")
    with web_server(ok(), tls=context) as server:
        for name in ("shop.test", "www.shop.test", "127.0.0.1"):
            seen = prober.look(client, HttpRequest(url=server.at(name)), timeout=SECONDS)
            assert seen.response.status == 200
    certificate = seen.certificate
    assert certificate is not None
    assert (certificate.subject, certificate.issuer) == ("Shop", "Tracer Test Authority")
    assert certificate.names == ("shop.test", "*.shop.test", "127.0.0.1")
    assert (certificate.not_before, certificate.not_after) == (NOW - DAY, NOW + 30 * DAY)
    assert int(certificate.serial_number, 16) > 0
    assert certificate.fault is None
    assert certificate.protocol == "TLSv1.3"
    assert (certificate.cipher or "").startswith("TLS_")
    assert seen.response.timings.tls_ms is not None


@pytest.mark.parametrize("kind", FAULTS)
def test_a_certificate_that_is_not_believed_ends_the_look_before_anything_is_sent(
    prober: HttpProber, client: EgressClient, authority: Authority, tmp_path: Path, kind: str
) -> None:
    with web_server(ok(), tls=context_of(kind, authority, tmp_path)) as server:
        request = HttpRequest(url=server.at("shop.test"), headers=(("Authorization", "Bearer 7"),))
        with pytest.raises(UntrustedCertificate) as caught:
            prober.look(client, request, timeout=SECONDS)
        assert server.asked == []
    assert caught.value.reason == "tls"
    where = f"shop.test:{server.port}"
    assert caught.value.message == f"The certificate of {where} is not trusted: {FAULTS[kind]}."
    certificate = caught.value.certificate
    assert certificate is not None, "ssl_expiry can look at it"
    assert (certificate.subject, certificate.fault) == ("the subject", FAULTS[kind])
    assert certificate.protocol == "TLSv1.3"


@pytest.mark.parametrize("kind", FAULTS)
def test_a_monitor_may_not_care_and_is_told_all_the_same(
    prober: HttpProber, client: EgressClient, authority: Authority, tmp_path: Path, kind: str
) -> None:
    with web_server(ok(b"well"), tls=context_of(kind, authority, tmp_path)) as server:
        request = HttpRequest(url=server.at("shop.test"), verify_tls=False)
        seen = prober.look(client, request, timeout=SECONDS)
    assert seen.response.body == b"well"
    assert seen.certificate is not None
    assert seen.certificate.fault == FAULTS[kind]


def test_one_look_that_does_not_care_changes_nothing_for_the_next(
    prober: HttpProber, client: EgressClient, authority: Authority
) -> None:
    with web_server(ok(), tls=authority.context("shop.test", self_signed=True)) as server:
        url = server.at("shop.test")
        prober.look(client, HttpRequest(url=url, verify_tls=False), timeout=SECONDS)
        with pytest.raises(UntrustedCertificate):
            prober.look(client, HttpRequest(url=url), timeout=SECONDS)


@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize("treat", [babble, hang_up])
def test_a_service_that_speaks_no_tls_is_told(
    prober: HttpProber, client: EgressClient, treat: Treat, verify: bool
) -> None:
    with serving(treat) as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=f"https://{host}:{port}", verify_tls=verify), timeout=SECONDS)
    assert caught.value.reason == "tls"


STALLS = {"stalls": then_silent(b""), "drips": dripping(b"\x16\x03\x03\x3f\xff", b"\x02")}


@pytest.mark.parametrize("treat", STALLS.values(), ids=STALLS.keys())
def test_the_deadline_holds_within_the_handshake(prober: HttpProber, client: EgressClient, treat: Treat) -> None:
    with serving(treat) as (host, port), pytest.raises(ProbeFailed) as caught:
        prober.look(client, HttpRequest(url=f"https://{host}:{port}"), timeout=0.1)
    assert caught.value.reason == "timeout"


def test_a_server_that_shows_its_certificate_only_once_is_not_waited_for(
    prober: HttpProber, client: EgressClient, authority: Authority
) -> None:
    context, stall = authority.context("shop.test", self_signed=True), then_silent(b"")
    visits: list[None] = []

    def treat(visitor: socket.socket) -> None:
        visits.append(None)
        if len(visits) > 1:
            stall(visitor)
        else:
            context.wrap_socket(visitor, server_side=True).close()

    with serving(treat) as (_, port), pytest.raises(UntrustedCertificate) as caught:
        prober.look(client, HttpRequest(url=f"https://shop.test:{port}"), timeout=0.5)
    assert caught.value.certificate is None


def test_a_redirect_from_https_to_http_is_not_followed(
    prober: HttpProber, client: EgressClient, authority: Authority
) -> None:
    with (
        web_server(ok()) as plain,
        web_server(moved(plain.url), tls=authority.context("shop.test")) as server,
        pytest.raises(ProbeFailed, match="from https to http") as caught,
    ):
        prober.look(client, HttpRequest(url=server.at("shop.test")), timeout=SECONDS)
    assert caught.value.reason == "protocol"
    assert plain.asked == []


def test_a_redirect_from_http_to_https_is_followed_and_its_certificate_told(
    prober: HttpProber, client: EgressClient, authority: Authority
) -> None:
    with (
        web_server(ok(b"safe"), tls=authority.context("shop.test")) as safe,
        web_server(moved(safe.at("shop.test"))) as server,
    ):
        seen = prober.look(client, HttpRequest(url=server.at("shop.test")), timeout=SECONDS)
    assert seen.response.body == b"safe"
    assert seen.certificate is not None


def test_the_file_of_authorities_goes_with_the_handles(believed: Path, authority: Authority) -> None:
    handles = CurlHandles()
    file = Path(handles.authorities())
    assert authority.file.read_text().strip() in file.read_text()
    del handles
    assert not file.exists()


def test_the_file_of_authorities_is_written_again_when_somebody_tidied_it_away(believed: Path) -> None:
    handles = CurlHandles()
    first = Path(handles.authorities())
    assert handles.authorities() == str(first)
    text = first.read_text()
    first.unlink()
    assert Path(handles.authorities()).read_text() == text
