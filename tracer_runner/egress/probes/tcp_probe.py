"""Connect to a service, and shake hands over TLS where it speaks it."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

from tracer_runner.egress.connecting import Dialled
from tracer_runner.egress.deadline import seconds_left
from tracer_runner.egress.distrust import words_of
from tracer_runner.egress.probes.certificates import read_certificate
from tracer_runner.egress.probes.dialling import Dialling
from tracer_runner.egress.probes.faults import UntrustedCertificate, faults_of
from tracer_runner.egress.probes.starttls import StartTls, ask_for_tls
from tracer_runner.egress.trust import tls_context
from tracer_runner.errors import ProbeFailed
from tracer_runner.model.observation import Certificate, TcpConnection, Timings


@dataclass(frozen=True)
class TcpTarget:
    """Where to connect to."""

    host: str
    port: int
    tls: bool = False
    verify_tls: bool = True
    starttls: StartTls | None = None
    """What the service speaks before TLS; None: TLS from the first byte."""

    @property
    def where(self) -> str:
        """Host and port, for sentences."""
        return f"[{self.name}]:{self.port}" if ":" in self.name else f"{self.name}:{self.port}"

    @property
    def name(self) -> str:
        """The host as certificates name it: without brackets and last dot."""
        return self.host.strip("[]").rstrip(".")


@dataclass(frozen=True)
class TcpLook:
    """What was seen."""

    connection: TcpConnection
    certificate: Certificate | None
    """Of TLS."""


class TcpProber:
    """Keep one: it holds the certificates that are believed. It may be used from several threads and clients."""

    def look(self, client: Dialling, target: TcpTarget, *, timeout: float) -> TcpLook:
        """Connect once, within `timeout` seconds. ProbeFailed (UntrustedCertificate is one), EgressDenied."""
        visit = _Visit(client, target, end=time.monotonic() + timeout)
        if not target.tls:
            return visit.plain()
        try:
            return visit.secured(self._verifying)
        except ssl.SSLCertVerificationError as refused:
            fault = words_of(refused.verify_code)
        if not target.verify_tls:
            return visit.secured(self._believing, fault=fault)
        raise UntrustedCertificate(target.where, certificate=self._shown(visit, fault=fault), fault=fault)

    def _shown(self, visit: _Visit, *, fault: str) -> Certificate | None:
        try:
            return visit.secured(self._believing, fault=fault).certificate
        except ProbeFailed:
            return None

    @cached_property
    def _verifying(self) -> ssl.SSLContext:
        return tls_context()

    @cached_property
    def _believing(self) -> ssl.SSLContext:
        return tls_context(verify=False)


@dataclass(frozen=True)
class _Visit:
    """Connections to one target, until `end` (monotonic)."""

    client: Dialling
    target: TcpTarget
    end: float

    def plain(self) -> TcpLook:
        """Connected, and no more."""
        start = time.monotonic()
        dialled = self._dial()
        dialled.socket.close()
        return TcpLook(self._connection(dialled, start=start, tls_ms=None), certificate=None)

    def secured(self, context: ssl.SSLContext, *, fault: str | None = None) -> TcpLook:
        """SSLCertVerificationError when the context verifies, and does not trust."""
        start = time.monotonic()
        dialled = self._dial()
        with closing(dialled.socket), faults_of(self.target.where):
            if self.target.starttls:
                ask_for_tls(dialled.socket, self.target.starttls, end=self.end)
            dialled.socket.settimeout(seconds_left(self.end))
            before = time.monotonic()
            with self._wrap(dialled.socket, context) as secured:
                secured.do_handshake()
                connection = self._connection(dialled, start=start, tls_ms=1000 * (time.monotonic() - before))
                return TcpLook(connection, certificate=_certificate(secured, fault=fault))

    def _dial(self) -> Dialled:
        with faults_of(self.target.where):
            return self.client.dial(self.target.host, self.target.port, timeout=seconds_left(self.end))

    def _wrap(self, plain: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
        """Without the handshake, which `wrap_socket` leaves out silently where the server is gone already."""
        try:
            plain.getpeername()
        except OSError as gone:
            raise ConnectionResetError from gone
        return context.wrap_socket(plain, server_hostname=self.target.name, do_handshake_on_connect=False)

    def _connection(self, dialled: Dialled, *, start: float, tls_ms: float | None) -> TcpConnection:
        return TcpConnection(
            host=self.target.host,
            port=self.target.port,
            elapsed_ms=1000 * (time.monotonic() - start),
            timings=Timings(dns_ms=dialled.dns_ms, connect_ms=dialled.connect_ms, tls_ms=tls_ms),
        )


def _certificate(secured: ssl.SSLSocket, *, fault: str | None) -> Certificate | None:
    shown, cipher = secured.getpeercert(binary_form=True), secured.cipher()
    if not shown:
        return None
    return read_certificate(shown, fault=fault, protocol=secured.version(), cipher=cipher[0] if cipher else None)
