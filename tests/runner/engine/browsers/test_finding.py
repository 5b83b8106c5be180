"""Which browser is taken, on machines made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracer_runner.engine.browsers.finding import BrowserChoice, find_browser, installed_browsers, parse_browser_name
from tracer_runner.engine.browsers.places import Places
from tracer_runner.engine.browsers.playwright_folder import PlaywrightFolder
from tracer_runner.engine.browsers.switches import omnibox_switches, playwright_disabled_features
from tracer_runner.errors import BrowserUnavailable, UsageError

SHELL, CHROMIUM, CHROME = (
    "usr/lib/chromium/chromium-headless-shell",
    "usr/lib/chromium/chromium",
    "opt/google/chrome/chrome",
)


class Machine:
    """A root of its own, with the programs that are put there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.places = Places(
            own=PlaywrightFolder(folder=root / "ms-playwright", system="linux", machine="x86_64"),
            path=str(root / "usr/bin"),
            root=root,
            system="linux",
        )

    def put(self, path: str, *, text: str = "program") -> Path:
        program = self.root / path
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(text)
        program.chmod(0o755)
        return program

    def put_own(self, entry: str) -> Path:
        return self.put(str(self.places.own.executable(entry).relative_to(self.root)))

    def find(self, name: str = "chromium", *, setting: str | None = None, headed: bool = False) -> BrowserChoice:
        return find_browser(name, setting=setting, headed=headed, places=self.places)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_playwrights_own_shell_comes_first_then_its_own_browser(machine: Machine) -> None:
    machine.put(SHELL)
    own = machine.put_own("chromium")
    assert machine.find().path == str(own)
    shell = machine.put_own("chromium-headless-shell")
    assert (machine.find().path, machine.find().executable) == (str(shell), None)


def test_of_the_systems_browsers_the_headless_shell_comes_first(machine: Machine) -> None:
    chrome = machine.put(CHROME)
    assert (machine.find().path, machine.find().kind) == (str(chrome), "chrome")
    machine.put(CHROMIUM)
    assert machine.find().kind == "chromium"
    machine.put(SHELL)
    assert (machine.find().kind, machine.find().headless_only) == ("headless-shell", True)


def test_the_setting_beats_everything(machine: Machine) -> None:
    machine.put_own("chromium-headless-shell")
    mine = machine.put("home/mine/chrome")
    assert machine.find(setting=str(mine)).path == str(mine)


@pytest.mark.parametrize(("mode", "message"), [(None, "does not exist"), (0o644, "cannot be executed")])
def test_a_setting_that_cannot_be_used_is_named_and_nothing_else_is_taken(
    machine: Machine, mode: int | None, message: str
) -> None:
    machine.put(SHELL)
    if mode:
        machine.put("home/mine").chmod(mode)
    with pytest.raises(BrowserUnavailable, match=message) as raised:
        machine.find(setting=str(machine.root / "home/mine"))
    assert "TRACER_BROWSER" in str(raised.value.hint)


def test_behind_a_starter_script_the_real_program_is_taken(machine: Machine) -> None:
    shell = machine.put(SHELL)
    script = machine.put("usr/bin/chromium-headless-shell", text="#!/bin/sh\n")
    assert machine.find(setting=str(script)).path == str(shell)
    assert [choice.path for choice in installed_browsers("chromium", setting=None, places=machine.places)] == [
        str(shell)
    ]


def test_a_script_nobody_knows_is_no_browser(machine: Machine) -> None:
    machine.put("usr/bin/chromium-browser", text="#!/bin/sh\necho install the snap\n")
    with pytest.raises(BrowserUnavailable, match="no Chromium or Chrome"):
        machine.find()


def test_a_window_needs_a_full_browser(machine: Machine) -> None:
    machine.put(SHELL)
    with pytest.raises(BrowserUnavailable, match="headless shell"):
        machine.find(headed=True)
    machine.put(CHROMIUM)
    assert machine.find(headed=True).kind == "chromium"


def test_without_any_browser_every_way_to_one_is_named(machine: Machine) -> None:
    with pytest.raises(BrowserUnavailable) as raised:
        machine.find()
    hint = str(raised.value.hint)
    assert all(way in hint for way in ("tracer browsers install", "apt-get install", "TRACER_BROWSER="))


@pytest.mark.parametrize("name", ["firefox", "webkit"])
def test_firefox_and_webkit_come_from_playwright_alone(machine: Machine, name: str) -> None:
    machine.put(SHELL)
    with pytest.raises(BrowserUnavailable, match="Playwright's own build") as raised:
        machine.find(name)
    assert f"tracer browsers install {name}" in str(raised.value.hint)
    machine.put_own(name)
    assert machine.find(name).name == name


def test_a_browser_nobody_knows_is_a_usage_error_with_the_nearest() -> None:
    with pytest.raises(UsageError, match='did you mean "firefox"'):
        parse_browser_name("firefx")


def test_a_full_browser_loads_no_pages_for_its_address_bar_and_a_shell_needs_no_such_switch(machine: Machine) -> None:
    machine.put(CHROMIUM)
    full = [arg for arg in machine.find().args if arg.startswith("--disable-features=")]
    assert len(full) == 1
    assert "WebUIOmniboxPopup" in full[0]
    assert set(playwright_disabled_features()) <= set(full[0].partition("=")[2].split(","))
    machine.put(SHELL)
    assert not any(arg.startswith("--disable-features=") for arg in machine.find().args)


def test_playwrights_own_list_is_read_from_the_driver_and_left_alone_when_it_is_not_found() -> None:
    assert len(playwright_disabled_features()) > 3
    assert omnibox_switches(()) == ()
