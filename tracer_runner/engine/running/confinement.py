"""A browser that goes out through the egress proxy alone, and opens nothing but web pages.

A proxy is not all it takes: WebRTC sends by itself, name servers are asked, loopback is no business of a proxy by
default, and `file:` needs no network. `tests/runner/egress/test_browser_vectors.py` tries every way out there is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from playwright.sync_api import Browser, Frame, Page
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.errors import EgressDenied

_CHROMIUM = (
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # Chromium 156 reads the policy here,
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",  # others here, and take the first as a switch
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # whatever goes past the proxy leads nowhere
)
_FIREFOX = {"media.peerconnection.enabled": False, "network.proxy.allow_hijacking_localhost": True}
_WEB = frozenset({"http", "https", "data", "blob", "about"})
_OTHERS = frozenset(
    ("file", "filesystem", "ftp", "view-source", "javascript", "ws", "wss", "mailto", "tel", "intent", "content",
     "chrome", "chrome-error", "chrome-extension", "chrome-native", "chrome-search", "chrome-untrusted", "devtools",
     "externalfile", "isolated-app", "resource", "jar", "moz-extension", "moz-icon", "page-icon", "webkit")
)  # fmt: skip
"""What browsers know beside them; whatever else has a number behind it is a host and its port."""
_SCHEME = re.compile(r"[\x00-\x20\s]*([A-Za-z][A-Za-z0-9+.-]*):(\d?)")
_LEFT_OUT = str.maketrans("", "", "\t\n\r")
"""As a URL parser does (https://url.spec.whatwg.org/#concept-basic-url-parser), and controls before it."""


def confined_launch(choice: BrowserChoice, *, egress: str) -> dict[str, Any]:
    """Options of Playwright's `launch`; `egress` is the address of the proxy."""
    options: dict[str, Any] = {"proxy": {"server": egress}}
    if choice.name == "chromium":
        options["args"] = [*choice.args, *_CHROMIUM]
    if choice.name == "firefox":
        options["firefox_user_prefs"] = _FIREFOX
    return options


def confined_context(options: Mapping[str, Any], *, egress: str | None) -> dict[str, Any]:
    """These options of a context or a request context, led through the proxy; EgressDenied for a proxy of its own."""
    if egress is None:
        return dict(options)
    if options.get("proxy"):
        raise EgressDenied(
            "The context option proxy would pass by what [egress] allows; no setting allows it.",
            hint="Take proxy out of the journey's context, or of [browser] context in tracer.toml.",
        )
    return {**options, "proxy": {"server": egress}}


def refuse_local_files(browser: Browser) -> None:
    """Let no page of this Chromium load `file:`, by whatever way it is asked for; other requests are not slowed."""
    session = browser.new_browser_cdp_session()

    def refuse(paused: dict[str, Any]) -> None:
        with suppress(PlaywrightError):  # the page has gone
            session.send("Fetch.failRequest", {"requestId": paused["requestId"], "errorReason": "BlockedByClient"})

    session.on("Fetch.requestPaused", refuse)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": "file://*"}]})


def refuse_other_schemes() -> Callable[[], None]:
    """Let `goto` open web pages only, in this process; call the answer to stop."""
    before = [(class_, class_.goto) for class_ in (Page, Frame)]
    for class_, goto in before:
        setattr(class_, "goto", _guarded(goto))  # noqa: B010 - a method is replaced, which types do not allow

    def stop() -> None:
        for class_, goto in before:
            setattr(class_, "goto", goto)  # noqa: B010

    return stop


def _guarded(goto: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(goto)
    def open_page(target: Any, url: str, **options: Any) -> Any:
        if (scheme := _other_scheme(url)) is not None:
            raise EgressDenied(
                f"{scheme}: pages are not opened here; no setting allows it.", hint="Open a page of a site."
            )
        return goto(target, url, **options)

    return open_page


def _other_scheme(url: str) -> str | None:
    """The scheme of this URL, as a browser reads it, when it leads to no web page."""
    found = _SCHEME.match(url.translate(_LEFT_OUT))
    if found is None or (scheme := found[1].lower()) in _WEB:
        return None
    is_host_and_port = found[2] and scheme not in _OTHERS
    return None if is_host_and_port else scheme
