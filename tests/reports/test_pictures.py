from __future__ import annotations

from pathlib import Path

from tracer_reports.moment import broken_step, moment_step
from tracer_reports.pictures import LARGEST, embed_pictures

from tracer_runner.model.run import Artifact, ArtifactKind, Run
from tracer_runner.model.status import RunStatus, StepStatus

from .samples import (
    FAILED,
    JPEG,
    attempt_of,
    batch_of,
    error_of,
    failed_run,
    keep_pictures,
    looks_different,
    run_of,
    step_of,
)


def pictured(name: str, *, count: int) -> Run:
    """A run that passed, with so many pictures."""
    steps = [step_of(index, f"{name} {index}", screenshot=f"{name}-{index}.jpg") for index in range(count)]
    return run_of(attempt_of(steps), journey=name)


def test_a_picture_becomes_a_data_uri(tmp_path: Path) -> None:
    (tmp_path / "a-0.jpg").write_bytes(JPEG)
    uri = embed_pictures(batch_of(pictured("a", count=1)), folder=tmp_path)["a-0.jpg"].uri
    assert uri is not None
    assert uri.startswith("data:image/jpeg;base64,/9j/")


def test_a_missing_picture_is_said(tmp_path: Path) -> None:
    picture = embed_pictures(batch_of(pictured("a", count=1)), folder=tmp_path)["a-0.jpg"]
    assert picture.uri is None
    assert picture.note == f"The picture is missing: {tmp_path / 'a-0.jpg'}"


def test_a_file_that_is_no_picture_is_not_embedded(tmp_path: Path) -> None:
    (tmp_path / "a-0.jpg").write_bytes(b"<svg onload=alert(1)>")
    picture = embed_pictures(batch_of(pictured("a", count=1)), folder=tmp_path)["a-0.jpg"]
    assert picture.uri is None
    assert "no JPEG or PNG" in (picture.note or "")


def test_a_file_outside_the_folder_is_not_embedded(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(JPEG)
    run = run_of(attempt_of([step_of(0, "a", screenshot="../secret.jpg")]))
    assert embed_pictures(batch_of(run), folder=tmp_path / "results")["../secret.jpg"].uri is None


def test_pictures_of_passed_runs_give_way_to_those_of_broken_ones(tmp_path: Path) -> None:
    batch = batch_of(pictured("calm", count=3), failed_run())
    keep_pictures(batch, folder=tmp_path)
    for index in range(3):
        (tmp_path / f"calm-{index}.jpg").write_bytes(JPEG)
    pictures = embed_pictures(batch, folder=tmp_path, budget=3 * len(JPEG))
    shown = {path for path, picture in pictures.items() if picture.uri}
    assert shown == {"checkout/attempt-1/0.jpg", "checkout/attempt-1/3.jpg", "calm-0.jpg"}
    assert pictures["calm-2.jpg"].note == f"Left out to keep this file small: {tmp_path / 'calm-2.jpg'}"


def test_the_moment_a_run_broke_is_shown_even_beyond_the_budget(tmp_path: Path) -> None:
    batch = batch_of(failed_run())
    keep_pictures(batch, folder=tmp_path)
    pictures = embed_pictures(batch, folder=tmp_path, budget=0)
    assert [path for path, picture in pictures.items() if picture.uri] == ["checkout/attempt-1/3.jpg"]


def test_one_enormous_picture_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a-0.jpg").write_bytes(JPEG + b"\0" * LARGEST)
    assert embed_pictures(batch_of(pictured("a", count=1)), folder=tmp_path)["a-0.jpg"].uri is None


def test_the_innermost_step_with_the_deciding_error_is_the_broken_one() -> None:
    attempt = failed_run().attempts[0]
    found = broken_step(attempt)
    assert found is not None
    assert found.name == "Confirm"


def test_an_error_between_steps_belongs_to_no_step_and_shows_the_last_picture() -> None:
    soft = step_of(0, "Soft", status=FAILED, error=error_of("Later.", step="Soft"), screenshot="0.jpg")
    attempt = attempt_of([soft, step_of(1, "Next", screenshot="1.jpg")], error=error_of("First.", step=None))
    assert broken_step(attempt) is None
    moment = moment_step(attempt)
    assert moment is not None
    assert moment.screenshot == "1.jpg"


def test_the_picture_of_the_end_is_embedded_for_what_broke_outside_of_any_step(tmp_path: Path) -> None:
    (tmp_path / "end.jpg").write_bytes(JPEG)
    end = Artifact(kind=ArtifactKind.SCREENSHOT, path="end.jpg", size=len(JPEG))
    attempt = attempt_of([], status=RunStatus.FAILED, error=error_of("First.", step=None), artifacts=(end,))
    batch = batch_of(run_of(attempt, status=RunStatus.FAILED))
    assert embed_pictures(batch, folder=tmp_path)["end.jpg"].uri


def test_without_its_own_picture_the_step_shows_that_of_the_step_around_it_or_of_the_one_before() -> None:
    error = error_of(step="Pay / Confirm")
    inner = step_of(2, "Confirm", parent=1, depth=1, status=FAILED, error=error)
    before = step_of(0, "Open", screenshot="0.jpg")
    after = step_of(3, "Clean up", screenshot="3.jpg", status=StepStatus.PASSED)
    around = attempt_of([before, step_of(1, "Pay", status=FAILED, error=error, screenshot="1.jpg"), inner, after])
    alone = attempt_of([before, step_of(1, "Pay", status=FAILED, error=error), inner, after])
    assert [step.screenshot for step in (moment_step(around), moment_step(alone)) if step] == ["1.jpg", "0.jpg"]


def test_what_a_failed_assertion_saw_is_shown_even_beyond_the_budget_and_what_a_passed_one_saw_is_not(
    tmp_path: Path,
) -> None:
    error, result = looks_different()
    step = step_of(0, "Look", status=FAILED, error=error, assertions=(result,))
    for each in result.pictures:
        (tmp_path / each.path).write_bytes(JPEG)
    broken = run_of(attempt_of([step], status=RunStatus.FAILED))
    shown = embed_pictures(batch_of(broken), folder=tmp_path, budget=0)
    assert {path for path, picture in shown.items() if picture.uri} == {"expected.png", "actual.png", "difference.png"}
    calm = run_of(attempt_of([step_of(0, "Look", assertions=(result.model_copy(update={"passed": True}),))]))
    assert all(picture.left_out for picture in embed_pictures(batch_of(calm), folder=tmp_path, budget=0).values())
