"""Which files and functions become items, and which of them are chosen."""

from __future__ import annotations

import re
from collections import Counter
from textwrap import indent

import pytest

from tests.runner.pytest_plugin.suite import Outcome, Suite

CHECKOUT = '''
print("the file is executed")


@journey("Check out", tags=["smoke", "shop"])
def checkout():
    """The way to an order."""
    with step("Fill the cart"):
        pass
    for lamp in ("halo", "fable"):
        with step(f"Pay {lamp}"):
            pass


@journey("Search", tags=["smoke", "slow"])
def search():
    pass
'''
TESTS = """
@journey("Test orders", tags=["shop"])
def test_orders():
    pass


@test_orders.cleanup
def test_away():
    pass


def test_beside():
    pass
"""
SAME_NAME = """
@journey("Test pay")
def test_pay():
    pass
"""
OUTLINE = """
<JourneyFile checkout.py>
  <JourneyItem checkout>
    The way to an order.
    - Fill the cart
    - Pay {lamp} (repeats)
  <JourneyItem search>
"""
BROKEN = """
journeys/broken.py:2: @journey has no option "tag": did you mean "tags"?
journeys/broken.py:3: there is no argument "pgae" for a journey: did you mean "page"?
"""


@pytest.fixture(scope="module")
def shop(shared_suite: Suite) -> Suite:
    shared_suite.journeys("checkout.py", CHECKOUT)
    shared_suite.journeys("test_orders.py", TESTS)
    shared_suite.journeys("test_pay.py", SAME_NAME)
    shared_suite.journeys("_shared.py", SAME_NAME.replace("test_pay", "shared"))
    shared_suite.write("journeys/no_journey.py", "raise RuntimeError('executed')\n")
    shared_suite.write("tests/test_plain.py", "def test_plain():\n    pass\n")
    shared_suite.write("more/again.py", "from tracer_runner import journey\n\n\n@journey()\ndef again():\n    pass\n")
    return shared_suite


def collected(outcome: Outcome) -> list[str]:
    """The ids of chosen items."""
    return re.findall(r"^\S+::\S+$", outcome.output, re.MULTILINE)


ALL = [
    "journeys/checkout.py::checkout",
    "journeys/checkout.py::search",
    "journeys/test_orders.py::test_beside",
    "journeys/test_orders.py::test_orders",
    "journeys/test_pay.py::test_pay",
]


CHOICES = {
    "": [*ALL, "tests/test_plain.py::test_plain"],
    "journeys": ALL,
    "journeys/checkout.py journeys/_shared.py": [*ALL[:2], "journeys/_shared.py::shared"],
    "journeys/checkout.py::search": ALL[1:2],
    "-k slow": ALL[1:2],
    "-m journey": [ALL[0], ALL[1], ALL[3], ALL[4]],
    "--tracer-tag shop --tracer-tag smoke+!slow": [ALL[0], *ALL[2:4], "tests/test_plain.py::test_plain"],
    "--tracer-journeys more more tests": ["more/again.py::again", "tests/test_plain.py::test_plain"],
    "-o tracer_journeys=more more": ["more/again.py::again"],
    "more/again.py": ["more/again.py::again"],
    "-o tracer=false tests journeys/checkout.py": ["tests/test_plain.py::test_plain"],
}


@pytest.fixture(scope="module")
def outcomes(shop: Suite) -> dict[str, Outcome]:
    outcomes = shop.run_each(*(f"--collect-only -q {arguments}" for arguments in CHOICES))
    return dict(zip(CHOICES, outcomes, strict=True))


@pytest.mark.parametrize("arguments", CHOICES)
def test_what_is_asked_for_is_chosen(outcomes: dict[str, Outcome], arguments: str) -> None:
    outcome = outcomes[arguments]
    assert (outcome.code, collected(outcome)) == (0, CHOICES[arguments])


def test_a_listing_shows_steps_and_executes_nothing(shop: Suite) -> None:
    outcome = shop.run("--collect-only", "-v", "journeys/checkout.py")
    assert indent(OUTLINE, "    ") in outcome.output
    assert "executed" not in outcome.output
    assert not (shop.folder / "tracer-results").exists()


def test_a_file_with_journeys_and_tests_is_executed_once_by_pytest_and_afresh_for_each_journey(suite: Suite) -> None:
    trace = "import os\n\nwith open('executed.txt', 'a') as file:\n    print(os.getpid(), file=file)\n"
    suite.journeys("test_orders.py", trace + TESTS)
    suite.journeys("checkout.py", trace + CHECKOUT)
    outcome = suite.run("journeys", "-p", "no:cacheprovider")
    assert outcome.last == "4 passed"
    here, *runner = Counter((suite.folder / "executed.txt").read_text().split()).most_common()[::-1]
    assert here[1] == 1
    assert [times for _, times in runner] == [5]


def test_a_file_that_cannot_be_read_is_an_error_of_collection_with_every_fault_and_its_line(suite: Suite) -> None:
    suite.journeys("broken.py", '@journey("Broken", tag=["x"])\ndef broken(pgae):\n    pass\n')
    suite.journeys("missing.py", "import nowhere_to_be_found\n\n\n@journey()\ndef missing():\n    pass\n")
    suite.journeys("syntax.py", "@journey()\ndef syntax(:\n    pass\n")
    suite.journeys("good.py", "@journey()\ndef good():\n    pass\n")
    suite.journeys("twice.py", "@journey(id='good')\ndef twice():\n    pass\n")
    outcome = suite.run("journeys")
    assert outcome.code == 2
    assert outcome.last == "4 errors"
    assert outcome.part("ERROR collecting journeys/broken.py") == BROKEN.strip()
    assert outcome.part("ERROR collecting journeys/missing.py").startswith(
        "journeys/missing.py:2: there is no module 'nowhere_to_be_found' to import."
    )
    assert outcome.part("ERROR collecting journeys/syntax.py").startswith("journeys/syntax.py:3: ")
    assert outcome.part("ERROR collecting journeys/twice.py").startswith("journeys/twice.py:2: ")
    assert "Traceback" not in outcome.output
    assert not (suite.folder / "tracer-results").exists()


def test_beside_a_file_that_cannot_be_read_others_run_when_pytest_is_told_to_go_on(suite: Suite) -> None:
    suite.journeys("broken.py", '@journey("Broken", tag=["x"])\ndef broken():\n    pass\n')
    suite.journeys("good.py", "@journey()\ndef good():\n    pass\n")
    for arguments in (("--continue-on-collection-errors",), ("-n", "1")):  # pytest-xdist always goes on
        outcome = suite.run("journeys", *arguments, beside=("xdist",))
        assert (outcome.code, outcome.last) == (1, "1 passed, 1 error")
