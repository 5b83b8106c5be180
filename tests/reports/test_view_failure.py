from __future__ import annotations

from tracer_reports.pictures import Picture
from tracer_reports.views.failure import view_failure

from tracer_runner.model.run import Artifact, ArtifactKind

from .samples import FAILED, JPEG, attempt_of, error_of, failed_run, looks_different, step_of


def test_the_failing_line_is_marked_and_the_excerpt_moves_to_the_left() -> None:
    view = view_failure(error_of(), attempt=None, pictures={})
    assert view.source is not None
    assert view.source.place == "journeys/checkout.py:31"
    assert [(line.number, line.marked) for line in view.source.lines] == [
        (29, False),
        (30, False),
        (31, True),
        (32, False),
    ]
    assert view.source.lines[0].text == 'with step("Confirm"):'
    assert view.source.lines[2].text == '    assert order.startswith("LS-")'


def test_the_first_line_leads_and_the_others_follow() -> None:
    view = view_failure(error_of("No order.\n\n  assert 1 == 2\n"), attempt=None, pictures={})
    assert view.headline == "No order."
    assert view.detail == "  assert 1 == 2"
    assert view_failure(error_of(""), attempt=None, pictures={}).headline == "AssertionError"


def test_the_class_of_an_error_is_named_where_it_says_something() -> None:
    assert view_failure(error_of(), attempt=None, pictures={}).kind is None
    assert view_failure(error_of(**{"class": "StepTimeout"}), attempt=None, pictures={}).kind == "StepTimeout"


def test_what_broke_outside_of_any_step_is_shown_as_the_page_was_in_the_end() -> None:
    error = error_of("It never came.", step=None)
    end = Artifact(kind=ArtifactKind.SCREENSHOT, path="end.jpg", size=1)
    attempt = attempt_of([step_of(0, "Open", screenshot="0.jpg")], error=error, artifacts=(end,))
    pictures = {path: Picture(path, uri=path) for path in ("0.jpg", "end.jpg")}
    view = view_failure(error, attempt=attempt, pictures=pictures)
    assert (view.picture, view.picture_caption) == (pictures["end.jpg"], None)


def test_the_picture_of_the_moment_belongs_to_the_failure() -> None:
    attempt = failed_run().attempts[0]
    picture = Picture("checkout/attempt-1/3.jpg", uri=f"data:image/jpeg;base64,{JPEG!r}")
    assert attempt.error is not None
    view = view_failure(attempt.error, attempt=attempt, pictures={picture.path: picture})
    assert view.picture is picture
    assert view.picture_caption == "Pay / Confirm"
    assert view_failure(attempt.error, attempt=None, pictures={picture.path: picture}).picture is None


def at_hand(*paths: str) -> dict[str, Picture]:
    return {path: Picture(path, uri=path) for path in paths}


def test_what_an_assertion_saw_is_shown_instead_of_the_page_at_that_moment() -> None:
    error, result = looks_different()
    attempt = attempt_of([step_of(0, "Look", status=FAILED, error=error, screenshot="0.jpg", assertions=(result,))])
    pictures = at_hand("0.jpg", "expected.png", "actual.png", "difference.png")
    view = view_failure(error, attempt=attempt, pictures=pictures)
    assert [each.title for each in view.pictures] == ["expected", "actual", "difference"]
    assert view.picture is None


def test_pictures_of_another_assertion_are_not_taken_for_those_of_the_failure() -> None:
    error, result = looks_different()
    _, elsewhere = looks_different(line=99)
    passed = result.model_copy(update={"passed": True})
    step = step_of(0, "Look", status=FAILED, error=error, screenshot="0.jpg", assertions=(elsewhere, passed))
    view = view_failure(error, attempt=attempt_of([step]), pictures=at_hand("0.jpg", "expected.png"))
    assert view.pictures == ()
    assert view.picture is not None


def test_a_later_error_has_the_pictures_of_its_assertion_and_none_of_the_moment() -> None:
    error, result = looks_different()
    attempt = attempt_of([step_of(0, "Look", status=FAILED, error=error, screenshot="0.jpg", assertions=(result,))])
    view = view_failure(error, attempt=attempt, pictures=at_hand("0.jpg", "actual.png"), decided=False)
    assert [each.title for each in view.pictures] == ["actual"]
    assert view.picture is None
