"""Ask a web server once, as a monitor does: with a connection of its own each time, so that every part is measured.

prober = HttpProber()
seen = prober.look(client, HttpRequest(url="https://example.com/"), timeout=10)
seen.response.status, seen.certificate
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace

import pycurl

from tracer_runner.egress.distrust import words_of
from tracer_runner.egress.http_rules import MOST_REDIRECTS
from tracer_runner.egress.probes.curl import NotTrusted
from tracer_runner.egress.probes.curl_handles import CurlHandles
from tracer_runner.egress.probes.dialling import Dialling
from tracer_runner.egress.probes.faults import UntrustedCertificate
from tracer_runner.egress.probes.http_hop import Hop, HttpLook
from tracer_runner.egress.probes.http_request import REDIRECTS, HttpRequest, method_after, redirected
from tracer_runner.errors import ProbeFailed


class HttpProber:
    """Keep one: it holds handles of curl. It may be used from several threads, and with several clients."""

    def __init__(self) -> None:
        self._handles = CurlHandles()

    def look(self, client: Dialling, request: HttpRequest, *, timeout: float) -> HttpLook:
        """Ask, and follow up to five redirects if wanted, all within `timeout` seconds.

        ProbeFailed (UntrustedCertificate is one, and carries the certificate), and EgressDenied, of redirects too.
        """
        authorities = self._handles.authorities()  # gathered once, and not in the target's time
        start = time.monotonic()
        where = request.where
        for _ in range(MOST_REDIRECTS + 1):
            seen = self._ask(Hop(client, request, end=start + timeout, where=where), authorities=authorities)
            location = seen.response.header("location")
            if not (request.follow_redirects and seen.response.status in REDIRECTS and location):
                elapsed = 1000 * (time.monotonic() - start)
                return replace(seen, response=seen.response.model_copy(update={"elapsed_ms": elapsed}))
            request = redirected(method_after(request, status=seen.response.status), location=location)
            where = "The server it redirects to"  # whose name is the target's word
        raise ProbeFailed(f"It redirects more than {MOST_REDIRECTS} times.", reason="protocol")

    def close(self) -> None:
        """Let the handles go."""
        self._handles.close()

    def _ask(self, hop: Hop, *, authorities: str) -> HttpLook:
        """Certificates are verified in any case: where it is not to matter, it is told all the same."""
        try:
            with self._handles.borrow() as handle:
                return hop.ask(handle, authorities=authorities)
        except NotTrusted as refused:
            fault = words_of(refused.code)
        with closing(pycurl.Curl()) as handle:  # it may keep a connection, so nobody else gets it
            if not hop.request.verify_tls:
                return hop.ask(handle, authorities=None, fault=fault)
            raise UntrustedCertificate(hop.where, certificate=hop.show(handle, fault=fault), fault=fault)
