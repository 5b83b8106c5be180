"""`tracer list` shows journeys without executing them."""

from __future__ import annotations

import io
import json
import re
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from tracer_runner.cli.main import main

CHECKOUT = '''
    """Checkout: a customer buys one lamp."""
    from tracer_runner import check, journey, step

    @step("Log in", timeout="15s", retries=1)
    def log_in(page, secrets):
        with step("Submit"): page.fill(secrets.SHOP_PASSWORD)

    @journey("Checkout", tags=["smoke", "shop"], every="5m", secrets=["SHOP_PASSWORD"], params={"count": 3})
    def checkout(page, params, secrets):
        with step("Open the shop", budget="2s"): ...
        if params.known:
            log_in(page, secrets)
        for lamp in params.lamps:
            with step(f"Buy {lamp}"):
                with step("Pay"): ...
        with step("Look around", soft=True): ...
        check.no_console_errors()
'''
API = """
    from tracer_runner import journey

    @journey("API is up", id="api-up", tags=["api"], cron="*/5 * * * *", timezone="Europe/Berlin")
    def api(request): ...
"""

Command = Callable[..., int]


class Terminal(io.StringIO):
    """Standard output that is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "journeys").mkdir()
    (tmp_path / "tracer.toml").touch()
    for name, code in {"checkout": CHECKOUT, "api": API}.items():
        (tmp_path / "journeys" / f"{name}.py").write_text(textwrap.dedent(code), encoding="utf-8")
    return tmp_path


@pytest.fixture
def tracer(monkeypatch: pytest.MonkeyPatch) -> Command:
    """Runs the command line and gives its exit code."""

    def run(*arguments: str) -> int:
        monkeypatch.setattr(sys, "argv", ["tracer", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0)

    return run


def test_through_a_pipe_each_journey_is_one_whole_line(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tracer("list") == 0
    assert capsys.readouterr().out.splitlines() == [
        "api-up\tAPI is up\tapi\tcron */5 * * * * Europe/Berlin\t0\tjourneys/api.py::api",
        "checkout\tCheckout\tsmoke,shop\tevery 5 min\t6\tjourneys/checkout.py::checkout",
    ]


def test_an_empty_cell_is_a_dash_so_that_columns_can_be_counted(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = "from tracer_runner import journey\n@journey('One')\ndef one(page): ...\n"
    (project / "journeys" / "one.py").write_text(plain, encoding="utf-8")
    tracer("list", "journeys/one.py")
    assert capsys.readouterr().out == "one\tOne\t-\t-\t0\tjourneys/one.py::one\n"


def test_on_a_terminal_it_is_a_table(project: Path, tracer: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert tracer("list") == 0
    text = re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue())
    head, api, checkout, count = (" ".join(line.split()) for line in text.splitlines())
    assert head == "Journey Key Tags Schedule Steps Where"
    assert api == "API is up api-up api cron */5 * * * * Europe/Berlin 0 journeys/api.py::api"
    assert checkout == "Checkout checkout smoke,shop every 5 min 6 journeys/checkout.py::checkout"
    assert count == "2 journeys"


def test_a_name_is_never_read_as_markup(project: Path, tracer: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = "from tracer_runner import journey\n@journey('[red]Sale[/] [x')\ndef sale(page): ...\n"
    (project / "journeys" / "odd.py").write_text(odd, encoding="utf-8")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "140")
    assert tracer("list", "journeys/odd.py") == 0
    assert "[red]Sale[/] [x" in terminal.getvalue()


def test_steps_are_a_tree_with_what_is_special_about_each(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tracer("list", "--steps") == 0
    expected = """\
        API is up  journeys/api.py::api
          (no steps)

        Checkout  journeys/checkout.py::checkout
          Open the shop  (budget 2.0 s)
          Log in  (optional, timeout 15.0 s, retries 1)
            Submit
          Buy {lamp}  (repeats)
            Pay
          Look around  (soft)
    """
    assert capsys.readouterr().out == textwrap.dedent(expected).rstrip() + "\n"


def test_json_has_everything_a_program_may_ask_for(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tracer("list", "--json", "--tag", "shop") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["schema_version"] == 1
    (journey,) = data["journeys"]
    assert set(journey) == {
        "key", "name", "where", "description", "function", "source", "tags", "every", "cron", "timezone", "locations",
        "params", "secrets", "login", "signs_in", "browser", "device", "context", "timeout", "retries", "owner",
        "runbook", "idempotent", "arguments", "cleanup_arguments", "checks", "used_params", "used_secrets", "steps",
    }  # fmt: skip
    assert (journey["key"], journey["every"], journey["params"]) == ("checkout", 300, {"count": 3})
    assert journey["where"] == "journeys/checkout.py::checkout"
    assert journey["checks"] == ["no_console_errors"]
    buy = next(step for step in journey["steps"] if step["pattern"])
    assert (buy["name"], buy["repeats"], buy["steps"][0]["name"]) == ("Buy {lamp}", True, "Pay")
    assert buy["source"] == {"file": "journeys/checkout.py", "line": 15}


@pytest.mark.parametrize(
    "arguments",
    [("--tag", "api"), ("--name", "API*"), ("-n", "api-up"), ("journeys/api.py",), ("journeys/api.py::api-up",)],
)
def test_journeys_are_chosen_by_tag_name_and_path(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert tracer("list", *arguments) == 0
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == ["api-up"]


def test_a_journey_file_that_would_do_harm_is_only_read(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    victim, helper = project / "victim", project / "journeys" / "helper.py"
    victim.touch()
    harm = f"import os\nos.remove({str(victim)!r})\nraise SystemExit(7)\n"
    helper.write_text(
        harm + "from tracer_runner import step\n@step('Log in')\ndef log_in(page): ...\n", encoding="utf-8"
    )
    (project / "journeys" / "harm.py").write_text(
        harm + "from helper import log_in\nfrom tracer_runner import journey\n"
        "@journey('Harm')\ndef harm(page):\n    log_in(page)\n",
        encoding="utf-8",
    )
    assert tracer("list", "--steps", "--name", "harm") == 0
    assert capsys.readouterr().out == "Harm  journeys/harm.py::harm\n  Log in\n"
    assert victim.exists()


def test_all_faults_are_told_on_standard_error_and_the_exit_code_is_2(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        broken = f"from tracer_runner import journey\n@journey('{name}')\ndef {name}(pgae): ...\n"
        (project / "journeys" / f"{name}.py").write_text(broken, encoding="utf-8")
    assert tracer("list") == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert 'journeys/a.py:3: there is no argument "pgae" for a journey: did you mean "page"?' in told.err
    assert "journeys/b.py:3: " in told.err


def test_an_unknown_assertion_is_told_from_what_plugins_registered(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "from tracer_runner import check, journey\n@journey('A')\ndef a(page): check.no_console_error()\n"
    (project / "journeys" / "a.py").write_text(wrong, encoding="utf-8")
    assert tracer("list") == 2
    assert 'journeys/a.py:3: there is no check.no_console_error: did you mean "no_console_errors"?' in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--tag", "smokey"), 'No journey has the tag "smokey": did you mean "smoke"?'),
        (("--tag", "a++b"), "is no tag"),
        (("--name", "nope"), 'No journey is called "nope"'),
        (("nowhere",), "nowhere: there is no such file or folder"),
    ],
)
def test_what_cannot_be_chosen_is_told_with_exit_code_2(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    assert tracer("list", *arguments) == 2
    assert told in capsys.readouterr().err


def test_broken_settings_are_told_with_exit_code_2(
    project: Path, tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "tracer.toml").write_text('journey = "x"', encoding="utf-8")
    assert tracer("list") == 2
    assert 'journey is no setting: did you mean "journeys"?' in capsys.readouterr().err
