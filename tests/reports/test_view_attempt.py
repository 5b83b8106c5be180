from __future__ import annotations

from tracer_reports.files import Place
from tracer_reports.pictures import Picture
from tracer_reports.views.attempt import AttemptView, Limits, view_attempt
from tracer_reports.views.evidence import Evidence

from tracer_runner.model.run import Artifact, ArtifactKind, Attempt, ConsoleMessage
from tracer_runner.model.run import Picture as Shown

from .samples import FAILED, attempt_of, broken_assertion, held, looks_different, step_of


def view(attempt: Attempt, *, limits: Limits | None = None, link: str | None = "x") -> AttemptView:
    """The view with every picture at hand and every file in its place."""
    pictures = {step.screenshot: Picture(step.screenshot, uri="data:,") for step in attempt.steps if step.screenshot}
    places = {each.path: Place(link=link, typed=f"results/{each.path}", present=True) for each in attempt.artifacts}
    return view_attempt(
        attempt, total=2, evidence=Evidence(pictures=pictures, places=places), limits=limits or Limits(requests=500)
    )


def test_failed_assertions_come_first_and_are_counted() -> None:
    found = view(attempt_of([step_of(0, "Pay", assertions=(held(), broken_assertion()))], assertions=(held(),)))
    assert [(row.passed, row.step) for row in found.assertions] == [(False, "Pay"), (True, "Pay"), (True, None)]
    assert found.failed_assertions == 1


def test_pictures_that_the_failure_shows_are_not_shown_again() -> None:
    error, result = looks_different()
    _, elsewhere = looks_different(line=99)
    elsewhere = elsewhere.model_copy(update={"pictures": (Shown(title="actual", path="elsewhere.png"),)})
    step = step_of(0, "Look", status=FAILED, error=error, assertions=(result, elsewhere))
    paths = ("expected.png", "actual.png", "difference.png", "elsewhere.png")
    evidence = Evidence(pictures={path: Picture(path, uri="data:,") for path in paths}, places={})
    rows = view_attempt(attempt_of([step]), total=1, evidence=evidence, limits=Limits(requests=500)).assertions
    assert [(len(row.pictures), row.pictured_above) for row in rows] == [(0, True), (1, False)]


def test_errors_of_the_console_are_kept_when_there_are_too_many_messages() -> None:
    plain = [ConsoleMessage(type="log", text=f"line {number}") for number in range(500)]
    found = view(attempt_of(console=(*plain, ConsoleMessage(type="exception", text="boom"))))
    assert len(found.console) == 200
    assert found.console[-1].text == "boom"
    assert found.console_errors == 1
    assert found.console_left_out == "301 more messages left out here."


def test_each_pictured_step_is_a_frame() -> None:
    found = view(attempt_of([step_of(0, "Open", screenshot="0.jpg"), step_of(1, "Pay")]))
    assert [(frame.caption, frame.status) for frame in found.frames] == [("Open", "passed")]


def test_a_thousand_pictures_do_not_make_a_thousand_frames() -> None:
    steps = [step_of(index, f"S{index}", screenshot=f"{index}.jpg") for index in range(1000)]
    assert len(view(attempt_of(steps)).frames) == 100


def test_a_trace_comes_with_the_command_that_opens_it() -> None:
    trace = Artifact(kind=ArtifactKind.TRACE, path="a b/trace.zip", size=10)
    (file,) = view(attempt_of(artifacts=(trace,))).artifacts
    assert file.command == "tracer show-trace 'results/a b/trace.zip'"


def test_a_file_outside_the_output_folder_gets_no_link_and_no_command() -> None:
    trace = Artifact(kind=ArtifactKind.TRACE, path="../trace.zip", size=10)
    (file,) = view(attempt_of(artifacts=(trace,)), link=None).artifacts
    assert (file.link, file.command) == (None, None)
    assert file.note == "Its path leads out of the output folder."
