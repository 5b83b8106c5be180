"""Find the browser to run journeys in, without starting anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from tracer_runner.engine.browsers.driver_package import browser_entries
from tracer_runner.engine.browsers.places import SHELL, Places, is_executable, kind_of
from tracer_runner.engine.browsers.switches import chromium_switches
from tracer_runner.errors import BrowserUnavailable, UsageError
from tracer_runner.model.record import Record
from tracer_runner.model.suggestion import suggest

BrowserName = Literal["chromium", "firefox", "webkit"]
NAMES: tuple[BrowserName, ...] = get_args(BrowserName)
APT_LINE = "apt-get install -y --no-install-recommends"


class BrowserChoice(Record):
    """A browser that is there, and how to start it."""

    name: BrowserName
    executable: str | None
    """What to hand to `launch(executable_path=)`; None: Playwright finds its own."""
    path: str
    """The program itself, whoever finds it."""
    version: str | None = None
    """Where it is known without starting the browser; `health.browser_version` asks the browser."""
    kind: str
    """`headless-shell`, `chromium`, `chrome`, `firefox` or `webkit`."""
    headless_only: bool = False
    args: tuple[str, ...] = ()
    source: str
    """Where it came from, in words."""


def find_browser(
    name: str, *, setting: Path | str | None, headed: bool = False, places: Places | None = None
) -> BrowserChoice:
    """The browser to launch; BrowserUnavailable says how to get one.

    `setting` is the path of a Chromium or Chrome the user chose. Without it: Playwright's own, then the system's; the
    headless shell before the full browser (half the CPU), unless `headed` asks for one with a window.
    """
    wanted = parse_browser_name(name)
    places = places or Places.of_this_machine()
    found = installed_browsers(wanted, setting=setting, headed=headed, places=places)
    usable = [choice for choice in found if not (headed and choice.headless_only)]
    if usable:
        return usable[0]
    raise _without_window(found[0]) if found else nothing_found(wanted)


def installed_browsers(
    name: BrowserName, *, setting: Path | str | None, headed: bool = False, places: Places
) -> list[BrowserChoice]:
    """Every browser of this name that is there, best first; with a setting for Chromium only that one."""
    if name != "chromium":
        return list(_own((name,), headed=headed, places=places))
    if setting:
        return [_named(setting, headed=headed, places=places)]
    entries = ("chromium", "chromium-headless-shell") if headed else ("chromium-headless-shell", "chromium")
    own = list(_own(entries, headed=headed, places=places))
    system = [_chromium(path, source="installed on the system", headed=headed) for path in places.system_browsers()]
    linked = list(_linked(entries, headed=headed, places=places))
    first: dict[str, BrowserChoice] = {}
    for choice in (*own, *system, *linked):
        first.setdefault(choice.path, choice)
    return list(first.values())


def parse_browser_name(name: str) -> BrowserName:
    """One of the three; UsageError for any other."""
    for known in NAMES:
        if name == known:
            return known
    raise UsageError(f'There is no browser "{name}": {suggest(name, known=NAMES)}')


def nothing_found(name: BrowserName) -> BrowserUnavailable:
    """The error for a browser that is nowhere, with every way to get it."""
    if name == "chromium":
        return BrowserUnavailable(
            "There is no Chromium or Chrome on this machine.",
            hint="Type `tracer browsers install`; or, as root on Debian, "
            f"`{APT_LINE} chromium-headless-shell fonts-liberation`; or name one: TRACER_BROWSER=/path/to/chrome.",
        )
    return BrowserUnavailable(
        f"Playwright's own build of {name} is not installed, and no other {name} can be driven.",
        hint=f"`tracer browsers install {name}`",
    )


def _own(entries: tuple[str, ...], *, headed: bool, places: Places) -> Iterator[BrowserChoice]:
    for entry in entries:
        path = places.own.executable(entry)
        if is_executable(path) and not path.is_symlink():
            yield _describe(
                path,
                name=_name_of(entry),
                kind=SHELL if entry == "chromium-headless-shell" else entry,
                version=browser_entries()[entry].get("browserVersion"),
                # Playwright picks the same file when left alone, and then also explains which libraries are missing.
                executable=None if _playwrights_pick(entry, headed=headed) else str(path),
                source="Playwright's own",
                headed=headed,
            )


def _linked(entries: tuple[str, ...], *, headed: bool, places: Places) -> Iterator[BrowserChoice]:
    for entry in entries:
        path = places.own.executable(entry)
        if is_executable(path) and path.is_symlink():
            yield _chromium(path.resolve(), source="linked in Playwright's folder", headed=headed)


def _named(setting: Path | str, *, headed: bool, places: Places) -> BrowserChoice:
    path = Path(setting).expanduser().absolute()
    if not is_executable(path):
        raise BrowserUnavailable(
            f"The browser you chose, {path}, {'cannot be executed' if path.exists() else 'does not exist'}.",
            hint="Correct TRACER_BROWSER or tracer.toml, or leave it out and let tracer find one.",
        )
    return _chromium(places.real_executable(path), source="chosen in the settings", headed=headed)


def _chromium(path: Path, *, source: str, headed: bool) -> BrowserChoice:
    return _describe(
        path, name="chromium", kind=kind_of(path), version=None, executable=str(path), source=source, headed=headed
    )


def _describe(
    path: Path, *, name: BrowserName, kind: str, version: str | None, executable: str | None, source: str, headed: bool
) -> BrowserChoice:
    full = kind != SHELL and not headed
    return BrowserChoice(
        name=name,
        executable=executable,
        path=str(path),
        version=version,
        kind=kind,
        headless_only=kind == SHELL,
        args=chromium_switches(full=full) if name == "chromium" else (),
        source=source,
    )


def _playwrights_pick(entry: str, *, headed: bool) -> bool:
    return entry in {"firefox", "webkit", "chromium" if headed else "chromium-headless-shell"}


def _name_of(entry: str) -> BrowserName:
    return "chromium" if entry.startswith("chromium") else parse_browser_name(entry)


def _without_window(choice: BrowserChoice) -> BrowserUnavailable:
    return BrowserUnavailable(
        f"A window needs a full browser; {choice.path} is a headless shell.",
        hint=f"As root on Debian: {APT_LINE} chromium; or leave --headed out.",
    )
