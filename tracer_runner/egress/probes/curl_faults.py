"""Whose fault it is when curl gives up, in our words: its own may hold what the target sent."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pycurl

from tracer_runner.egress.reasons import SENTENCES, Reason, probe_failed
from tracer_runner.errors import EngineError, ProbeFailed, TracerError

_OURS = frozenset(
    {
        pycurl.E_FAILED_INIT,
        pycurl.E_OUT_OF_MEMORY,
        pycurl.E_BAD_FUNCTION_ARGUMENT,
        pycurl.E_ABORTED_BY_CALLBACK,
        pycurl.E_SSL_CACERT_BADFILE,
    }
)
_REASONS: Mapping[int, Reason] = MappingProxyType(
    {
        pycurl.E_OPERATION_TIMEDOUT: "timeout",
        pycurl.E_SSL_CONNECT_ERROR: "tls",
        pycurl.E_SSL_CIPHER: "tls",
    }
)
_TOO_LONG = "{host} sent too many headers."
_SENTENCES: Mapping[int, str] = MappingProxyType(
    {
        pycurl.E_GOT_NOTHING: "{host} closed the connection without an answer.",
        pycurl.E_PARTIAL_FILE: "{host} broke off within its answer.",
    }
)


def failure(code: int, *, where: str, headers_too_long: bool) -> TracerError:
    """ProbeFailed, or EngineError where no target is to blame."""
    if code in _OURS:
        return EngineError(f"curl could not ask {where} (its code {code}).")
    if reason := _REASONS.get(code):
        return probe_failed(reason, host=where)
    sentence = _TOO_LONG if headers_too_long else _SENTENCES.get(code, SENTENCES["protocol"])
    return ProbeFailed(sentence.format(host=where), reason="protocol")
