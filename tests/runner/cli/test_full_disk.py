"""A full disk is told as what it is, and nothing half-written is left."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.runner.cli.conftest import Project

pytestmark = pytest.mark.browser
LOOKS = """
@journey("Look")
def look(page):
    for number in range(40):
        with step(f"Look {number}"):
            page.set_content(f"<title>{number}</title>")
            page.goto("data:text/html," + "<p>some text of the page" * 400)
"""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tracer", place], capture_output=True)
    if mounted.returncode:
        pytest.skip("a small disk can only be mounted by root, where mounting is allowed")
    yield place
    subprocess.run(["umount", place], check=True)


def test_evidence_that_fills_the_disk_is_an_error_and_the_runs_after_it_are_made(
    project: Project, small_disk: Path
) -> None:
    project.write("look.py", LOOKS)
    code, output, errors = project.run("--output", str(small_disk / "results"), "--repeat", "2")
    assert code == 4
    assert output.count("error     Look") == 2
    assert "No space left on device" in output
    assert "Make room on the disk that holds the output folder." in output
    assert "Traceback" not in errors
    pictures = list(small_disk.glob("results/runs/*/*/*.jpg"))
    assert pictures
    assert all(picture.read_bytes()[-2:] == b"\xff\xd9" for picture in pictures)


def test_a_result_that_has_no_room_is_told_and_the_runs_are_still_shown(project: Project, small_disk: Path) -> None:
    project.write("look.py", "@journey('Look')\ndef look():\n    print('x' * 150_000)\n")
    (small_disk / "filler").write_bytes(b"x" * 160_000)
    code, output, errors = project.run("--output", str(small_disk / "results"), "--report", "none")
    assert code == 4
    assert "passed    Look" in output
    assert "The result could not be written to" in errors
    assert "No space left on device" in errors
    assert "Traceback" not in errors
    assert not list(small_disk.glob("results/result*"))
