from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tracer_runner.demo import Shop
from tracer_runner.demo.faults import FAULTS

JOURNEYS = Path(__file__).parents[3] / "journeys"
COMMAND = [sys.executable, "-m", "tracer_runner", "demo"]


def _environ() -> dict[str, str]:
    """What the tests are run with must not reach the commands they run; the password comes from the command itself."""
    dropped = ("GITHUB_", "CI", "SHOP_PASSWORD", "TRACER_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    if browser := os.environ.get("TRACER_BROWSER"):
        kept["TRACER_BROWSER"] = browser
    return kept


def _demo(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, env=_environ(), capture_output=True, text=True, timeout=110, check=False
    )


@contextmanager
def _open_shop(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and the first line it printed."""
    with subprocess.Popen(
        [*COMMAND, "shop", "--port", "0", *arguments],
        env=_environ() | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline()
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_shop_says_where_it_is_and_closes_cleanly(number: signal.Signals) -> None:
    with _open_shop() as (process, line):
        url = line.split()[-1]
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        assert httpx.get(f"{url}/api/health", trust_env=False).json()["status"] == "ok"
        _read_until(process, "Ctrl-C closes it.")
        process.send_signal(number)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert output.endswith("The shop is closed.\n")


def test_the_shop_tells_the_login_that_works() -> None:
    with _open_shop() as (process, line):
        told = _read_until(process, "Ctrl-C closes it.")
        match = re.search(r"Log in with (\S+) and the password (\S+)\.", told)
        assert match
        login = {"email": match[1], "password": match[2]}
        assert httpx.post(f"{line.split()[-1]}/api/login", json=login, trust_env=False).status_code == 200


def test_the_shop_can_be_opened_broken() -> None:
    with _open_shop("--fault", "api-500") as (process, line):
        assert "the fault api-500" in _read_until(process, "Ctrl-C closes it.")
        assert httpx.get(f"{line.split()[-1]}/api/health", trust_env=False).status_code == 500


def test_a_taken_port_is_a_usage_error_with_a_way_out(tmp_path: Path) -> None:
    with Shop(port=0) as shop:
        result = _demo("shop", "--port", str(shop.port), cwd=tmp_path)
        assert result.returncode == 2
        assert result.stderr.splitlines()[-2] == f"Port {shop.port} is taken by another program."
        assert "--port" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["shop", "run"])
def test_an_unknown_fault_is_a_usage_error_that_names_the_known_ones(command: str, tmp_path: Path) -> None:
    result = _demo(command, "--fault", "flood", cwd=tmp_path)
    assert result.returncode == 2
    assert all(kind.usage in result.stderr for kind in FAULTS)


def test_faults_lists_every_fault(tmp_path: Path) -> None:
    result = _demo("faults", cwd=tmp_path)
    assert result.returncode == 0
    assert all(re.search(rf"^{kind.usage} ", result.stdout, re.MULTILINE) for kind in FAULTS)
    assert "?fault=NAME" in result.stdout


@pytest.mark.browser
def test_every_example_journey_passes_in_a_healthy_shop(tmp_path: Path) -> None:
    result = _demo("run", str(JOURNEYS), "--output", str(tmp_path / "out"), cwd=tmp_path)
    assert result.returncode == 0, result.stdout
    runs = json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))["runs"]
    assert len(runs) >= 5
    assert {run["status"] for run in runs} <= {"passed", "degraded"}  # a busy machine may break a budget
    assert (tmp_path / "out" / "report.html").exists()


LOOKED_FOR = (  # the journey, the fault, the exit code, and what is told
    ("recommendations", "flaky-checkout", 0, "on try 2"),
    ("recommendations", "few-recommendations", 1, 'Step "Show recommendations"'),
    ("smoke", "changed-text", 1, 'Step "Open the shop"'),
    ("smoke", "broken-image", 1, 'Step "See its picture"'),
    ("everybody", "inaccessible", 1, 'Step "Use it without seeing it"'),
    ("catalog_api", "api-500", 1, 'Step "Ask for its health"'),
)


@pytest.mark.browser
def test_a_fault_makes_the_journey_fail_that_looks_for_it_and_a_step_with_retries_gets_over_one(tmp_path: Path) -> None:
    def run(journey: str, fault: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / fault).mkdir()
        return _demo("run", str(JOURNEYS / f"{journey}.py"), "--fault", fault, cwd=tmp_path / fault)

    with ThreadPoolExecutor(3) as abreast:  # most of their time they wait for what does not come
        results = list(abreast.map(run, *list(zip(*LOOKED_FOR, strict=True))[:2]))
    for (_, fault, code, told), result in zip(LOOKED_FOR, results, strict=True):
        assert result.returncode == code, f"{fault}: {result.stdout}{result.stderr}"
        assert told in result.stdout, f"{fault}: {result.stdout}"
        assert (tmp_path / fault / "tracer-results" / "report.html").exists()


@pytest.mark.browser
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_told_to_end_lets_its_run_end_and_closes_the_shop(number: signal.Signals, tmp_path: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "run", str(JOURNEYS / "smoke.py"), "--fault", "slow:60"],
        cwd=tmp_path,
        env=_environ(),
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        _read_until(process, "Find a lamp: started")
        if number == signal.SIGINT:
            os.killpg(process.pid, number)  # as a terminal does on Ctrl-C
        else:
            process.send_signal(number)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "1 cancelled" in output


def test_the_exit_code_of_run_is_passed_on(tmp_path: Path) -> None:
    result = _demo("run", str(tmp_path / "nowhere.py"), cwd=tmp_path)
    assert result.returncode == 2
    assert "nowhere.py" in result.stderr


def _read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stdout is not None
    told = ""
    for line in process.stdout:
        told += line
        if text in line:
            return told
    raise AssertionError(f"{text!r} was never printed, only: {told}")
