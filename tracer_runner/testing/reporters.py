"""What every reporter promises."""

from __future__ import annotations

from pathlib import Path, PurePath

from tracer_runner.hooks.contracts import Reporter
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.run import Batch
from tracer_runner.testing.samples import sample_batch

RESULT = "result.json"


class ReporterContract:
    """Inherit it as `TestSomething`, and set `reporter`."""

    reporter: Reporter

    def test_it_can_be_registered(self) -> None:
        """It has everything a reporter must have, and a name that can stand behind `--report`."""
        Registry().reporters.put(self.reporter, plugin="this plugin")

    def test_its_file_has_a_plain_name(self) -> None:
        """It lies in the output folder, beside result.json and never in its place."""
        name = self.reporter.filename
        if name is not None:
            assert name == PurePath(name).name, f"filename is a name without folders, and this is {name!r}"
            assert name != RESULT or self.reporter.name == "json", f"{RESULT} is tracer's own"

    def test_it_reports_every_way_a_run_can_end(self, tmp_path: Path) -> None:
        """Passed, degraded, failed, error, cancelled, missed, flaky; and texts that want to do harm."""
        self._write(sample_batch(), folder=tmp_path)

    def test_it_reports_a_batch_without_runs(self, tmp_path: Path) -> None:
        """Interrupted before anything began."""
        self._write(sample_batch(runs=(), interrupted=True), folder=tmp_path)

    def test_it_writes_where_it_is_told_to(self, tmp_path: Path) -> None:
        """`path` may lie elsewhere: then nothing is written beside the artifacts."""
        artifacts, elsewhere = tmp_path / "artifacts", tmp_path / "elsewhere"
        for folder in (artifacts, elsewhere):
            folder.mkdir()
        path = elsewhere / "other.name" if self.reporter.filename else None
        self.reporter.write(sample_batch(), folder=artifacts, path=path)
        assert list(artifacts.iterdir()) == []
        assert [found for found in elsewhere.iterdir() if found != path] == []

    def test_it_writes_over_the_report_of_last_time(self, tmp_path: Path) -> None:
        """A second run leaves the second report, whole."""
        path = self._write(sample_batch(), folder=tmp_path)
        if path:
            path.write_bytes(b"x" * 10_000_000)
            self._write(sample_batch(runs=()), folder=tmp_path)
            assert path.stat().st_size < 10_000_000, "what was there before is still there"

    def test_it_says_one_line_or_nothing(self, tmp_path: Path) -> None:
        """The line stands on the terminal below the result."""
        line = self.reporter.write(sample_batch(), folder=tmp_path, path=self._path(tmp_path))
        assert line is None or (line.strip() and len(line.splitlines()) == 1), f"it says {line!r}"

    def _write(self, batch: Batch, *, folder: Path) -> Path | None:
        path, before = self._path(folder), batch.model_copy(deep=True)
        self.reporter.write(batch, folder=folder, path=path)
        assert path is None or path.stat().st_size > 0, f"{path} is empty"
        assert batch == before, "it changed the batch that other reports are made of"
        return path

    def _path(self, folder: Path) -> Path | None:
        return folder / self.reporter.filename if self.reporter.filename else None
