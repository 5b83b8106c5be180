"""One request to one server, without redirects."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pycurl

from tracer_runner.egress.connecting import Dialled
from tracer_runner.egress.deadline import seconds_left
from tracer_runner.egress.probes.certificates import read_certificate
from tracer_runner.egress.probes.curl import Terms, certificate_of, exchange, timings_of
from tracer_runner.egress.probes.dialling import Dialling
from tracer_runner.egress.probes.faults import faults_of
from tracer_runner.egress.probes.http_answer import Answer
from tracer_runner.egress.probes.http_request import HttpRequest
from tracer_runner.errors import ProbeFailed
from tracer_runner.model.observation import Certificate, HttpResponse


@dataclass(frozen=True)
class HttpLook:
    """What was seen. The timings of the response are those of its own request, not of redirects before it."""

    response: HttpResponse
    certificate: Certificate | None
    """Of https."""


@dataclass(frozen=True)
class Hop:
    """`end` is monotonic; `where` is how sentences call the server."""

    client: Dialling
    request: HttpRequest
    end: float
    where: str

    def ask(self, handle: pycurl.Curl, *, authorities: str | None, fault: str | None = None) -> HttpLook:
        """The answer; NotTrusted when there are authorities and they do not vouch for the certificate."""
        with self._connection() as dialled:
            terms = Terms(seconds=self._left, authorities=authorities)
            answer = exchange(handle, self.request, dialled, terms=terms, where=self.where)
            return HttpLook(self._response(handle, answer, dialled), _certificate(handle, answer, fault=fault))

    def show(self, handle: pycurl.Curl, *, fault: str) -> Certificate | None:
        """The certificate alone: nothing is sent over a connection that is not trusted. None: it shows none now."""
        try:
            with self._connection() as dialled:
                terms = Terms(seconds=self._left, authorities=None, handshake_only=True)
                answer = exchange(handle, self.request, dialled, terms=terms, where=self.where)
                return _certificate(handle, answer, fault=fault)
        except ProbeFailed:
            return None

    @contextmanager
    def _connection(self) -> Iterator[Dialled]:
        with faults_of(self.where):
            dialled = self.client.dial(self.request.host, self.request.port, timeout=seconds_left(self.end))
        with closing(dialled.socket):
            yield dialled

    @property
    def _left(self) -> float:
        return self.end - time.monotonic()

    def _response(self, handle: pycurl.Curl, answer: Answer, dialled: Dialled) -> HttpResponse:
        return HttpResponse(
            method=self.request.method,
            url=self.request.address,
            status=handle.getinfo(pycurl.RESPONSE_CODE),
            headers=answer.headers,
            body=b"" if answer.body_fault else answer.body,
            body_cut=answer.body_cut,
            body_fault=answer.body_fault,
            timings=timings_of(handle, dialled),
        )


def _certificate(handle: pycurl.Curl, answer: Answer, *, fault: str | None) -> Certificate | None:
    shown = certificate_of(handle)
    return read_certificate(shown, fault=fault, protocol=answer.protocol, cipher=answer.cipher) if shown else None
