"""A login is done once, in a step of its own, and journeys begin with what it left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tracer_runner.model.status import RunStatus, StepStatus

pytestmark = pytest.mark.browser
SIGN_IN = """
    @login("customer", secrets=["SHOP_WORD"], params={{"base_url": {site!r}}})
    def sign_in(page, params, secrets):
        page.goto(params.base_url + "/form")
        with step("Type"):
            page.get_by_label("Password").fill(secrets.SHOP_WORD)
        page.evaluate("document.cookie = 'who=ada'; localStorage.setItem('token', 'abc')")
"""
LOOK = """
    @journey("Look {n}", login="customer")
    def look_{n}(page):
        assert page.url == "about:blank"
        page.goto({site!r} + "/form")
        assert page.evaluate("[document.cookie, localStorage.getItem('token')]") == ["who=ada", "abc"]
"""


@pytest.fixture(autouse=True)
def _secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP_WORD", "sesame-sesame")


def names(run: Any) -> list[str]:
    return [step.name for step in run.steps]


def test_abreast_one_signs_in_and_all_are_signed_in(bench: Any, http_site: str) -> None:
    code = SIGN_IN.format(site=http_site) + "".join(LOOK.format(site=http_site, n=n) for n in range(4))
    runs = list(bench.run(code).values())
    assert {run.status for run in runs} == {RunStatus.PASSED}
    assert sorted(map(names, runs)) == [[], [], [], ["Log in as customer", "Type"]]


def test_the_login_of_another_file_is_done_where_it_stands(bench: Any, http_site: str) -> None:
    bench.write("sign_ins.py", SIGN_IN.format(site=http_site))
    run = bench.run_one(LOOK.format(site=http_site, n=1))
    assert run.status is RunStatus.PASSED, run.error
    step = run.steps[0]
    assert (step.name, step.source.line, Path(step.source.file).name) == ("Log in as customer", 3, "sign_ins.py")
    assert step.screenshot


def test_a_login_that_fails_fails_its_run_and_the_next_one_tries_again(bench: Any, http_site: str) -> None:
    code = """
    @login("customer")
    def sign_in(page):
        assert page.title() == "Signed in"
    """
    runs = list(bench.run(code + LOOK.format(site=http_site, n=1) + LOOK.format(site=http_site, n=2)).values())
    for run in runs:
        assert run.status is RunStatus.FAILED
        assert [(step.name, step.status) for step in run.steps] == [("Log in as customer", StepStatus.FAILED)]


def test_a_session_the_site_has_forgotten_is_made_anew_by_the_retry(bench: Any, http_site: str) -> None:
    code = (
        SIGN_IN.format(site=http_site)
        + LOOK.format(site=http_site, n=1)
        + f"""
    @journey("Log out", login="customer")
    def log_out(page, run):
        page.goto({http_site!r} + "/form")
        if run.attempt == 1:
            raise AssertionError("The site did not know the session.")
    """
    )
    assert bench.run(code)["look_1"].status is RunStatus.PASSED
    runs = bench.run(code, retries=1)
    last = runs["log_out"]
    assert (last.status, last.flaky) == (RunStatus.PASSED, True)
    assert "Log in as customer" in [step.name for step in last.attempts[1].steps]


def test_a_login_has_its_own_params_and_secrets_and_the_journey_does_not_see_them(bench: Any, http_site: str) -> None:
    code = (
        SIGN_IN.format(site=http_site)
        + """
    @journey("Look", login="customer")
    def look(page, params, secrets):
        assert "base_url" not in params
        getattr(secrets, "SHOP_" + "WORD")
    """
    )
    run = bench.run_one(code)
    assert run.error.class_ == "MissingSecret"
    assert "SHOP_WORD" in run.error.message


def test_an_api_journey_is_signed_in_without_a_browser(bench: Any, http_site: str) -> None:
    code = f"""
        @login("service")
        def sign_in(request):
            request.get({http_site!r} + "/json")

        @journey("First", login="service")
        def first(request):
            assert request.get({http_site!r} + "/json").ok
    """
    run = bench.run_one(code)
    assert (run.status, run.browser, names(run)) == (RunStatus.PASSED, None, ["Log in as service"])
    assert names(bench.run_one(code)) == []
