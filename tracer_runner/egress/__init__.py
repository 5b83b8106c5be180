"""The one way out to the network for everything that is not a browser of a person at the keyboard.

with open_client(policy_for("webhooks", settings.egress)) as client:
    client.http.post(url, json=payload)  # EgressDenied when the address is not allowed
"""

from __future__ import annotations

from tracer_runner.egress.client import EgressClient, open_client
from tracer_runner.egress.policy import Policy, Purpose, policy_for
from tracer_runner.egress.smtp import open_smtp

__all__ = ["EgressClient", "Policy", "Purpose", "open_client", "open_smtp", "policy_for"]
