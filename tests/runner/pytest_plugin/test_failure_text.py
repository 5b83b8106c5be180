"""What pytest shows of journeys, as a whole: this is what somebody reads in the log of a build."""

from __future__ import annotations

import re

import pytest

from tests.runner.pytest_plugin.suite import Outcome, Suite, steady

pytestmark = pytest.mark.browser
JOURNEYS = """
@journey("Look around")
def look_around():
    with step("Open"):
        pass
    with step("Close"):
        print("closing")


@journey("Pay")
def pay():
    with step("Fill the cart"):
        lamps = 1 + 1
    with step("Show recommendations", soft=True):
        assert lamps == 4
    with step("Send the order", soft=True):
        assert "ok" == "not ok"
    with step("See the receipt"):
        raise ValueError("no receipt")
    with step("Go home"):
        pass


@pay.cleanup
def empty_the_cart():
    raise RuntimeError("the cart stays full")


@journey("Slow")
def slow():
    with step("Wait", budget=0.000001):
        pass


@journey("Lacks a param", params={"base_url": None})
def lacks_a_param(params):
    with step("Open"):
        pass


@journey("Heading")
def heading(page):
    with step("Open"):
        page.set_content("<h1>Lamps</h1>")
    with step("Look"):
        expect(page.get_by_role("heading")).to_have_text("Chairs", timeout=1)
"""
PAY = """
Pay: failed

  passed   Fill the cart  DURATION
  failed   Show recommendations  DURATION
  failed   Send the order  DURATION
  failed   See the receipt  DURATION
  skipped  Go home

Step "Show recommendations": assert 2 == 4
expected: 4
actual:   2
at journeys/shop.py:16
    assert lamps == 4
-> For a full trace run again with `--tracer-retries 1`, or `--tracer-trace on`.

Step "Send the order": assert 'ok' == 'not ok'
expected: 'not ok'
actual:   'ok'
at journeys/shop.py:18
    assert "ok" == "not ok"

Step "See the receipt": no receipt
at journeys/shop.py:20
    raise ValueError("no receipt")

In the cleanup empty_the_cart: the cart stays full
at journeys/shop.py:27
    raise RuntimeError("the cart stays full")
"""
HEADING = """
Heading: failed

  passed   Open  DURATION
  failed   Look  DURATION

Step "Look": Expected get_by_role("heading") to have text 'Chairs'; it was 'Lamps'.
Call log:
  …
expected: Chairs
actual:   Lamps
at journeys/shop.py:47
    expect(page.get_by_role("heading")).to_have_text("Chairs", timeout=1)
-> For a full trace run again with `--tracer-retries 1`, or `--tracer-trace on`.
evidence in tracer-results/runs/heading-ID/1
"""
LOOK_AROUND = """
------------------------------------ Steps -------------------------------------
  passed   Open  DURATION
  passed   Close  DURATION
---------------------------- Printed by the journey ----------------------------
closing
"""
SLOW = """
journeys/shop.py::slow
  journeys/shop.py:30: JourneyDegraded: Slow is degraded: Wait  degraded  DURATION  over its budget of DURATION
    @journey("Slow")
"""
LIVE = """
journeys/shop.py::look_around
  Open  DURATION
  Close  DURATION
journeys/shop.py::look_around PASSED                                     [ 20%]
"""
LACKS = """
Lacks a param: error

The journey "Lacks a param" (journeys/shop.py:36) has no value for the param base_url.
-> Pass `--tracer-param base_url=…`, or set it in `params={…}` over its function, or in params of `[environments.NAME]` in tracer.toml.
"""  # noqa: E501


@pytest.fixture(scope="module")
def shown(shared_suite: Suite) -> Outcome:
    shared_suite.journeys("shop.py", JOURNEYS)
    return shared_suite.run("journeys", "-v", "-rA")


@pytest.fixture(scope="module")
def quiet(shared_suite: Suite, shown: Outcome) -> Outcome:
    return shared_suite.run("journeys")


@pytest.fixture(scope="module")
def distributed(shared_suite: Suite, shown: Outcome) -> Outcome:
    return shared_suite.run("journeys", "-n", "2", beside=("xdist",))


@pytest.fixture(scope="module")
def abreast(shared_suite: Suite, shown: Outcome) -> Outcome:
    return shared_suite.run("journeys", "--tracer-concurrency", "3")


def test_a_failure_shows_steps_then_each_error_with_its_line_and_nothing_of_tracer_itself(shown: Outcome) -> None:
    assert shown.part("pay") == PAY.strip()


def test_a_failed_expectation_shows_what_was_there_and_where_its_evidence_lies(shown: Outcome) -> None:
    assert shown.part("heading") == HEADING.strip()


def test_a_journey_that_could_not_be_run_is_an_error_and_no_failure(shown: Outcome) -> None:
    assert shown.part("ERROR at call of lacks_a_param") == LACKS.strip()
    assert shown.last == "2 failed, 2 passed, 1 warning, 1 error"
    assert shown.code == 1


def test_the_short_summary_has_the_reason(shown: Outcome) -> None:
    assert "\nFAILED journeys/shop.py::pay - Show recommendations: assert 2 == 4\n" in shown.output
    assert '\nERROR journeys/shop.py::lacks_a_param - The journey "Lacks a param"' in shown.output
    assert "\nDEGRADED journeys/shop.py::slow\n" in shown.output


def test_steps_and_what_was_printed_are_listed_of_what_passed(shown: Outcome) -> None:
    assert steady(shown.part("look_around")) == LOOK_AROUND.strip("\n")


def test_a_broken_budget_is_a_warning(shown: Outcome) -> None:
    assert shown.part("warnings summary").startswith(SLOW.strip())


def test_steps_are_shown_as_they_end(shown: Outcome) -> None:
    """`test_a_step_is_shown_while_the_journey_goes_on` proves when."""
    assert LIVE.strip() in steady(shown.output)


def test_without_v_only_a_letter_is_shown_of_each(quiet: Outcome) -> None:
    assert re.search(r"^journeys/shop\.py \.F\.EF +\[100%\]$", quiet.output, re.MULTILINE)
    assert "DURATION" not in steady(quiet.output.partition("= ERRORS =")[0])


def test_a_worker_of_xdist_shows_the_same_text(shown: Outcome, distributed: Outcome) -> None:
    for title in ("pay", "heading", "ERROR at call of lacks_a_param"):
        place, _, text = distributed.part(title).partition("\n")
        assert place.startswith("[gw")
        assert text == shown.part(title)
    assert distributed.part("warnings summary") == shown.part("warnings summary")
    assert distributed.last == shown.last


def test_journeys_at_once_give_the_same_text(shown: Outcome, abreast: Outcome) -> None:
    for title in ("pay", "heading", "ERROR at call of lacks_a_param"):
        assert abreast.part(title) == shown.part(title)
    assert abreast.last == shown.last
