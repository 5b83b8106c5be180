"""A mail server on this machine that keeps what it is sent, and answers as a test wants."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tracer_runner.testing.receiver import DRIPPING, DROP


class _FreePort(Controller):
    """A controller that takes any free port; aiosmtpd looks for itself at the port it was given."""

    def _trigger_server(self) -> None:
        server: Any = self.server
        self.port = server.sockets[0].getsockname()[1]
        super()._trigger_server()


class MailServer:
    """Use as a context manager."""

    def __init__(self, *, tls: ssl.SSLContext | None = None, password: str | None = None) -> None:
        """With `tls` it wants STARTTLS, with `password` a login as `tracer`."""
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.refuses: dict[str, str] = {}
        """Answers to recipients."""
        self._answer: str | None = None
        self._dripping = False
        self._password = password
        login = {"authenticator": self._authenticate, "auth_required": True} if password else {}
        self._controller = _FreePort(
            self, "127.0.0.1", 0, tls_context=tls, require_starttls=tls is not None, enable_SMTPUTF8=True, **login
        )

    def __enter__(self) -> MailServer:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        port: int = self._controller.port
        return port

    def refuse(self) -> None:
        self._answer = "550 5.7.1 not from you"

    def falter(self) -> None:
        self._answer = "451 4.3.0 in a while"

    def fall_silent(self) -> None:
        self._answer = ""

    def drip(self) -> None:
        self._dripping = True

    async def handle_RCPT(  # noqa: N802 - its name there
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        if self._dripping:
            await _drip(server)
        if self._answer is not None:
            if not self._answer:
                await server.loop.create_future()
            return self._answer
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        self.envelopes.append(envelope)
        return "250 OK"

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        known = (data.login, data.password) == (b"tracer", (self._password or "").encode())
        return AuthResult(success=known, handled=False)


async def _drip(server: SMTP) -> None:
    """A line that says there is more to come, slowly."""
    transport: Any = server.transport
    transport.write(b"250-")
    for _ in range(round(DRIPPING / DROP)):
        transport.write(b"x")
        await asyncio.sleep(DROP)
    transport.write(b"\r\n")


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Certificate and key of 127.0.0.1, signed by itself."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key
