"""`tracer browsers`, `tracer doctor` and `tracer show-trace`, as a person sees them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tracer_runner.cli.doctor import show
from tracer_runner.engine import checkup
from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.engine.checkup import Finding


def tracer(folder: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tracer_runner", *arguments],
        cwd=folder,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        timeout=100,
    )


@pytest.mark.browser
def test_the_list_marks_the_browser_that_is_used_and_says_how_to_get_the_others(tmp_path: Path) -> None:
    done = tracer(tmp_path, "browsers", "list")
    assert done.returncode == 0
    used = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("*")]
    assert "chromium" in used
    for name in {"firefox", "webkit"} - set(used):
        assert f"-> tracer browsers install {name}" in done.stdout


@pytest.mark.browser
def test_installing_what_is_there_does_nothing(tmp_path: Path) -> None:
    done = tracer(tmp_path, "browsers", "install", PLAYWRIGHT_BROWSERS_PATH=str(tmp_path / "links"))
    assert done.returncode == 0
    assert "Nothing to do" in done.stdout


def test_an_unknown_browser_is_named_with_those_there_are(tmp_path: Path) -> None:
    done = tracer(tmp_path, "browsers", "install", "opera")
    assert done.returncode == 2
    assert "chromium, firefox, webkit" in done.stderr


@pytest.mark.browser
def test_the_doctor_starts_the_browser_and_finds_that_journeys_can_run(tmp_path: Path) -> None:
    done = tracer(tmp_path, "doctor")
    assert done.returncode == 0, done.stdout
    assert "opens a page" in done.stdout
    assert "alert channels: 6" in done.stdout
    assert "Journeys can run here." in done.stdout


def test_the_doctor_names_what_is_wrong_and_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "tracer.toml").write_text("[run]\nretires = 1\n")
    done = tracer(tmp_path, "doctor", TRACER_BROWSER=str(tmp_path / "none"))
    assert done.returncode == 4
    assert 'did you mean "retries"?' in done.stdout
    assert "Journeys cannot run here yet." in done.stdout


def test_the_doctor_names_a_broken_plugin(tmp_path: Path) -> None:
    (tmp_path / "tracer.toml").write_text('[plugins]\nfiles = ["gone.py"]\n')
    done = tracer(tmp_path, "doctor", TRACER_BROWSER="/bin/false")
    assert done.returncode == 4
    assert "fail plugins: Plugin project:gone cannot be imported" in done.stdout
    assert "Journeys cannot run here yet." in done.stdout


def test_a_browser_that_does_not_start_is_found_out(tmp_path: Path) -> None:
    done = tracer(tmp_path, "doctor", TRACER_BROWSER="/bin/false")
    assert done.returncode == 4
    assert "fail chromium:" in done.stdout


def test_a_browser_that_hangs_does_not_make_the_doctor_hang() -> None:
    choice = BrowserChoice(name="webkit", executable=None, path="/opt/webkit", kind="webkit", source="Playwright's own")
    released = threading.Event()
    ends = threading.Event()

    def hang(choice: BrowserChoice) -> None:
        released.wait()
        ends.set()

    before = set(threading.enumerate())
    finding = checkup._launched(choice, start=hang, seconds=0.01)
    assert finding.verdict == "fail"
    assert "/opt/webkit did not open a page" in finding.seen
    assert all(thread.daemon for thread in set(threading.enumerate()) - before)
    released.set()
    assert ends.wait(20)


@pytest.mark.browser
def test_links_that_cannot_be_made_do_not_spoil_an_installation(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = tracer(tmp_path, "browsers", "install", PLAYWRIGHT_BROWSERS_PATH=str(tmp_path / "file" / "browsers"))
    assert done.returncode == 0, done.stderr
    assert "no links could be made" in done.stdout


def test_a_warning_does_not_keep_journeys_from_running(capsys: pytest.CaptureFixture[str]) -> None:
    assert show([Finding("ok", "a", "fine"), Finding("warn", "b", "little", "more")]) == 0
    assert show([Finding("fail", "c", "broken", "mend it")]) == 4
    assert "-> mend it" in capsys.readouterr().out


def write_trace(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("trace.trace", "")


def test_a_file_that_is_no_trace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("notes.txt", "hello")
    for name in ("notes.txt", "other.zip"):
        done = tracer(tmp_path, "show-trace", name)
        assert done.returncode == 2
        assert f"{name} is no trace." in done.stderr


def test_a_trace_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = tracer(tmp_path, "show-trace", "nowhere.zip")
    assert done.returncode == 2
    assert "nowhere.zip: there is no such file" in done.stderr
    done = tracer(tmp_path, "show-trace", ".")
    assert done.returncode == 2
    assert "--trace on" in done.stderr


def test_of_several_traces_one_must_be_named(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "trace.zip").touch()
    done = tracer(tmp_path, "show-trace", ".")
    assert done.returncode == 2
    assert "a/trace.zip" in done.stderr
    assert "b/trace.zip" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
def test_without_a_display_the_way_to_serve_it_is_named(tmp_path: Path) -> None:
    write_trace(tmp_path / "trace.zip")
    done = tracer(tmp_path, "show-trace", "trace.zip", DISPLAY="", WAYLAND_DISPLAY="")
    assert done.returncode == 2
    assert "--port 0" in done.stderr


@pytest.mark.browser
def test_a_served_trace_can_be_opened_in_a_browser(tmp_path: Path) -> None:
    write_trace(tmp_path / "trace.zip")
    process = subprocess.Popen(
        [sys.executable, "-m", "tracer_runner", "show-trace", "trace.zip", "--port", "0"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    line = next(line for line in process.stdout if "http://127.0.0.1:" in line)
    address = line[line.index("http://") :].split()[0]
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.status == 200
    os.killpg(process.pid, signal.SIGTERM)
    process.communicate(timeout=20)
