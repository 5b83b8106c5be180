"""The wheel holds our packages and nothing else, and works in a project that has folders of the same names."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from .fresh_environment import FreshEnvironment

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return folder


def test_the_wheel_holds_our_packages_with_their_data_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info" not in name.split("/")[0]}
    assert tops == {"tracer_runner", "tracer_plugins", "tracer_reports", "tracer_api"}
    for data in ("py.typed", "web-vitals.iife.js", "vitals.js", "axe.min.js", "axe-core/LICENSE", ".html", ".css"):
        assert any(name.endswith(data) for name in names), data


def test_the_source_archive_holds_what_is_ours_and_nothing_left_lying_about(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        tops = {name.split("/")[1] for name in opened.getnames() if "/" in name}
    assert {"journeys", "tests", "docs", "README.md", "LICENSE"} <= tops
    assert not tops & {".venv", ".git", "tracer-results", ".env"}


def test_the_installed_wheel_runs_in_a_project_with_folders_of_the_same_names(built: Path, tmp_path: Path) -> None:
    environment = FreshEnvironment(tmp_path / "environment")
    (wheel,) = built.glob("*.whl")
    environment.install(wheel)
    project = tmp_path / "project"
    for folder in ("api", "plugins", "reports", "journeys"):
        (project / folder).mkdir(parents=True)
        (project / folder / "__init__.py").write_text("raise SystemExit('a folder of the user was imported')\n")
    (project / "journeys" / "__init__.py").unlink()
    (project / "journeys" / "api_only.py").write_text(
        "from tracer_runner import journey, step\n\n\n@journey('Local')\ndef local(run):\n"
        "    with step('Look'):\n        assert run.attempt == 1\n"
    )
    done = environment.run("-m", "tracer_runner", "run", "--report", "html,junit", cwd=project)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "left out" not in done.stderr
    assert (project / "tracer-results" / "report.html").exists()
