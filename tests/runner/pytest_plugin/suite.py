"""A user's folder of journeys and tests, and pytest run in it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HEADER = "from tracer_runner import check, expect, journey, step\n"
NEIGHBOURS = ("asyncio", "ctrf", "html", "metadata", "playwright", "timeout", "xdist")
"""Plugins that are installed here; a run has those it names."""
EACH = """
import json, sys, pytest
sys.stderr = sys.stdout
for arguments in json.loads(sys.argv[1]):
    code = pytest.main(arguments)
    print(f"<ended with {int(code)}>", flush=True)
"""


@dataclass(frozen=True)
class Outcome:
    """What pytest did."""

    code: int
    output: str
    errors: str

    @property
    def last(self) -> str:
        """The line that counts."""
        return re.sub(r"[ =]* in [\d.]+s.*", "", self.output.strip().splitlines()[-1]).strip("= ")

    def part(self, title: str) -> str:
        """What stands between the line with this title and the next one."""
        pattern = rf"^[_=-]+ {re.escape(title)} [_=-]+\n(.*?)(?=^(?:[_=]{{3,}} .* [_=]{{3,}}|HTML report: .*)\n|\Z)"
        found = re.search(pattern, self.output, re.MULTILINE | re.DOTALL)
        assert found, f"{title} is not in:\n{self.output}"
        return steady(found[1])


class Suite:
    """A folder, what lies in it, and a terminal there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "journeys").mkdir()
        (folder / "pytest.ini").write_text("[pytest]\n")
        # What our own tests are run with must not reach those they run.
        ours = ("TRACER_", "GITHUB_", "CI", "PYTEST_")
        self.environ = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        if browser := os.environ.get("TRACER_BROWSER"):
            self.environ["TRACER_BROWSER"] = browser

    def write(self, name: str, code: str) -> None:
        """A file of the user's."""
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(code, encoding="utf-8")

    def journeys(self, name: str, code: str) -> None:
        """A file of journeys."""
        self.write(f"journeys/{name}", HEADER + code)

    def start(self, *arguments: str, beside: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """Start pytest beside these other plugins."""
        blocked = [word for name in NEIGHBOURS if name not in beside for word in ("-p", f"no:{name}")]
        return self._start("-m", "pytest", *blocked, *arguments)

    def run(self, *arguments: str, beside: tuple[str, ...] = (), typed: str | None = None) -> Outcome:
        """Run pytest to its end; `typed` is what somebody types meanwhile."""
        process = self.start(*arguments, beside=beside)
        output, errors = process.communicate(typed, timeout=90)
        return Outcome(process.returncode, output, errors)

    def run_each(self, *lines: str) -> list[Outcome]:
        """Run pytest with each of these lines of arguments, in one process: for what leaves nothing behind."""
        blocked = [word for name in NEIGHBOURS for word in ("-p", f"no:{name}")]
        process = self._start("-c", EACH, json.dumps([[*blocked, *line.split()] for line in lines]))
        output, errors = process.communicate(timeout=90)
        assert (process.returncode, errors) == (0, "")
        return [
            Outcome(int(code), text, "") for text, code in re.findall(r"(.*?)<ended with (\d)>\n", output, re.DOTALL)
        ]

    def run_tracer(self, *arguments: str) -> Outcome:
        """`tracer` with these arguments."""
        process = self._start("-m", "tracer_runner", *arguments)
        output, errors = process.communicate(timeout=90)
        return Outcome(process.returncode, output, errors)

    def result(self, folder: str = "tracer-results") -> dict[str, Any]:
        """The result of the last session."""
        return dict(json.loads((self.folder / folder / "result.json").read_text(encoding="utf-8")))

    def statuses(self) -> dict[str, str]:
        """The status of each journey in it."""
        return {run["journey"]: run["status"] for run in self.result()["runs"]}

    def _start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=self.folder,
            env=self.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=_hear_ctrl_c,  # noqa: PLW1509 - no thread of a test is about to start a process, too
        )


def _hear_ctrl_c() -> None:
    """What runs in the background inherits a deaf ear, as our own tests may."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def steady(text: str) -> str:
    """Without what differs from run to run: durations, ids in the names of folders, and how often Playwright looked."""
    text = re.sub(r"(?<=Call log:\n)(?:  .*\n)+", "  …\n", text)
    text = re.sub(r"\b[\d.]+ (?:ms|s)\b", "DURATION", text)
    text = re.sub(r"(runs/[a-z_]+-)[0-9a-z]+", r"\1ID", text)
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())
