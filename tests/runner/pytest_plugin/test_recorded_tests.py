"""Tests that pytest runs itself, without a browser: what of them becomes a run, and what pytest is told."""

from __future__ import annotations

import re

import pytest

from tracer_runner.model.status import RunStatus, StepStatus

from .inner_session import InnerSession, run_inner

TESTS = '''
import sys
import threading
import time
from unittest import SkipTest


def test_that_takes_no_step():
    assert "tracer_runner.engine.running.recorder" not in sys.modules


def test_steps():
    """Lamps are counted."""
    with step("Open the shop"):
        with step("Count the lamps", budget="1m"):
            pass
    with step("Pay"):
        pass


class TestShop:
    def test_method(self):
        with step("Open"):
            pass

    @journey("Checkout", params={"product": "Arc lamp"})
    def test_journey(self, params):
        with step(f"Buy {params.product}"):
            pass


def test_assert_in_a_step():
    lamps = 3
    with step("Count"):
        assert lamps == 4


def test_assert_after_a_step():
    with step("Count"):
        lamps = 3
    assert lamps == 4


def test_fails_softly():
    with step("Count", soft=True):
        assert 3 == 4
    with step("Go on"):
        pass


def test_passes_over_a_failure():
    with pytest.raises(AssertionError):
        with step("Count"):
            assert 3 == 4


def test_is_skipped():
    with step("Open"):
        pytest.skip("no lamps today")


def test_is_skipped_as_unittest_does():
    with step("Open"):
        raise SkipTest("no lamps today")


def test_fails_softly_and_is_skipped():
    with step("Count", soft=True):
        assert 3 == 4
    pytest.skip("no lamps today")


@pytest.mark.xfail(reason="lamps are dark")
def test_fails_as_expected():
    with step("Count"):
        assert 3 == 4


def test_calls_fail():
    with step("Count"):
        pytest.fail("no lamps")


def test_is_late():
    with step("Wait", timeout=0.01):
        time.sleep(0.02)


def test_is_softly_late():
    with step("Wait", timeout=0.01, soft=True):
        time.sleep(0.02)
    with step("Go on"):
        pass


def test_tries_again():
    tries = []

    @step("Try", retries=2)
    def attempt():
        tries.append(1)
        assert len(tries) == 3

    attempt()


def test_is_over_budget():
    with step("Wait", budget=0.01):
        time.sleep(0.02)


def test_thread():
    with step("Begin a thread"):
        def work():
            with step("Nobody records this"):
                pass
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()


@pytest.fixture
def signed_in():
    with step("Sign in"):
        pass
    yield
    with step("Sign out"):
        pass


def test_fixture(signed_in):
    with step("Look around"):
        pass


@pytest.fixture
def dark_shop():
    with step("Open"):
        assert 3 == 4


def test_fixture_that_fails(dark_shop):
    pass


@pytest.fixture
def lamp_that_stays_lit():
    yield
    with step("Switch off", soft=True):
        assert 3 == 4


def test_fixture_that_fails_softly_at_the_end(lamp_that_stays_lit):
    pass


@pytest.fixture(scope="module")
def open_shop():
    with step("Stay open until the last test has gone"):
        yield


def test_fixture_whose_step_outlives_it(open_shop):
    with step("Look around"):
        pass


def test_subtests(subtests):
    with subtests.test("closed"):
        pytest.skip("closed")
    with subtests.test("open"), step("Open"):
        pass


@pytest.mark.parametrize("lamp", ["arc/one", "arc/two"])
def test_each(lamp):
    with step(f"Look at {lamp}"):
        print("lit:", lamp)


def test_check_without_a_page():
    with step("Look"):
        check.no_console_errors()


def test_params(params):
    with step(f"Open {params.region} with {params.lamps}"):
        pass


def test_missing_param(params):
    with step("Read"):
        params.colour


def test_secrets(secrets):
    with step(f"Sign in with {secrets.SHOP_TOKEN}"):
        print("token:", secrets.SHOP_TOKEN)
        assert secrets.SHOP_TOKEN == "another"


def test_secret_of_a_test_before():
    with step("Look at kanarienvogel-4711"):
        pass


def test_is_skipped_with_a_secret(secrets):
    pytest.skip(f"nobody knows {secrets.SHOP_TOKEN}")


def test_missing_secret(secrets):
    with step("Read"):
        secrets.NOT_SET


def test_short_secret(secrets):
    with step("Read"):
        secrets.SHORT


@journey("Signs in", secrets=["SHOP_TOKEN"])
def test_declared(secrets):
    with step("Read"):
        secrets.SHORT


@pytest.mark.asyncio
@journey("Asynchronous")
async def test_async():
    import asyncio

    async def beside():
        with step("Beside"):
            await asyncio.sleep(0)

    with step("Wait"):
        await asyncio.sleep(0.02)
        await asyncio.gather(beside())


@pytest.mark.asyncio(loop_scope="module")
async def test_async_in_a_loop_of_the_module():
    with step("First"):
        pass


@pytest.mark.asyncio(loop_scope="module")
async def test_async_in_the_same_loop():
    with step("Second"):
        raise ValueError("dark")
'''


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> InnerSession:
    return run_inner(
        tmp_path_factory.mktemp("plain"), TESTS, "-p", "no:randomly", STAGING_TOKEN="kanarienvogel-4711", SHORT="abc"
    )


