"""What an HTTP probe asks for, and what it asks for next when it is sent elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

import httpx

from tracer_runner.errors import EgressDenied, ProbeFailed, UsageError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_URL = (httpx.InvalidURL, ValueError)
"""What httpx raises; of names that are none in any language, ValueError."""
_PORTS = {"http": 80, "https": 443}
_HARMLESS = frozenset({"accept", "accept-encoding", "accept-language", "cache-control", "content-type", "user-agent"})
"""Headers that another origin may see: those that cannot hold a secret."""
_OF_A_BODY = frozenset({"content-type", "content-length", "content-encoding", "content-language", "transfer-encoding"})
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_LINE_END = re.compile(r"[\r\n\0]")


@dataclass(frozen=True)
class HttpRequest:
    """One request; UsageError when it cannot be sent, EgressDenied when its scheme is neither http nor https."""

    url: str = field(repr=False)
    """May hold a user name and a password, which are sent as basic authentication."""
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    follow_redirects: bool = True
    verify_tls: bool = True
    """Whether a certificate that is not trusted ends the probe before anything is sent."""
    body_limit: int = 1024 * 1024
    """How many bytes of the answer's body are kept, decoded; the rest is not read."""

    def __post_init__(self) -> None:
        if not _TOKEN.fullmatch(self.method):
            raise UsageError(f"{self.method!r} is no HTTP method.", hint='Write one as "GET".')
        for name, value in self.headers:
            if not _TOKEN.fullmatch(name) or _LINE_END.search(value):
                raise UsageError(f"The header {name!r} cannot be sent.", hint="Take line ends out of it.")
        _ = self.target

    @cached_property
    def target(self) -> httpx.URL:
        """The URL in its parts."""
        try:
            url = httpx.URL(self.url)
        except _NO_URL as fault:
            raise UsageError("This is no URL.", hint='Write one as "https://example.com/".') from fault
        if url.scheme not in _PORTS:
            raise EgressDenied(f"{url.scheme}: only http and https are spoken here; no setting allows it.")
        if not url.raw_host or not 0 < _port(url) < 65536:
            raise UsageError("The URL names no place.", hint='Write one as "https://example.com/".')
        return url

    @cached_property
    def address(self) -> str:
        """The URL without credentials and fragment: what may be shown, and what curl is told."""
        url = self.target
        return str(url.copy_with(userinfo=b"", fragment=None) if url.userinfo or url.fragment else url)

    @property
    def where(self) -> str:
        """Host and port, for sentences."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def host(self) -> str:
        """To look up: ASCII, without brackets."""
        return self.target.raw_host.decode("ascii")

    @property
    def port(self) -> int:
        return _port(self.target)


def redirected(request: HttpRequest, *, location: str) -> HttpRequest:
    """The same request to `location`; ProbeFailed when that is no place to follow to.

    What the request says in private (its headers but for a few, its body, its credentials) is for its own origin.
    """
    try:
        url = request.target.join(location)
        moved = replace(request, url=str(url))
    except (*_NO_URL, UsageError, EgressDenied) as fault:
        raise ProbeFailed("It redirects to what is no URL of http or https.", reason="protocol") from fault
    if request.target.scheme == "https" and url.scheme == "http":
        raise ProbeFailed("It redirects from https to http, which is not followed.", reason="protocol")
    if _same_owner(request, moved):
        return replace(moved, url=str(url.copy_with(userinfo=request.target.userinfo)))
    if request.body:
        raise ProbeFailed("It redirects a request with a body to another origin.", reason="protocol")
    headers = tuple((name, value) for name, value in request.headers if name.lower() in _HARMLESS)
    return replace(moved, url=str(url.copy_with(userinfo=b"")), headers=headers)


def method_after(request: HttpRequest, *, status: int) -> HttpRequest:
    """As browsers do it: 303 turns all but HEAD into GET, 301 and 302 turn POST into GET, 307 and 308 keep all."""
    turns = request.method not in {"GET", "HEAD"} if status == 303 else request.method == "POST"
    if status in {307, 308} or not turns:
        return request
    headers = tuple((name, value) for name, value in request.headers if name.lower() not in _OF_A_BODY)
    return replace(request, method="GET", body=b"", headers=headers)


def _port(url: httpx.URL) -> int:
    return _PORTS[url.scheme] if url.port is None else url.port


def _same_owner(one: HttpRequest, other: HttpRequest) -> bool:
    """The same origin, or the same host from plain http to https."""
    if one.host != other.host:
        return False
    places = (one.target.scheme, one.port), (other.target.scheme, other.port)
    return places[0] == places[1] or places == (("http", 80), ("https", 443))
