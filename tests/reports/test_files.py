from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from tracer_reports.files import locate, place_artifacts, relative_link, typed_path, write_file

from tracer_runner.errors import UsageError

from .samples import batch_of, failed_run, keep_pictures


def test_a_file_is_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_file(tmp_path / "a.txt", text="before")
    write_file(tmp_path / "a.txt", text="after ü")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "after ü"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_write_that_fails_keeps_the_old_file_and_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_file(tmp_path / "a.txt", text="before")

    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UsageError, match="No space left on device"):
        write_file(tmp_path / "a.txt", text="after")
    assert (tmp_path / "a.txt").read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["missing/a.txt", "."])
def test_a_path_that_takes_no_file_is_a_usage_error_with_a_hint(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot be written") as caught:
        write_file(tmp_path / name, text="x")
    assert caught.value.hint


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()))
    reader.start()
    write_file(pipe, text="hello")
    reader.join(timeout=30)
    assert got == ["hello"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/passwd", "a/../../b", "", ".", "nul\x00"])
def test_a_path_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path, path: str) -> None:
    assert locate(path, folder=tmp_path / "results") is None
    assert relative_link(path, folder=tmp_path / "results", report=tmp_path / "report.html") is None


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"x")
    (folder / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    assert locate("link.jpg", folder=folder) is None


def test_links_are_relative_to_the_report_and_cannot_be_mistaken_for_addresses(tmp_path: Path) -> None:
    folder = tmp_path / "results"
    assert relative_link("runs/a b/t.zip", folder=folder, report=folder / "report.html") == "runs/a%20b/t.zip"
    assert relative_link("t.zip", folder=folder, report=tmp_path / "public" / "x.html") == "../results/t.zip"
    assert relative_link("javascript:alert(1)", folder=folder, report=folder / "r.html") == "javascript%3Aalert%281%29"


def test_paths_are_shown_as_typed_in_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert typed_path("runs/t.zip", folder=Path("results")) == "results/runs/t.zip"
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert typed_path("t.zip", folder=tmp_path) == str(tmp_path / "t.zip")


def test_a_missing_artifact_is_known_to_be_missing(tmp_path: Path) -> None:
    batch = batch_of(failed_run())
    keep_pictures(batch, folder=tmp_path)
    (tmp_path / "checkout/attempt-1/video.webm").unlink()
    places = place_artifacts(batch, folder=tmp_path, report=tmp_path / "report.html")
    assert places["checkout/attempt-1/trace.zip"].present
    assert not places["checkout/attempt-1/video.webm"].present
