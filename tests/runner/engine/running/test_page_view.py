"""What checks see of real pages, through a real runner and browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.engine.protocol import Configure, Limits
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.model.event import BaselineKept, Event
from tracer_runner.model.run import ArtifactKind, AssertionResult, Run
from tracer_runner.model.status import RunStatus

pytestmark = pytest.mark.browser
CANARY = "kanarienvogel-4711"
SHORT = Limits(expect=0.5)

CLOCK = """() => {
  const clock = Object.assign(document.createElement("div"), {id: "clock", textContent: Math.random()});
  clock.style.height = "20px";
  document.body.append(clock);
}"""

# A strict policy, a loader of modules, and an axe of the page's own.
STRICT = """
def serve(page, body, url="https://shop.test/"):
    page.route("**/*", lambda route: route.fulfill(
        body=body, content_type="text/html",
        headers={"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}))
    page.goto(url)
"""


@dataclass
class Updating:
    """A supervisor that updates baselines, and what it told."""

    supervisor: Supervisor
    events: list[Event]

    def changes(self, run: Run) -> dict[str, str]:
        return {
            event.path.rpartition("/")[2]: event.change
            for event in self.events
            if isinstance(event, BaselineKept) and event.run_id == run.id
        }


@pytest.fixture(scope="module")
def updating(project: Path, browser_choice: BrowserChoice) -> Iterator[Updating]:
    events: list[Event] = []
    configure = Configure(project=str(project), warm=browser_choice, updating_baselines=True)
    with Supervisor(configure, concurrency=2, on_event=events.append) as supervisor:
        yield Updating(supervisor, events)


def assertions(run: Run) -> dict[str, AssertionResult]:
    """By the name of the step they stand in."""
    assert run.last
    return {step.name: result for step in run.steps for result in step.assertions}


def test_every_kind_of_baseline_is_kept_by_an_update_and_compared_with_afterwards(
    bench: Any, updating: Updating
) -> None:
    code = f"""
        CLOCK = {CLOCK!r}

        @journey("Looks", params={{"word": "Lamps"}}, context={{"viewport": {{"width": 400, "height": 300}}}})
        def looks(page, params):
            page.set_content(f"<html lang=en><title>x</title><h1>{{params.word}}</h1><img src=x>")
            page.evaluate(CLOCK)
            with step("Look", soft=True):
                check.visual(mask=["#clock"])
            with step("Hear", soft=True):
                check.aria_snapshot(target="h1")
            with step("Mind", soft=True):
                check.accessible()
        """
    (before,) = bench.plan(code)
    (run,) = [updating.supervisor.submit(before).result(60)]
    assert run.status is RunStatus.PASSED, run.error
    (picture,) = [name for name in updating.changes(run) if name.endswith(".png")]
    assert picture.startswith("look-chromium-")
    assert picture.endswith("-400x300.png")
    assert updating.changes(run) == {picture: "new", "hear.aria.yml": "new", "mind.axe.json": "new"}
    assert json.loads((bench.folder / "baselines/looks/mind.axe.json").read_bytes()) == {"image-alt": ["img"]}

    assert bench.run_one(code).status is RunStatus.PASSED
    run = bench.run_one(code, limits=SHORT, params={"word": "Lights"})
    assert run.status is RunStatus.FAILED
    results = assertions(run)
    assert not results["Look"].passed
    assert results["Hear"].expected == '- heading "Lamps" [level=1]'
    assert results["Hear"].actual == '- heading "Lights" [level=1]'
    assert results["Mind"].passed
    assert run.error is not None
    assert (
        run.error.hint
        == f"If this is right from now on: `tracer baselines update {run.source.file}::looks -p word=Lights`"
    )
    kept = [artifact for artifact in run.last.artifacts if artifact.kind is ArtifactKind.PICTURE]  # type: ignore[union-attr]
    assert [each.path for each in kept] == [each.path for each in results["Look"].pictures]
    assert {(bench.output / each.path).read_bytes()[:4] for each in kept} == {b"\x89PNG"}
    assert {each.step for each in kept} == {0}


def test_a_journey_that_fails_keeps_no_baseline_and_one_name_for_two_is_told(bench: Any, updating: Updating) -> None:
    requests = bench.plan(
        """
        @journey("Fails")
        def fails(page):
            page.set_content("<h1>Lamps</h1>")
            check.aria_snapshot()
            assert page.title() == "Lamps"

        @journey("Clashes")
        def clashes(page):
            page.set_content("<h1>Lamps</h1><h2>Chairs</h2>")
            with step("Look"):
                check.aria_snapshot(target="h1")
                check.aria_snapshot(target="h2")
        """,
        limits=SHORT,
    )
    fails, clashes = [future.result(60) for future in [updating.supervisor.submit(each) for each in requests]]
    assert fails.status is clashes.status is RunStatus.FAILED
    assert updating.changes(fails) == updating.changes(clashes) == {}
    assert "give one of them a name of its own" in clashes.error.message
    assert not (bench.folder / "baselines").exists()


def test_no_picture_with_a_secret_is_kept_unless_the_secret_is_painted_over(
    bench: Any, updating: Updating, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY", CANARY)
    masked = """
        @journey("Masked", secrets=["CANARY"], params={"more": ""})
        def masked(page, secrets, params):
            page.set_content(f"<h1>Lamps {params.more}</h1><p>Hello <b>kanarien</b>{secrets.CANARY[8:]}</p><input>")
            with step("Look", screenshot=False):
                check.visual(mask=["p"])
            with step("Look closely", screenshot=False):
                check.visual(target="h1")
        """
    shown = masked.replace("asked", "issed").replace('mask=["p"]', "")
    withheld, kept = [updating.supervisor.submit(bench.plan(code)[0]).result(60) for code in (shown, masked)]
    assert withheld.status is RunStatus.ERROR
    assert withheld.error.class_ == "MissingBaseline"
    assert "a secret can be read on the picture" in withheld.error.message
    assert kept.status is RunStatus.PASSED, kept.error
    assert len(updating.changes(kept)) == 2

    code = masked.replace('mask=["p"]', "threshold=0")
    run = bench.run_one(code, params={"more": "and chairs"})
    result = assertions(run)["Look"]
    assert not result.passed
    assert result.pictures == ()
    assert any("was withheld: a secret can be read on the page" in warning for warning in run.last.warnings)
    assert not any(artifact.kind is ArtifactKind.PICTURE for artifact in run.last.artifacts)


def test_accessibility_is_looked_at_under_a_strict_policy_and_leaves_the_page_as_it_was(bench: Any) -> None:
    run = bench.run_one(
        STRICT
        + """
@journey("Strict")
def strict(page):
    page.add_init_script("window.axe = 'mine'; window.define = () => { window.caught = true }; window.define.amd = {}")
    serve(page, "<html lang=en><title>x</title><img id=lamp><p style='color:#bbb;background:#fff'>pale</p>")
    with step("Everything", soft=True):
        check.accessible()
    with step("The worst", soft=True):
        check.accessible(impact="critical", exclude=["#lamp"])
    with step("A rule there is not", soft=True):
        check.accessible(rules=["image-alt"], include=["#nowhere"], name="none")
    assert page.evaluate("[window.axe, window.caught]") == ["mine", None]
"""
    )
    everything, worst = (assertions(run)[name] for name in ("Everything", "The worst"))
    assert [line.split(" (")[1] for line in everything.actual.splitlines() if " (" in line] == [  # type: ignore[union-attr]
        "image-alt, critical):",
        "color-contrast, serious):",
    ]
    assert worst.passed
    assert run.last.other_errors[0].message == (
        "check.accessible: axe cannot look: No elements found for include in page Context"
    )


def test_a_snapshot_is_waited_for_and_one_that_cannot_be_read_is_the_journeys_fault(bench: Any) -> None:
    runs = bench.run(
        """
        @journey("Late")
        def late(page):
            page.set_content("<h1></h1>")
            page.evaluate("setTimeout(() => { document.querySelector('h1').textContent = 'Lamps' }, 100)")
            check.aria_snapshot(matches='- heading "Lamps"')

        @journey("Unread")
        def unread(page):
            page.set_content("<h1>Lamps</h1>")
            check.aria_snapshot(matches='- heading "Lamps')
        """
    )
    assert runs["late"].status is RunStatus.PASSED, runs["late"].error
    assert runs["unread"].status is RunStatus.FAILED
    assert runs["unread"].error.message.startswith("check.aria_snapshot: the aria snapshot cannot be compared: Unterm")


def test_what_an_https_page_asks_for_over_http_is_seen_blocked_or_not(bench: Any) -> None:
    run = bench.run_one(
        """
        @journey("Mixed")
        def mixed(page):
            page.route("**/*", lambda route: route.fulfill(
                body='<script src="http://cdn.test/a.js"></script><img src="http://cdn.test/a.png">'
                     '<img src="https://shop.test/b.png">',
                content_type="text/html"))
            page.goto("http://shop.test/")
            check.no_mixed_content()
            page.goto("https://shop.test/")
            with step("Look", soft=True):
                check.no_mixed_content()
        """
    )
    first, second = run.last.assertions[0], assertions(run)["Look"]
    assert first.passed
    assert sorted(second.actual.splitlines()) == ["http://cdn.test/a.js", "http://cdn.test/a.png"]  # type: ignore[union-attr]


def test_web_vitals_of_the_page_in_front_are_held_against_budgets(bench: Any, http_site: str) -> None:
    run = bench.run_one(
        f"""
        @journey("Vitals")
        def vitals(page):
            page.goto({http_site + "/form"!r})
            with step("Slow", soft=True):
                check.web_vitals(fcp="1ms")
            check.web_vitals(lcp="9s", fcp="9s", ttfb="9s", cls=0.5)
        """
    )
    assert assertions(run)["Slow"].message.startswith("FCP is ")
    (held,) = run.last.assertions
    assert held.passed, held.message


def test_a_check_of_an_answer_needs_no_page(bench: Any, http_site: str) -> None:
    run = bench.run_one(
        f"""
        @journey("Answer")
        def answer(request):
            check.no_such_check(request.get({http_site + "/json"!r}))
        """.replace("no_such_check", "visual")
    )
    assert run.error.message == "check.visual looks at the page: call it without a response."
