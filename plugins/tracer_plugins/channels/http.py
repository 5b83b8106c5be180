"""Delivery by HTTP: one POST, and what its answer means for the next try."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tracer_plugins.channels.fields import LIMIT
from tracer_runner.egress.reasons import SENTENCES, is_ours, no_means, sentence_of
from tracer_runner.errors import ChannelError, TracerError
from tracer_runner.model.hidden import hide
from tracer_runner.model.text import one_line

if TYPE_CHECKING:
    import httpx

    from tracer_runner.hooks.contracts import Client

ANSWER = 64 * 1024
"""Bytes of an answer that are read."""
LONGEST_WAIT = 24 * 3600.0
"""Seconds; a receiver that wishes for more is asked again after a day."""
PASSING = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
"""Statuses below 500 that mean `later`, not `never`."""
SHOWN = 200
"""Characters of an answer that are shown."""


class Refused(ChannelError):
    """The receiver answered, and said no."""

    def __init__(self, message: str, *, status: int, retry_after: float | None = None) -> None:
        super().__init__(message, permanent=status < 500 and status not in PASSING, retry_after=retry_after)
        self.status = status


def post(
    client: Client,
    url: str,
    *,
    content: bytes,
    headers: Mapping[str, str],
    limit: float = LIMIT,
    secrets: Sequence[str] = (),
) -> None:
    """Post `content`; EgressDenied, and ChannelError when the receiver does not take it within `limit` seconds.

    Nothing of the address but its host is ever shown, nor any of `secrets` where the receiver repeats them.
    """
    host = urlsplit(url).hostname or "?"
    secrets = [url, *secrets]
    sent = {"Accept-Encoding": "identity", **headers}
    with (
        _told(host, limit=limit, secrets=secrets),
        client.http.stream(
            "POST", url, content=content, headers=sent, timeout=limit, follow_redirects=False
        ) as response,
    ):
        answer = _read(response)
    if not response.is_success:
        raise _refusal(host, response, answer, secrets=secrets)


@contextmanager
def _told(host: str, *, limit: float, secrets: Sequence[str]) -> Iterator[None]:
    """Errors as a channel tells them."""
    import httpx

    try:
        yield
    except httpx.TimeoutException as fault:
        raise ChannelError(f"{host} did not answer within {limit:g} s.", permanent=False) from fault
    except (httpx.LocalProtocolError, httpx.InvalidURL) as fault:
        told = f"A request to {host} cannot be made: {_cause(fault, secrets=secrets)}."
        raise ChannelError(told, permanent=True) from None
    except httpx.TransportError as fault:
        raise _unreached(fault, host=host) from fault


def retry_after(value: str | None, *, now: datetime) -> float | None:
    """Seconds until the moment of a `Retry-After` header; None when it says nothing that can be understood."""
    from email.utils import parsedate_to_datetime

    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value)
        except ValueError:
            return None
        seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()
    return None if math.isnan(seconds) else min(max(seconds, 0), LONGEST_WAIT)


def _read(response: httpx.Response) -> bytes:
    """The beginning of the body; one that has not come when the time is up is left."""
    import httpx

    read = b""
    try:
        for chunk in response.iter_raw():  # as it comes: a chunk of a size of ours may never be full
            read += chunk
            if len(read) >= ANSWER:
                break
    except httpx.TransportError:
        pass  # the status has been told, and that is what counts
    return read[:ANSWER]


def _refusal(host: str, response: httpx.Response, answer: bytes, *, secrets: Sequence[str]) -> Refused:
    status = response.status_code
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    told = f"{host} answered {status} {phrase}".rstrip()
    if 300 <= status < 400:
        told += ": a redirect, and none is followed. Give the channel the address it leads to."
    elif "html" not in response.headers.get("Content-Type", "").lower():
        # Hidden before it is cut, so that no half of a secret is left at the end.
        said = one_line(hide(answer.decode("utf-8", "replace"), secrets=secrets), limit=SHOWN)
        told += f": {said}" if said else ""
    wish = retry_after(response.headers.get("Retry-After"), now=datetime.now(UTC))
    return Refused(told, status=status, retry_after=wish)


def _unreached(fault: httpx.TransportError, *, host: str) -> TracerError:
    """By what the socket raised: httpx and httpcore only rename it. Where nothing did, the answer is none of HTTP."""
    cause: BaseException | None = fault
    while cause and not isinstance(cause, OSError):
        cause = cause.__cause__ or cause.__context__  # httpcore raises some from None
    if not isinstance(cause, OSError):
        return ChannelError(SENTENCES["protocol"].format(host=host), permanent=False)
    return no_means(cause) if is_ours(cause) else ChannelError(sentence_of(cause, host=host), permanent=False)


def _cause(fault: Exception, *, secrets: Sequence[str]) -> str:
    return one_line(hide(str(fault), secrets=secrets), limit=SHOWN).rstrip(".") or type(fault).__name__
