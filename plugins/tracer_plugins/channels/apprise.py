"""`apprise`: a hundred more services, each by its Apprise URL. It needs the extra `apprise`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import AfterValidator, Field, SecretStr

from tracer_plugins.channels.apprise_services import REFUSED_PARAMETERS, SCHEMES
from tracer_plugins.channels.fields import ChannelConfig
from tracer_plugins.channels.http import LIMIT, PASSING, SHOWN, hide, refused_by_policy, telling_parts
from tracer_plugins.channels.wording import Tone, plain, word
from tracer_runner.errors import ChannelError
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client, Proxy
from tracer_runner.model.alert import AlertMessage
from tracer_runner.model.suggestion import suggest
from tracer_runner.model.text import one_line

STARTUP = 10.0
"""Seconds that Python and Apprise may take to start, on a busy machine."""
INSTALL = "Apprise is not installed: pip install 'tracer-runner[apprise]'"
_TYPES = {Tone.BAD: "failure", Tone.POOR: "warning", Tone.GOOD: "success", Tone.NEUTRAL: "info"}
_KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")


def _check_url(url: SecretStr) -> SecretStr:
    scheme, mark, _ = url.get_secret_value().partition("://")
    if not mark:
        raise ValueError("write an Apprise URL: ntfys://ntfy.example.com/topic")
    if scheme.lower() not in SCHEMES:
        raise ValueError(f"{one_line(scheme, limit=40)}:// is not offered; {suggest(scheme, known=SCHEMES)}")
    for name, _ in parse_qsl(urlsplit(url.get_secret_value()).query, keep_blank_values=True):
        if name.lower() in REFUSED_PARAMETERS:
            raise ValueError(f"take ?{name.lower()}= out: {REFUSED_PARAMETERS[name.lower()]}")
    return url


class AppriseConfig(ChannelConfig):
    """Which service. One URL a channel: of several, nobody could say which of them got the message."""

    url: Annotated[SecretStr, AfterValidator(_check_url)] = Field(
        title="Apprise URL", description="As Apprise's documentation has it: tgram://bot-token/chat-id"
    )


class Apprise:
    """Runs Apprise in a process of its own, behind the egress proxy."""

    name = "apprise"
    title = "Apprise"
    config = AppriseConfig

    def __init__(self, *, limit: float = LIMIT) -> None:
        self._limit = limit

    def send(self, message: AlertMessage, client: Client, *, config: AppriseConfig) -> None:
        """One message; after the time is up it may have arrived all the same."""
        from importlib.util import find_spec

        if find_spec("apprise") is None:
            raise ChannelError(INSTALL, permanent=True)
        wording, url = word(message), config.url.get_secret_value()
        texts = {"title": f"{wording.tone.sign} {wording.title}", "body": plain(wording), "type": _TYPES[wording.tone]}
        with client.proxy() as proxy:
            outcome = self._run({"url": url, "limit": self._limit, **texts}, proxy=proxy)
            denials = tuple(proxy.denials)
        if outcome["delivered"]:
            return
        if denials:
            raise refused_by_policy(denials[0])
        raise _refusal(outcome, url=url)

    def _run(self, job: Mapping[str, Any], *, proxy: Proxy) -> dict[str, Any]:
        with tempfile.TemporaryDirectory(prefix="tracer-apprise-") as folder:
            try:
                done = subprocess.run(
                    [sys.executable, "-P", "-m", "tracer_plugins.channels.apprise_sender"],
                    check=False,
                    input=json.dumps(job),
                    capture_output=True,
                    encoding="utf-8",
                    timeout=self._limit + STARTUP,
                    cwd=folder,
                    env=_environment(proxy.address, home=folder),
                )
            except subprocess.TimeoutExpired as fault:
                raise ChannelError(f"Apprise did not end within {fault.timeout:g} s.", permanent=False) from None
        if done.returncode:
            last = done.stderr.strip().rpartition("\n")[2]
            raise ChannelError(
                f"Apprise broke off: {one_line(hide(last, hidden=[job['url']]), limit=SHOWN)}", permanent=False
            )
        outcome: dict[str, Any] = json.loads(done.stdout.rpartition("\n")[2])
        return outcome


def _environment(proxy: str, *, home: str) -> dict[str, str]:
    """What Python needs to start, and nothing else of the server's: no secrets, no .netrc, no way around the proxy."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    proxies = dict.fromkeys((*names, *map(str.lower, names)), proxy)
    return {**kept, **proxies, "HOME": home, "NETRC": os.devnull, "PYTHONIOENCODING": "utf-8"}


def _refusal(outcome: Mapping[str, Any], *, url: str) -> ChannelError:
    """Apprise gives no status but in its logs: `… error=403`."""
    logs = " ".join(outcome["reasons"])
    status = re.search(r"error[=:] ?(\d{3})\b", logs)
    code = int(status[1]) if status else 0
    permanent = outcome["malformed"] or (300 <= code < 500 and code not in PASSING)
    told = one_line(hide(logs, hidden=[url, *telling_parts(url)]), limit=SHOWN) or "no reason was given"
    return ChannelError(f"Apprise could not deliver: {told}", permanent=permanent)


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [Apprise()]
