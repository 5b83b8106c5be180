"""A reporter that raises leaves nothing that could pass for a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracer_runner.hooks.reporting import write_report
from tracer_runner.model.run import Batch
from tracer_runner.testing.samples import sample_batch


class Breaks:
    """Raises, after it has written this much."""

    name, filename = "breaks", "breaks.txt"

    def __init__(self, text: str | None) -> None:
        self._text = text

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        if path and self._text is not None:
            path.write_text(self._text, encoding="utf-8")
        raise RuntimeError("no more")


def left_behind(path: Path, *, text: str | None) -> bool:
    with pytest.raises(RuntimeError, match="no more"):
        write_report(Breaks(text), sample_batch(), folder=path.parent, path=path)
    return path.exists()


def test_half_a_file_is_removed_and_one_that_was_not_touched_stays(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    assert not left_behind(path, text="half")
    path.write_text("of last time", encoding="utf-8")
    assert left_behind(path, text=None)
    assert not left_behind(path, text="half")


def test_what_is_no_plain_file_is_never_removed(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.touch()
    link.symlink_to(target)
    assert left_behind(link, text="half")
    assert left_behind(Path("/dev/null"), text="half")