def test_a_test_without_steps_costs_nothing_and_is_no_run(session: InnerSession) -> None:
    assert session.outcomes["test_that_takes_no_step"] == "passed", session.output
    assert "test_that_takes_no_step" not in session.runs


def test_a_test_with_steps_is_a_run_with_its_steps(session: InnerSession) -> None:
    run = session.runs["test_steps"]
    assert [(step.name, step.parent, step.status) for step in run.steps] == [
        ("Open the shop", None, StepStatus.PASSED),
        ("Count the lamps", 0, StepStatus.PASSED),
        ("Pay", None, StepStatus.PASSED),
    ]
    line = 1 + session.folder.joinpath("test_shop.py").read_text().splitlines().index("def test_steps():")
    assert (str(run.source), run.name, run.description) == (f"test_shop.py:{line}", "test_steps", "Lamps are counted.")
    assert (run.status, run.environment, run.browser) == (RunStatus.PASSED, "staging", None)
    assert run.last
    assert run.last.network is None


def test_methods_and_functions_under_journey_are_tests_like_any(session: InnerSession) -> None:
    assert session.runs["test_method"].status is RunStatus.PASSED
    assert [step.name for step in session.runs["test_journey"].steps] == ["Buy Arc lamp"]
    assert session.runs["test_journey"].params == {"product": "Arc lamp", "region": "north", "lamps": 3}


@pytest.mark.parametrize("name", ["test_assert_in_a_step", "test_assert_after_a_step"])
def test_pytests_own_asserts_show_their_values(session: InnerSession, name: str) -> None:
    error = session.runs[name].error
    assert error
    assert (error.expected, error.actual) == ("4", "3")
    assert error.step == ("Count" if name == "test_assert_in_a_step" else None)
    assert error.source
    assert error.source.lines[error.source.line - error.source.first_line].strip() == "assert lamps == 4"
    assert session.outcomes[name] == "failure"


def test_what_a_test_passed_over_makes_it_fail_all_the_same(session: InnerSession) -> None:
    for name in ("test_fails_softly", "test_passes_over_a_failure", "test_fails_softly_and_is_skipped"):
        assert session.outcomes[name] == "failure", name
        assert session.runs[name].status is RunStatus.FAILED, name
    assert "The test went on after this had failed:\nCount: " in session.output
    assert [step.status for step in session.runs["test_fails_softly"].steps] == ["failed", "passed"]


def test_a_skip_and_an_expected_failure_are_left_to_pytest(session: InnerSession) -> None:
    for name in ("test_is_skipped", "test_is_skipped_as_unittest_does", "test_fails_as_expected"):
        assert session.outcomes[name] == "skipped", name
        assert name not in session.runs, name


def test_a_call_of_fail_is_a_failure_of_its_step(session: InnerSession) -> None:
    error = session.runs["test_calls_fail"].error
    assert error
    assert (error.class_, error.message, error.step) == ("Failed", "no lamps", "Count")


def test_a_step_that_nobody_can_interrupt_fails_when_it_ends_late(session: InnerSession) -> None:
    error = session.runs["test_is_late"].error
    assert error
    assert (error.class_, error.message) == ("StepTimeout", "The step 'Wait' took longer than 10 ms.")
    assert session.outcomes["test_is_late"] == "failure"
    soft = session.runs["test_is_softly_late"]
    assert [step.status for step in soft.steps] == ["failed", "passed"]
    assert session.outcomes["test_is_softly_late"] == "failure"


def test_retries_and_budgets_are_kept_as_in_journeys(session: InnerSession) -> None:
    assert session.runs["test_tries_again"].steps[0].tries == 3
    assert session.outcomes["test_tries_again"] == "passed"
    assert session.runs["test_is_over_budget"].status is RunStatus.DEGRADED
    assert session.outcomes["test_is_over_budget"] == "passed"


