"""SMTP over a checked connection, its certificate verified against the name that was asked for."""

from __future__ import annotations

import io
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, Protocol

from tracer_runner.egress.deadline import seconds_left, seconds_until
from tracer_runner.egress.trust import tls_context

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer


class NoGreeting(smtplib.SMTPServerDisconnected):
    """The server took the connection, and did not greet: it may speak TLS from the first byte."""


Security = Literal["starttls", "tls", "none"]
LOCAL_NAME = "[127.0.0.1]"
"""What is said in EHLO: the name of this machine is nobody's business."""


class Connecting(Protocol):
    """What a mail needs of the client."""

    def connect(self, host: str, port: int, *, timeout: float = 10) -> socket.socket:
        """A connected TCP socket."""


def open_smtp(
    client: Connecting,
    host: str,
    port: int,
    *,
    security: Security = "starttls",
    timeout: float = 10,
    tls: ssl.SSLContext | None = None,
) -> smtplib.SMTP:
    """A connection that has said EHLO; `timeout` (s) is of the whole session. Use it as a context manager.

    EgressDenied, OSError (`ssl.SSLCertVerificationError` among them) or `smtplib.SMTPException`, `NoGreeting` among
    them; a server that does not offer STARTTLS is an `smtplib.SMTPNotSupportedError`, never a mail in the clear. What
    it answers to the goodbye is nobody's fault. `tls`: whose certificates are believed, where it is not the usual.
    """
    context = None if security == "none" else tls or tls_context()
    smtp = _CheckedSMTP(client, host, tls=context if security == "tls" else None, timeout=timeout)
    try:
        smtp.open(host, port)
        smtp.ehlo_or_helo_if_needed()
        if security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
    except BaseException:
        smtp.close()
        raise
    return smtp


class _CheckedSMTP(smtplib.SMTP):
    def __init__(self, client: Connecting, host: str, *, tls: ssl.SSLContext | None, timeout: float) -> None:
        super().__init__(local_hostname=LOCAL_NAME, timeout=timeout)
        self._end = time.monotonic() + timeout
        self._client = client
        self._tls = tls
        self._host = host  # STARTTLS verifies the certificate against it

    def open(self, host: str, port: int) -> None:
        """Connect and read the greeting; SMTPConnectError when the server says no."""
        try:
            code, message = self.connect(host, port)
        except smtplib.SMTPServerDisconnected as fault:
            raise NoGreeting(str(fault)) from fault.__context__
        if code != 220:
            self.close()
            raise smtplib.SMTPConnectError(code, message)

    def __exit__(self, *_: object) -> None:
        """Say goodbye. A mail that was taken stays taken, whatever the server makes of that."""
        with suppress(OSError, smtplib.SMTPException):
            self.quit()
        self.close()

    def getreply(self) -> tuple[int, bytes]:
        """An answer, of however many parts it is made."""
        if self.file is None and self.sock:
            self.file = io.BufferedReader(_Reading(self.sock, end=self._end))
        return super().getreply()

    def send(self, s: ReadableBuffer | str) -> None:
        """Send a command, or a mail."""
        if self.sock:
            self.sock.settimeout(seconds_left(self._end))  # when the time is up, the answer is not waited for
        super().send(s)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """smtplib's own seam: SMTP_SSL and LMTP are made by it too."""
        connected = self._client.connect(host, port, timeout=timeout)
        if self._tls is None:
            return connected
        try:
            connected.settimeout(seconds_until(self._end))
            return self._tls.wrap_socket(connected, server_hostname=host)
        except BaseException:
            connected.close()
            raise


class _Reading(io.RawIOBase):
    """What comes until the end; each part waits for what is left, so that lines in drops get no more."""

    def __init__(self, connected: socket.socket, *, end: float) -> None:
        self._socket = connected
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        self._socket.settimeout(seconds_until(self._end))
        return self._socket.recv_into(buffer)
