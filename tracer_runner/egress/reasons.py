"""Why a target could not be reached, in one of a few fixed words: nothing a target says gets into them."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Mapping
from typing import Literal

from tracer_runner.egress.distrust import words_of
from tracer_runner.errors import EngineError, ProbeFailed

Reason = Literal["dns", "refused", "timeout", "tls", "protocol", "unreachable"]

SENTENCES: Mapping[Reason, str] = {
    "dns": "{host} has no address.",
    "refused": "{host} refused the connection.",
    "timeout": "{host} did not answer in time.",
    "tls": "{host} has no valid certificate, or speaks no TLS.",
    "protocol": "{host} gave no valid answer.",
    "unreachable": "{host} cannot be reached.",
}


_EXHAUSTED = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


def is_ours(fault: OSError) -> bool:
    """Whether this process or machine has no means left, so that no target is to blame."""
    return fault.errno in _EXHAUSTED


def reason_of(fault: OSError) -> Reason:
    """The reason of what a socket raised."""
    if isinstance(fault, socket.gaierror):
        return "dns"
    if isinstance(fault, TimeoutError):
        return "timeout"
    if isinstance(fault, ssl.SSLError):
        return "tls"
    if isinstance(fault, ConnectionRefusedError):
        return "refused"
    if isinstance(fault, ConnectionError):
        return "protocol"
    return "unreachable"


def sentence_of(fault: OSError, *, host: str) -> str:
    """What a socket raised, for people; no number of the system's is in it."""
    if isinstance(fault, ssl.SSLCertVerificationError):
        return f"The certificate of {host} is not trusted: {words_of(fault.verify_code)}."
    return SENTENCES[reason_of(fault)].format(host=host)


def no_means(fault: OSError) -> EngineError:
    """The error for what `is_ours`."""
    return EngineError(
        f"tracer itself could not make a connection: {fault.strerror}.",
        hint="Let this process have more files (ulimit -n), or do less at once.",
    )


def probe_failed(reason: Reason, *, host: str) -> ProbeFailed:
    """The error of a probe that failed for this reason."""
    return ProbeFailed(SENTENCES[reason].format(host=host), reason=reason)
