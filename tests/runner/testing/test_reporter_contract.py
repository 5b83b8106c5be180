"""The contract of reporters catches what it is there for: each is given one fault."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tracer_runner.testing import ReporterContract


class Paper:
    """A reporter that keeps the contract."""

    name = "paper"
    filename: str | None = "paper.txt"

    def write(self, batch: Any, *, folder: Path, path: Path) -> str | None:
        path.write_text("paper", encoding="utf-8")
        return None


class Beside(Paper):
    def write(self, batch: Any, *, folder: Path, path: Path) -> str | None:
        (folder / "other.txt").touch()
        return super().write(batch, folder=folder, path=path)


class Appends(Paper):
    def write(self, batch: Any, *, folder: Path, path: Path) -> str | None:
        with path.open("a", encoding="utf-8") as file:
            file.write("more")
        return None


class Chatty(Paper):
    def write(self, batch: Any, *, folder: Path, path: Path) -> str | None:
        super().write(batch, folder=folder, path=path)
        return "one\ntwo"


class ExpectsRuns(Paper):
    def write(self, batch: Any, *, folder: Path, path: Path) -> str | None:
        assert batch.runs[0]
        return super().write(batch, folder=folder, path=path)


class Elsewhere(Paper):
    filename = "../result.json"


@pytest.mark.parametrize(
    ("type_", "test"),
    [
        (Beside, "test_it_writes_where_it_is_told_to"),
        (Appends, "test_it_writes_over_the_report_of_last_time"),
        (Chatty, "test_it_says_one_line_or_nothing"),
        (ExpectsRuns, "test_it_reports_a_batch_without_runs"),
        (Elsewhere, "test_its_file_has_a_plain_name"),
    ],
)
def test_a_reporter_with_a_fault_is_caught(type_: type[Paper], test: str, tmp_path: Path) -> None:
    class Contract(ReporterContract):
        reporter = type_()

    needs_folder = test != "test_its_file_has_a_plain_name"
    with pytest.raises((AssertionError, IndexError)):
        getattr(Contract(), test)(*[tmp_path] if needs_folder else [])
