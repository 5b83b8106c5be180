"""`tracer plugins new` writes a package that works."""

from __future__ import annotations

import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tracer_runner.cli.main import main
from tracer_runner.cli.plugins import Kind

Command = Callable[..., int]


@pytest.fixture
def tracer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs `tracer plugins new` in an empty folder and gives its exit code."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["tracer", "plugins", "new", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return run


def test_it_writes_a_package_and_says_what_to_type_next(
    tmp_path: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tracer("tracer-acme") == 0
    told = capsys.readouterr().out
    written = [line.split()[1] for line in told.splitlines() if line.startswith("  wrote")]
    assert written == [
        f"tracer-acme/{name}"
        for name in (
            "pyproject.toml", "README.md", ".gitignore", "src/tracer_acme/__init__.py", "src/tracer_acme/py.typed",
            "src/tracer_acme/assertion.py", "tests/test_assertion.py",
        )
    ]  # fmt: skip
    assert all((tmp_path / name).is_file() for name in written)
    commands = [line.partition("#")[0].strip() for line in told.partition("Next:")[2].splitlines() if line.strip()]
    assert commands == ["cd tracer-acme", "pip install -e .", "tracer plugins info acme", "python -m pytest"]


def test_every_kind_installs_and_passes_its_tests_and_a_linter(
    tmp_path: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    packages = [f"tracer-acme-{kind}" for kind in Kind]
    for kind, package in zip(Kind, packages, strict=True):
        assert tracer(package, "--kind", kind) == 0
    ruff = [sys.executable, "-m", "ruff"]
    python = environment_with_pip(tmp_path / "environment")
    for command in (
        [*ruff, "check", "--no-cache", *packages],
        [*ruff, "format", "--no-cache", "--check", *packages],
        [sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-deps", "--no-build-isolation",
         *(f"./{package}" for package in packages)],
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", f"{packages[0]}/pyproject.toml", *packages],
    ):  # fmt: skip
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    done = subprocess.run(
        [python, "-m", "tracer_runner", "plugins", "list"], cwd=tmp_path, capture_output=True, text=True
    )
    lines = [line.split("\t") for line in done.stdout.splitlines() if line.startswith("tracer-acme")]
    assert [line[0] for line in lines] == sorted(
        f"{package}:acme_{kind}" for kind, package in zip(Kind, packages, strict=True)
    )
    assert {line[3] for line in lines} == {"used"}


def environment_with_pip(folder: Path) -> str:
    """A Python of its own, with access to the packages of this one."""
    venv.create(folder, with_pip=False, symlinks=True)
    site = next((folder / "lib").glob("python*/site-packages"))
    here = next(path for path in sys.path if path.endswith("site-packages"))
    (site / "present.pth").write_text(f"import site; site.addsitedir({here!r})\n", encoding="utf-8")
    return str(folder / "bin" / "python")


def test_what_exists_is_never_overwritten(tmp_path: Path, tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "here" / "tests").mkdir(parents=True)
    (tmp_path / "here" / "tests" / "test_assertion.py").write_text("mine", encoding="utf-8")
    assert tracer("tracer-acme", "--into", "here") == 2
    assert "here/tests/test_assertion.py is there already, and nothing was written." in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "here").iterdir()] == ["tests"]
    assert (tmp_path / "here" / "tests" / "test_assertion.py").read_text(encoding="utf-8") == "mine"


def test_a_folder_with_other_things_in_it_will_do(tmp_path: Path, tracer: Command) -> None:
    (tmp_path / ".git").mkdir()
    assert tracer("Tracer.Acme", "--into", ".") == 0
    assert 'name = "Tracer.Acme"' in (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    assert (tmp_path / "src" / "tracer_acme" / "assertion.py").is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("a b",), "'a b' is no name for a distribution"),
        (("",), "'' is no name for a distribution"),
        (("../acme",), "'../acme' is no name for a distribution"),
        (("-acme",), "No such option"),
        (("acme-",), "'acme-' is no name for a distribution"),
        (("lämpchen",), "is no name for a distribution"),
        (("a" * 51,), "is too long: use at most 50 characters"),
        (("2fast",), "'2fast' makes '2fast', which Python cannot import"),
        (("tracer-class",), "'tracer-class' makes 'class', which Python cannot import"),
        (("tracer-2fast",), "makes '2fast', which Python cannot import"),
        (("json",), "There is a Python package 'json' already"),
        (("pytest",), "There is a Python package 'pytest' already"),
        (("tracer-runner",), "There is a Python package 'tracer_runner' already"),
        (("tracer-response-time",), 'There is an assertion "response_time" already.'),
        (("tracer-html", "--kind", "reporter"), 'There is a reporter "html" already.'),
        (("tracer-page", "--kind", "argument"), 'There is a journey argument "page" already.'),
        (("tracer-json",), 'There is a reporter "json" already.'),
        (("tracer-slack", "--kind", "monitor"), 'There is a channel type "slack" already.'),
        (("tracer-doctor",), 'There is a command "doctor" already.'),
        (("tracer-channels",), 'There is a plugin "channels" already.'),
        (("tracer-acme", "--kind", "toy"), "'toy' is not one of"),
        (("tracer-acme", "--into", "taken"), "cannot be written"),
    ],
)
def test_a_name_or_place_that_cannot_be_used_is_told_and_nothing_is_written(
    tmp_path: Path, tracer: Command, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    (tmp_path / "taken").touch()
    assert tracer(*arguments) == 2
    assert told in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
