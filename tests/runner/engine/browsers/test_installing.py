"""Getting a browser, with commands that only say what they would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tracer_runner.engine.browsers import installing
from tracer_runner.engine.browsers.commands import Machine, Outcome, run_command
from tracer_runner.engine.browsers.finding import BrowserChoice, find_browser
from tracer_runner.engine.browsers.links import link_browsers
from tracer_runner.engine.browsers.places import Places
from tracer_runner.engine.browsers.playwright_folder import PlaywrightFolder
from tracer_runner.errors import BrowserUnavailable

SHELL = "usr/lib/chromium/chromium-headless-shell"


class Fake:
    """A machine without a browser, and what was done to it."""

    def __init__(self, root: Path, *, is_root: bool) -> None:
        self.root = root
        self.commands: list[str] = []
        self.said: list[str] = []
        self.apt_brings: Callable[[], object] = lambda: None
        self.download_brings: Callable[[], object] | None = None
        (root / "fonts").mkdir(parents=True)
        (root / "fonts" / "some.ttf").touch()
        self.machine = Machine(
            places=Places(
                own=PlaywrightFolder(folder=root / "ms-playwright", system="linux", machine="x86_64"),
                path=str(root / "bin"),
                root=root,
                system="linux",
            ),
            say=self.said.append,
            run=self.run,
            may_install_packages=is_root,
            font_folders=(root / "fonts",),
        )

    def run(self, command: Sequence[str]) -> Outcome:
        self.commands.append(" ".join(command))
        if "playwright" in command:
            if self.download_brings is None:
                return Outcome(1, "Error: getaddrinfo ENOTFOUND")
            self.download_brings()
        elif command[0] == "apt-get" and command[1] == "install":
            self.apt_brings()
        return Outcome(0, "")

    def put(self, path: str | Path) -> None:
        program = self.root / path
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text("#!/bin/sh\necho Chromium 1.2.3\n")
        program.chmod(0o755)

    def install(self, name: Any = "chromium") -> tuple[BrowserChoice, bool]:
        return installing.install_browser(name, setting=None, with_deps=False, machine=self.machine)


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    return Fake(tmp_path / "machine", is_root=True)


def test_a_browser_that_is_there_is_left_alone(fake: Fake) -> None:
    fake.put(SHELL)
    choice, is_new = fake.install()
    assert (choice.kind, is_new, fake.commands) == ("headless-shell", False, [])


def test_playwrights_download_is_tried_first(fake: Fake) -> None:
    own = fake.machine.places.own.executable("chromium-headless-shell")
    fake.download_brings = lambda: fake.put(own)
    choice, is_new = fake.install()
    assert (choice.path, is_new) == (str(own), True)
    assert [command.split("-m ")[-1] for command in fake.commands] == ["playwright install chromium-headless-shell"]


def test_then_root_takes_the_systems_packages(fake: Fake) -> None:
    fake.apt_brings = lambda: fake.put(SHELL)
    _, is_new = fake.install()
    assert is_new
    assert fake.commands[-2:] == [
        "apt-get update",
        "apt-get install -y --no-install-recommends chromium-headless-shell",
    ]


def test_who_is_not_root_is_told_the_line_to_type(tmp_path: Path) -> None:
    fake = Fake(tmp_path / "machine", is_root=False)
    with pytest.raises(BrowserUnavailable) as raised:
        fake.install()
    assert not any(command.startswith("apt-get") for command in fake.commands)
    assert "apt-get install -y --no-install-recommends chromium-headless-shell" in str(raised.value.hint)
    assert any("ENOTFOUND" in said for said in fake.said)


def test_missing_fonts_are_fetched_too(fake: Fake) -> None:
    (fake.root / "fonts" / "some.ttf").unlink()
    fake.put(SHELL)
    fake.apt_brings = (fake.root / "fonts" / "liberation.ttf").touch
    fake.install()
    assert fake.commands[-1].endswith(" fonts-liberation")


def test_a_missing_libatomic_is_named_with_its_package(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.put(SHELL)
    problem = BrowserUnavailable("Playwright's driver does not start: libatomic.so.1 is missing.", hint="x")
    monkeypatch.setattr(installing, "driver_problem", lambda: problem)
    with pytest.raises(BrowserUnavailable, match=r"libatomic\.so\.1") as raised:
        fake.install()
    assert "libatomic1" in str(raised.value.hint)
    assert "apt-get install -y --no-install-recommends libatomic1" in fake.commands


def test_firefox_comes_by_playwrights_download_or_not_at_all(fake: Fake) -> None:
    with pytest.raises(BrowserUnavailable, match="Playwright's own build of firefox") as raised:
        fake.install("firefox")
    assert f"copy {fake.root / 'ms-playwright'} from a machine" in str(raised.value.hint)
    assert [command.split("-m ")[-1] for command in fake.commands] == ["playwright install firefox"]


def test_a_command_that_takes_too_long_is_ended_and_says_so() -> None:
    outcome = run_command(["sleep", "60"], longest=0.1)
    assert outcome.code == 124
    assert "took longer" in outcome.output


def test_a_command_that_is_not_there_is_an_outcome_too() -> None:
    assert run_command(["no-such-program"]).code == 127


@pytest.mark.browser
def test_linked_into_playwrights_folder_a_plain_launch_finds_the_systems_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = find_browser("chromium", setting=None)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    places = Places.of_this_machine()
    made = link_browsers(setting=choice.path, places=places)
    assert made
    assert link_browsers(setting=choice.path, places=places) == []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch()
        assert browser.version
        browser.close()


def test_a_real_browser_of_playwrights_is_never_replaced_by_a_link(fake: Fake) -> None:
    fake.put(SHELL)
    own = fake.machine.places.own.executable("chromium-headless-shell")
    fake.put(own)
    before = own.read_text()
    link_browsers(setting=None, places=fake.machine.places)
    assert not own.is_symlink()
    assert own.read_text() == before
