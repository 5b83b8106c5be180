"""Sends one message by Apprise, as a program of its own: a job as JSON comes in, an outcome as JSON goes out.

In a process of its own Apprise can be led through a proxy by the environment, and can be ended when it hangs.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

LATE = 75
"""How the process ends when the time is up: Apprise's own limit begins anew with each part of an answer."""


def main() -> None:
    """Answers `{"delivered": …, "reasons": […]}`."""
    json.dump(send(json.load(sys.stdin)), sys.stdout)


def send(job: dict[str, Any]) -> dict[str, Any]:
    """One message to one URL; after `limit` seconds the process ends."""
    import apprise

    asset = apprise.AppriseAsset(
        app_id="tracer",
        app_desc="tracer",
        http_redirects=False,
        service_timeout=job["limit"],
        storage_mode="memory",
        plugin_paths=[],
    )
    service = apprise.Apprise.instantiate(job["url"], asset=asset)
    if service is None:
        return {"delivered": False, "malformed": True, "reasons": []}
    service.redirects = False  # whatever its URL asks for
    service.socket_connect_timeout = service.socket_read_timeout = job["limit"]
    sender = apprise.Apprise(asset=asset)
    sender.add(service)
    end = threading.Timer(job["limit"], os._exit, [LATE])
    end.daemon = True  # it keeps nobody waiting
    end.start()
    result = sender.notify(body=job["body"], title=job["title"], notify_type=job["type"], body_format="text")
    end.cancel()
    reasons = [log.message for one in result.results for attempt in one.attempts for log in attempt.logs]
    return {"delivered": bool(result), "malformed": False, "reasons": reasons}


if __name__ == "__main__":
    main()