def test_a_thread_of_the_test_is_not_recorded(session: InnerSession) -> None:
    assert [step.name for step in session.runs["test_thread"].steps] == ["Begin a thread"]


def test_fixtures_take_steps_too(session: InnerSession) -> None:
    run = session.runs["test_fixture"]
    assert [step.name for step in run.steps] == ["Sign in", "Look around", "Sign out"]
    assert [step.offset_ms >= 0 for step in run.steps] == [True] * 3


def test_a_fixture_that_fails_is_an_error_for_pytest_and_a_failed_run(session: InnerSession) -> None:
    for name in ("test_fixture_that_fails", "test_fixture_that_fails_softly_at_the_end"):
        assert session.outcomes[name] == "error", name
        assert session.runs[name].status is RunStatus.FAILED, name


def test_a_step_that_outlives_its_test_disturbs_nobody(session: InnerSession) -> None:
    assert session.outcomes["test_fixture_whose_step_outlives_it"] == "passed", session.output
    assert [step.name for step in session.runs["test_fixture_whose_step_outlives_it"].steps] == ["Look around"]
    last = list(session.outcomes)[-1]
    assert session.outcomes[last] == "failure", "the step ends in its teardown: what it disturbs would be an error"


def test_a_subtest_that_is_skipped_skips_no_test(session: InnerSession) -> None:
    assert [step.name for step in session.runs["test_subtests"].steps] == ["Open"]


def test_every_set_of_parameters_is_a_run(session: InnerSession) -> None:
    runs = [session.runs[f"test_each[arc/{number}]"] for number in ("one", "two")]
    assert [run.function for run in runs] == ["test_each"] * 2
    assert [run.last.output for run in runs if run.last] == ["lit: arc/one\n", "lit: arc/two\n"]


def test_a_check_without_a_page_says_what_to_add(session: InnerSession) -> None:
    error = session.runs["test_check_without_a_page"].error
    assert error
    assert "there is none here: add `page` to the arguments" in error.message


def test_params_come_from_the_environment(session: InnerSession) -> None:
    run = session.runs["test_params"]
    assert run.steps[0].name == "Open north with 3"
    assert run.params == {"region": "north", "lamps": 3}
    error = session.runs["test_missing_param"].error
    assert error
    assert (error.class_, session.runs["test_missing_param"].status) == ("MissingParam", RunStatus.ERROR)


def test_secrets_are_masked_wherever_they_stand(session: InnerSession) -> None:
    run = session.runs["test_secrets"]
    assert run.steps[0].name == "Sign in with ***"
    assert run.status is RunStatus.FAILED
    for kept in ("results/result.json", "inner.xml"):
        assert "kanarienvogel" not in (session.folder / kept).read_text(), kept
    assert "kanarienvogel" not in session.output
    assert session.outcomes["test_is_skipped_with_a_secret"] == "skipped"


def test_the_secrets_of_earlier_tests_stay_masked(session: InnerSession) -> None:
    assert session.runs["test_secret_of_a_test_before"].steps[0].name == "Look at ***"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("test_missing_secret", "has no value for the secret NOT_SET. Type `export NOT_SET=…`"),
        ("test_short_secret", "has a value under 4 characters for the secret SHORT. Type `export SHORT=…`"),
        ("test_declared", "The secret 'SHORT' has no value in this run. Declare it: `secrets=[\"SHORT\"]`"),
    ],
)
def test_a_secret_that_cannot_be_given_is_told_with_the_next_step(session: InnerSession, name: str, told: str) -> None:
    error = session.runs[name].error
    assert error
    assert (error.class_, session.runs[name].status) == ("MissingSecret", RunStatus.ERROR)
    assert told in re.sub(r"\nE +", " ", session.output)


def test_asynchronous_tests_are_recorded_in_whatever_loop_they_run(session: InnerSession) -> None:
    assert session.outcomes["test_async"] == "passed", session.output
    assert [(step.name, step.parent) for step in session.runs["test_async"].steps] == [("Wait", None), ("Beside", 0)]
    assert session.runs["test_async"].steps[0].duration_ms >= 20
    assert [step.name for step in session.runs["test_async_in_a_loop_of_the_module"].steps] == ["First"]
    failed = session.runs["test_async_in_the_same_loop"]
    assert [(step.name, step.status) for step in failed.steps] == [("Second", StepStatus.FAILED)]
