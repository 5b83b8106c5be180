"""What a probe says when its target does not do what it should. Nothing that a target sent is in these sentences."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

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
    """ProbeFailed for the errors of sockets; `where` is as the reader of the monitor knows it: `example.com:443`.

    SSLCertVerificationError comes through: who catches it can still read the certificate.
    """
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise
    except socket.gaierror as fault:
        raise ProbeFailed(f"The name of {where} could not be found.", reason="dns") from fault
    except TimeoutError as fault:
        raise too_late(where) from fault
    except ConnectionRefusedError as fault:
        raise ProbeFailed(f"{where} refused the connection.", reason="refused") from fault
    except ssl.SSLError as fault:
        raise ProbeFailed(f"{where} and tracer found no common way to speak TLS.", reason="tls") from fault
    except (ConnectionResetError, BrokenPipeError) as fault:
        raise ProbeFailed(f"{where} broke the connection off.", reason="protocol") from fault
    except OSError as fault:
        raise ProbeFailed(f"{where} cannot be reached.", reason="unreachable") from fault


def too_late(where: str) -> ProbeFailed:
    """It did not answer within its time."""
    return ProbeFailed(f"{where} did not answer in time.", reason="timeout")
