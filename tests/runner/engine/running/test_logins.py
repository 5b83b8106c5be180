"""A login is done once, in a step of its own, and journeys begin with what it left."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
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


@pytest.mark.parametrize("name", ["auth.py", "secrets.py", "v1.2/my-login.py", "journey/auth.py"])
def test_a_login_is_found_by_its_path_whatever_its_file_is_called(bench: Any, http_site: str, name: str) -> None:
    (bench.folder / name).parent.mkdir(exist_ok=True)
    bench.write(name, "from .words import WORD\n" + dedent(SIGN_IN.format(site=http_site)))
    bench.write(str(Path(name).with_name("words.py")), "WORD = 1\n")
    (bench.folder / "deeper").mkdir()
    bench.write("deeper/auth.py", "def sign_in(): raise RuntimeError('not this one')\n")
    assert bench.run_one(LOOK.format(site=http_site, n=1)).status is RunStatus.PASSED


def test_the_file_of_a_login_is_imported_before_any_run_begins(bench: Any, supervisor: Any, http_site: str) -> None:
    bench.write("sign_ins.py", "import not_there_at_all\n" + dedent(SIGN_IN.format(site=http_site)))
    (request,) = bench.plan(LOOK.format(site=http_site, n=1))
    (fault,) = supervisor.load([request.journey]).result(60)
    assert "sign_ins.py:2: there is no module 'not_there_at_all'" in fault


def test_what_a_page_stores_may_be_no_valid_text_and_what_it_opened_is_closed(bench: Any, http_site: str) -> None:
    code = (
        SIGN_IN.format(site=http_site)
        + """
        page.evaluate("localStorage.setItem('odd', '\\\\ud800'); open('about:blank')")
    """
    )
    look = LOOK.format(site=http_site, n=1) + "        assert len(page.context.pages) == 1\n"
    runs = [bench.run_one(code + look) for _ in range(2)]
    assert [run.status for run in runs] == [RunStatus.PASSED, RunStatus.PASSED], runs[0].error
    assert names(runs[1]) == []


def test_a_page_that_hangs_after_signing_in_is_told_in_the_step(bench: Any, http_site: str) -> None:
    code = f"""
    @login("customer", timeout="2s")
    def sign_in(page):
        page.goto({http_site!r} + "/form")
        page.evaluate("setTimeout(() => {{ while (true); }}, 0)")
    """
    run = bench.run_one(code + LOOK.format(site=http_site, n=1))
    assert (run.status, run.error.class_, run.error.step) == (RunStatus.FAILED, "StepTimeout", "Log in as customer")


def test_what_tidies_up_after_a_journey_is_not_called_when_it_never_began(bench: Any) -> None:
    run = bench.run_one("""
        @login("customer")
        def sign_in(page):
            raise ValueError("no")

        @journey("Look", login="customer")
        def look(page, request):
            pass

        @look.cleanup
        def tidy(request):
            raise ValueError("never")
    """)
    assert run.error.message == "no"
    assert run.last.other_errors == ()


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
