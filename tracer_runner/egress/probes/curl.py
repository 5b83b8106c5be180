"""One HTTP exchange by libcurl, over a connection that is there already. curl itself neither looks up nor connects.

The deadline is curl's own for the whole exchange: it holds for a slow handshake, endless headers and a dripping body.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pycurl

from tracer_runner.egress.connecting import Dialled
from tracer_runner.egress.distrust import WRONG_HOST
from tracer_runner.egress.http_rules import AGENT
from tracer_runner.egress.probes.curl_faults import failure
from tracer_runner.egress.probes.http_answer import Answer
from tracer_runner.egress.probes.http_request import HttpRequest
from tracer_runner.egress.reasons import probe_failed
from tracer_runner.model.observation import Timings

_NOWHERE = "::192.0.2.1:9"
"""Where curl believes to connect to, whatever the URL says: an address of no machine (RFC 5737)."""
_NO_VERDICT = frozenset({0, 1})
"""Fine, and unspecified."""
_UNTRUSTED = pycurl.E_PEER_FAILED_VERIFICATION


class NotTrusted(Exception):
    """The certificate is not trusted, for this code of OpenSSL."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Terms:
    """How an exchange is to be made."""

    seconds: float
    authorities: str | None
    """The file of certificates that are believed; None: any certificate will do."""
    handshake_only: bool = False
    """Nothing is sent after the handshake."""


def exchange(handle: pycurl.Curl, request: HttpRequest, dialled: Dialled, *, terms: Terms, where: str) -> Answer:
    """The answer; ProbeFailed, or NotTrusted before anything was sent."""
    answer = Answer(body_limit=request.body_limit)
    if terms.seconds <= 0:
        raise probe_failed("timeout", host=where)
    _set_up(handle, request, dialled, terms=terms)
    handle.setopt(pycurl.HEADERFUNCTION, answer.take_header)
    handle.setopt(pycurl.WRITEFUNCTION, answer.take_body)
    handle.setopt(pycurl.DEBUGFUNCTION, answer.take_remark)
    try:
        handle.perform()
    except pycurl.error as fault:
        code = int(fault.args[0])
        if code == _UNTRUSTED:
            raise NotTrusted(_verdict(handle)) from fault
        if code == pycurl.E_BAD_CONTENT_ENCODING:
            answer.body_fault = "its content encoding is broken, or not known here"
        elif not answer.body_cut:
            raise failure(code, where=where, headers_too_long=answer.headers_too_long) from fault
    return answer


def timings_of(handle: pycurl.Curl, dialled: Dialled) -> Timings:
    """Where the time of the exchange went."""
    connected, tls, first, total = (
        handle.getinfo(moment) / 1000  # of those curl has, since it began
        for moment in (
            pycurl.CONNECT_TIME_T,
            pycurl.APPCONNECT_TIME_T,
            pycurl.STARTTRANSFER_TIME_T,
            pycurl.TOTAL_TIME_T,
        )
    )
    return Timings(
        dns_ms=dialled.dns_ms,
        connect_ms=dialled.connect_ms,
        tls_ms=tls - connected if tls else None,
        ttfb_ms=max(first - (tls or connected), 0),
        transfer_ms=max(total - first, 0),
    )


def certificate_of(handle: pycurl.Curl) -> bytes | None:
    """What the server showed in the last exchange, as PEM."""
    chain: Sequence[Sequence[tuple[bytes, bytes]]] = handle.getinfo_raw(pycurl.INFO_CERTINFO)
    return dict(chain[0]).get(b"Cert") if chain else None


def _verdict(handle: pycurl.Curl) -> int:
    """Why the certificate is not trusted. curl looks at the host name first, and then has no code of OpenSSL's yet."""
    code = int(handle.getinfo(pycurl.SSL_VERIFYRESULT))
    return WRONG_HOST if code in _NO_VERDICT else code


def _set_up(handle: pycurl.Curl, request: HttpRequest, dialled: Dialled, *, terms: Terms) -> None:
    options: dict[int, Any] = {
        pycurl.URL: request.address,
        pycurl.PROTOCOLS: pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS,
        pycurl.HTTP_VERSION: pycurl.CURL_HTTP_VERSION_1_1,
        pycurl.FOLLOWLOCATION: False,
        pycurl.PROXY: "",  # whatever the environment says
        pycurl.NETRC: pycurl.NETRC_IGNORED,
        pycurl.NOSIGNAL: True,
        pycurl.TIMEOUT_MS: max(int(terms.seconds * 1000), 1),
        pycurl.FRESH_CONNECT: True,
        pycurl.FORBID_REUSE: True,
        pycurl.SSL_SESSIONID_CACHE: False,
        pycurl.SSL_VERIFYPEER: terms.authorities is not None,
        pycurl.SSL_VERIFYHOST: 0 if terms.authorities is None else 2,
        pycurl.OPT_CERTINFO: request.target.scheme == "https",
        pycurl.CONNECT_ONLY: terms.handshake_only,
        pycurl.USERAGENT: AGENT,
        pycurl.ACCEPT_ENCODING: "gzip, deflate",
        pycurl.HTTPHEADER: _header_lines(request),
        pycurl.VERBOSE: request.target.scheme == "https",  # to hear of the handshake
        pycurl.OPENSOCKETFUNCTION: _once(dialled.socket),
        pycurl.SOCKOPTFUNCTION: lambda *_: pycurl.SOCKOPT_ALREADY_CONNECTED,
        pycurl.CONNECT_TO: [_NOWHERE],  # so that no name is looked up
    }
    if terms.authorities is not None:
        options[pycurl.CAINFO] = terms.authorities
    for option, value in options.items():
        handle.setopt(option, value)
    _set_method(handle, request)


def _set_method(handle: pycurl.Curl, request: HttpRequest) -> None:
    if request.target.userinfo:
        handle.setopt(pycurl.USERNAME, request.target.username.encode())
        handle.setopt(pycurl.PASSWORD, request.target.password.encode())
    if request.body or request.method in {"POST", "PUT", "PATCH"}:
        handle.setopt(pycurl.POSTFIELDS, request.body)
    elif request.method == "HEAD":
        handle.setopt(pycurl.NOBODY, True)
    handle.setopt(pycurl.CUSTOMREQUEST, request.method)


def _header_lines(request: HttpRequest) -> list[bytes]:
    """curl leaves a header out for `Name:`, and sends an empty one for `Name;`."""
    lines = [f"{name}: {value}" if value.strip() else f"{name};" for name, value in request.headers]
    named = {name.lower() for name, _ in request.headers}
    lines += [f"{name}:" for name in ("Expect", "Content-Type") if name.lower() not in named]
    return [line.encode() for line in lines]


def _once(connected: socket.socket) -> Callable[[int, Any], Any]:
    """curl gets the connection that was made for it, a duplicate of which it closes, and no other."""
    given: list[socket.socket] = [connected]
    return lambda _purpose, _address: given.pop() if given else pycurl.SOCKET_BAD
