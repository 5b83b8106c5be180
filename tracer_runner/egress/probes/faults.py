"""What a probe says when its target does not do what it should. Nothing that a target sent is in these sentences."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from tracer_runner.egress.reasons import is_ours, no_means, probe_failed, reason_of
from tracer_runner.errors import ProbeFailed
from tracer_runner.model.observation import Certificate


class UntrustedCertificate(ProbeFailed):
    """The certificate is not trusted."""

    def __init__(self, where: str, *, certificate: Certificate | None, fault: str) -> None:
        """`certificate` is what was shown, where it could be read; `fault` continues "not trusted: "."""
        super().__init__(f"The certificate of {where} is not trusted: {fault}.", reason="tls")
        self.certificate = certificate


@contextmanager
def faults_of(where: str) -> Iterator[None]:
    """ProbeFailed for the errors of sockets, EngineError for those where no target is to blame.

    `where` is as the reader of the monitor knows it: `example.com:443`.
    SSLCertVerificationError comes through: who catches it can still read the certificate.
    """
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise
    except OSError as fault:
        if is_ours(fault):
            raise no_means(fault) from fault
        raise probe_failed(reason_of(fault), host=where) from fault
