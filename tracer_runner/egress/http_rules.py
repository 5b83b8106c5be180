"""What every HTTP request of ours holds to, whatever library sends it."""

from __future__ import annotations

from importlib.metadata import version

AGENT = f"tracer/{version('tracer-runner')}"
"""How it calls itself."""
MOST_REDIRECTS = 5
