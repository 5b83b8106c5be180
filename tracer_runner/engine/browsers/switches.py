"""The command line of Chromium: what keeps it quiet, and what halves the cost of a full one."""

from __future__ import annotations

import re

from tracer_runner.engine.browsers.driver_package import bundle_section

QUIET = (
    "--disable-quic",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--no-first-run",
    "--no-pings",
)
"""For every Chromium: nothing asks the network but the page. Some repeat Playwright's own, which may change."""

_OMNIBOX = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")


def chromium_switches(*, full: bool) -> tuple[str, ...]:
    """The switches to start a headless Chromium with; `full`: it is the whole browser, not the headless shell."""
    return (*QUIET, *omnibox_switches(playwright_disabled_features())) if full else QUIET


def omnibox_switches(disabled: tuple[str, ...]) -> tuple[str, ...]:
    """Turn off the pages a full Chromium loads into each new context for its address bar: a third of the CPU of a run.

    The last `--disable-features` replaces all before it, so those Playwright disables are repeated; when they are not
    known (`disabled` is empty) it is left alone.
    """
    return (f"--disable-features={','.join((*disabled, *_OMNIBOX))}",) if disabled else ()


def playwright_disabled_features() -> tuple[str, ...]:
    """The features Playwright disables, read from its driver; empty when they stand elsewhere than expected."""
    section = bundle_section("disabledFeatures = [", "]")
    if section is None:
        return ()
    code = re.sub(r"//[^\n]*", "", section)
    return tuple(re.findall(r'"(\w+)"', code))
