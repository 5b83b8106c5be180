"""Everything a journey may do to its runner, and what its run must say then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

STEP_SECONDS = 2.0
LIMITS = {"journey": 4.0, "step": 3.0, "action": 2.0, "expect": 1.0}
"""Seconds; short, so that what waits for a deadline does not wait long."""


@dataclass(frozen=True)
class Fault:
    """The lines of a journey, and the statuses that are right for it."""

    lines: str
    statuses: frozenset[str]
    classes: frozenset[str] = frozenset()
    """The classes of its error that are right; empty: any."""
    deadline: Literal["step", "journey", "supervisor"] = "step"
    """The outermost that has to act."""
    small_disk: bool = False
    """Its evidence goes to a disk that is soon full."""


def _fails(lines: str, *classes: str, deadline: Literal["step", "journey", "supervisor"] = "step") -> Fault:
    return Fault(lines, frozenset({"failed"}), frozenset(classes), deadline)


def _error(lines: str, *classes: str) -> Fault:
    return Fault(lines, frozenset({"error"}), frozenset(classes))


FAULTS = {
    "never_ends": _fails("while True: pass", "Blocked"),
    "sleeps_past_its_step": _fails("time.sleep(600)", "Blocked"),
    "reads_a_slow_socket": _fails("a, b = socket.socketpair()\n    a.recv(1)", "Blocked"),
    "sleeps_a_while": Fault("time.sleep(1.6)", frozenset({"passed"})),
    "never_returns_from_evaluate": _fails('page.evaluate("new Promise(() => {})")', "StepTimeout"),
    "swallows_every_deadline": _fails(
        'while True:\n        try: page.evaluate("new Promise(() => {})")\n        except BaseException: pass',
        "JourneyTimeout",
        deadline="supervisor",
    ),
    "calls_sys_exit": _fails("sys.exit(0)", "SystemExit"),
    "raises_keyboard_interrupt": _fails("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "raises_in_an_event_handler": _fails(
        'def bad(_): raise ValueError("boom")\n    page.on("console", bad)\n'
        '    page.evaluate("console.log(1)")\n    page.wait_for_timeout(3000)',
        "ListenerError",
    ),
    "raises_in_a_route_handler": _fails(
        'def bad(_): raise ValueError("boom")\n    page.route("**/*", bad)\n    page.goto("http://127.0.0.1:9/")',
        "ListenerError",
    ),
    "opens_endless_dialogs": _fails('page.set_content("<script>while (true) alert(1)</script>")'),
    "opens_endless_popups": Fault(
        "page.set_content(\"<script>setInterval(() => open('about:blank'), 30)</script>\")\n"
        "    page.wait_for_timeout(1500)",
        frozenset({"passed", "failed"}),
    ),
    "downloads_without_end": Fault(
        "page.set_content(\"<a id=d download=x href='data:application/zip;base64,\" + 'A' * 100000 + \"'>x</a>\")\n"
        "    for _ in range(20): page.evaluate(\"document.getElementById('d').click()\")",
        frozenset({"passed", "failed"}),
    ),
    "loads_10_000_requests": Fault(
        "page.evaluate(\"Promise.allSettled([...Array(10000)].map((_, i) => fetch('http://127.0.0.1:9/' + i)))\")",
        frozenset({"passed", "failed"}),
        deadline="journey",  # saving what so many requests left takes seconds, which only the journey's limit cuts
    ),
    "fills_the_disk": Fault(
        "for number in range(60): run.artifact(os.urandom(8_000), name=f'{number}.bin')",
        frozenset({"error"}),
        small_disk=True,
    ),
    "spins_in_the_page": _fails('page.set_content("<script>while (true);</script>")'),
    "crashes_the_page": _error('page.goto("chrome://crash")', "PageCrashed"),
    "kills_its_browser": _error(
        "for p in browsers(): p.kill()\n    assert page.title() == ''", "BrowserLost", "DriverLost"
    ),
    "kills_the_driver": _error("for p in psutil.Process().children(): p.kill()\n    page.title()", "DriverLost"),
    "stops_the_driver": _error("for p in psutil.Process().children(): p.suspend()\n    page.title()"),
    "kills_its_runner": _error("os.kill(os.getpid(), signal.SIGKILL)", "RunnerLost"),
    "prints_binary": Fault("sys.stdout.write('\\x00\\x1b[2J\\ud800' * 5000)", frozenset({"passed"})),
    "sets_a_huge_title": Fault("page.evaluate(\"document.title = 'x'.repeat(5e6)\")", frozenset({"passed"})),
    "writes_much_to_the_console": Fault(
        "page.evaluate(\"for (let i = 0; i < 3000; i++) console.log('y'.repeat(9000))\")", frozenset({"passed"})
    ),
}

JOURNEYS = """
import os, signal, socket, sys, time
import psutil
from tracer_runner import check, expect, journey, step


def browsers():
    for process in psutil.Process().children(recursive=True):
        if process.status() != psutil.STATUS_ZOMBIE and "node" not in process.name():
            if "--type" not in " ".join(process.cmdline()):
                yield process


@journey("Culprit")
def culprit(page, run):
    page.goto("data:text/html,<title></title><h1>culprit</h1>")
    with step("Do it", timeout="{step:g}s"):
        do_it(page, run)


def do_it(page, run):
    {lines}


def walk(page):
    for number in range(4):
        with step(f"Look {{number}}", budget="2s"):
            page.goto("data:text/html,<h1>fine</h1>")
            page.wait_for_timeout(150)


@journey("First", timeout="60s")
def first(page):
    walk(page)


@journey("Second", timeout="60s")
def second(page):
    walk(page)


@journey("Third", timeout="60s")
def third(page):
    walk(page)
"""
