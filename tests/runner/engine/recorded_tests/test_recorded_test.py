"""One recorded test, without pytest and without a page."""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracer_runner.engine.authoring import RECORDER_OF_TEST, step
from tracer_runner.engine.protocol import Capture, Limits
from tracer_runner.engine.recorded_tests.recorded_test import Identity, RecordedTest, RecordingOptions
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.run import Run
from tracer_runner.model.status import RunStatus


class Skip(BaseException):
    """What a test framework ends a test with."""


class Asked:
    """Options, and how often they were asked for."""

    def __init__(self, folder: Path, registry: Registry) -> None:
        self.times = 0
        self.folder = folder
        self._registry = registry

    def __call__(self) -> RecordingOptions:
        self.times += 1
        return RecordingOptions(
            project=self.folder,
            roots=(Path(__file__).parent,),
            output=self.folder / "results",
            registry=self._registry,
            capture=Capture(),
            limits=Limits(),
            kept=lambda _: None,
        )


@pytest.fixture
def asked(tmp_path: Path, registry: Registry) -> Asked:
    return Asked(tmp_path, registry)


@pytest.fixture
def recorded(asked: Asked) -> Iterator[RecordedTest]:
    """The test that runs here."""
    identity = Identity(key="test_lamp[arc/one]", name="A lamp", function="test_lamp", path=Path(__file__), line=1)
    test = RecordedTest(identity, options=asked, fixtures=list, breaks_off=(Skip,))
    before = RECORDER_OF_TEST.set(test.recorder)
    yield test
    RECORDER_OF_TEST.reset(before)
    test.discard()


def finished(test: RecordedTest) -> Run:
    run = test.finish()
    assert run
    return run


def test_without_a_step_nothing_is_asked_and_nothing_is_left(recorded: RecordedTest, asked: Asked) -> None:
    recorded.begin_call()
    recorded.compared("==", 3, 4)
    recorded.fail(ValueError("dark"))
    recorded.end_call()
    assert (recorded.take_failures(), recorded.finish(), asked.times) == ((), None, 0)


def test_options_are_asked_for_at_the_first_step_and_once(recorded: RecordedTest, asked: Asked) -> None:
    with step("Open"):
        pass
    with step("Pay"):
        pass
    assert asked.times == 1
    run = finished(recorded)
    assert [done.name for done in run.steps] == ["Open", "Pay"]
    assert (run.status, run.journey, run.name) == (RunStatus.PASSED, "test_lamp[arc/one]", "A lamp")


def test_what_recording_takes_is_not_the_tests_time(
    recorded: RecordedTest, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: real() + 100 * asked.times)  # the options take 100 seconds
    with step("Open"):
        pass
    recorded.end_call()
    run = finished(recorded)
    assert run.duration_ms < 50_000
    assert run.steps[0].offset_ms > 50_000


def test_a_step_in_a_thread_is_not_recorded(recorded: RecordedTest) -> None:
    with step("Here"):
        thread = threading.Thread(target=contextvars.copy_context().run, args=(_take_step,))
        thread.start()
        thread.join()
    assert [done.name for done in finished(recorded).steps] == ["Here"]


def test_failures_are_told_once_and_a_skip_is_none(recorded: RecordedTest) -> None:
    with step("Count", soft=True):
        raise AssertionError("three lamps")
    assert [error.message for error in recorded.take_failures()] == ["three lamps"]
    with pytest.raises(Skip), step("Go on"):
        raise Skip
    assert recorded.take_failures() == ()
    run = finished(recorded)
    assert [done.status for done in run.steps] == ["failed", "cancelled"]
    assert run.status is RunStatus.FAILED


def test_a_failure_after_a_skip_decides(recorded: RecordedTest) -> None:
    with pytest.raises(Skip) as skipped, step("Open"):
        raise Skip
    recorded.fail(skipped.value)
    recorded.fail(ValueError("the fixture could not be put away"))
    run = finished(recorded)
    assert run.status is RunStatus.ERROR
    assert run.error
    assert run.error.message == "the fixture could not be put away"
    assert run.error.hint == "This did not come from the test's code. Please report it."


def test_secrets_learned_at_any_time_are_masked_everywhere(recorded: RecordedTest) -> None:
    recorded.learn_secrets(["kanarienvogel"])
    recorded.use_params({"bird": "kanarienvogel"})
    with step("Feed the kanarienvogel, then the papagei"):
        recorded.learn_secrets(["papagei"])
    run = finished(recorded)
    assert run.steps[0].name == "Feed the ***, then the ***"
    assert run.params == {"bird": "***"}


def test_a_step_may_end_after_the_test_and_is_no_part_of_it(recorded: RecordedTest) -> None:
    with step("Stay open"):
        with step("Open"):
            pass
        run = finished(recorded)
    assert [done.name for done in run.steps] == ["Open"]


def test_a_test_that_is_discarded_leaves_no_files(recorded: RecordedTest, asked: Asked) -> None:
    recorder = recorded.recorder()
    assert recorder
    folder = asked.folder / "results" / "runs"
    with step("Open"):
        kept = folder / f"test_lamp-arc-one-{recorder.run_id[-12:]}" / "1" / "01-open.jpg"
        kept.parent.mkdir(parents=True)
        kept.touch()
    recorded.discard()
    assert list(folder.iterdir()) == []


def _take_step() -> None:
    with step("Nobody records this"):
        pass
