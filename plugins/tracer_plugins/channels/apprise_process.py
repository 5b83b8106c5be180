"""Apprise in a process of its own, behind the egress proxy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tracer_plugins.channels.apprise_sender import LATE
from tracer_plugins.channels.http import PASSING, SHOWN
from tracer_plugins.channels.wording import Tone, plain, word
from tracer_runner.errors import ChannelConfigError, ChannelError
from tracer_runner.model.hidden import hide
from tracer_runner.model.text import one_line

if TYPE_CHECKING:
    from tracer_runner.hooks.contracts import Client
    from tracer_runner.model.alert import AlertMessage

STARTUP = 10.0
"""Seconds that Python and Apprise may take to start, on a busy machine, before the time of the service begins."""
_TYPES = {Tone.BAD: "failure", Tone.POOR: "warning", Tone.GOOD: "success", Tone.NEUTRAL: "info"}
_KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")


def deliver(message: AlertMessage, client: Client, *, url: str, limit: float) -> None:
    """One message to one Apprise URL; EgressDenied, and ChannelError when it is not taken within `limit` seconds.

    Those begin when Apprise has started, which may take STARTUP seconds on top.
    """
    wording = word(message)
    texts = {"title": f"{wording.tone.sign} {wording.title}", "body": plain(wording), "type": _TYPES[wording.tone]}
    with client.proxy() as proxy:
        outcome = _run({"url": url, "limit": limit, **texts}, proxy=proxy.address)
        denials = tuple(proxy.denials)
    if outcome["delivered"]:
        return
    if denials:
        raise denials[0]
    if outcome["malformed"]:
        scheme = url.partition("://")[0]
        raise ChannelConfigError(
            f'Apprise does not understand this URL of "{scheme}".',
            hint="Write url as Apprise's documentation of the service has it.",
        )
    raise _refusal(outcome, url=url)


def _run(job: Mapping[str, Any], *, proxy: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="tracer-apprise-") as folder:
        try:
            done = subprocess.run(
                [sys.executable, "-P", "-m", "tracer_plugins.channels.apprise_sender"],
                check=False,
                input=json.dumps(job),
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=job["limit"] + STARTUP,
                cwd=folder,
                env=_environment(proxy, home=folder),
            )
        except subprocess.TimeoutExpired as fault:
            raise ChannelError(f"Apprise did not end within {fault.timeout:g} s.", permanent=False) from None
    if done.returncode == LATE:
        raise ChannelError(f"The service did not answer within {job['limit']:g} s.", permanent=False)
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise ChannelError(f"Apprise broke off: {_shown(last, url=job['url'])}.", permanent=False)
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
    permanent = 300 <= code < 500 and code not in PASSING
    return ChannelError(f"Apprise could not deliver: {_shown(logs, url=url)}", permanent=permanent)


def _shown(text: str, *, url: str) -> str:
    return one_line(hide(text, secrets=[url]), limit=SHOWN) or "it gave no reason"
