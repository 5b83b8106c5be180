"""What plugins do wrong while journeys run is `error`, names the plugin, and is never held against a journey."""

from __future__ import annotations

import pytest

from tracer_runner.engine.browsers.finding import BrowserChoice
from tracer_runner.engine.planning import Planner, RunOptions
from tracer_runner.engine.protocol import Configure, Limits
from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.hooks.manager import Choice, load_registry, silently
from tracer_runner.model.run import Run
from tracer_runner.model.status import RunStatus
from tracer_runner.settings import load_settings

pytestmark = pytest.mark.browser

PLUGIN = """
import sys
import time
from contextlib import contextmanager

from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Verdict
from tracer_runner.model.record import Record


class Nothing(Record):
    pass


class Wrong:
    subject, operators, parameters, observes = "page", (), Nothing, frozenset()

    def __init__(self, name, look):
        self.name, self.examine = name, lambda observation, _: look(observation)


class Lent:
    name, needs = "lent", frozenset()

    @contextmanager
    def provide(self):
        yield "lamp"
        raise OSError("it is broken")


@hookimpl
def tracer_register_assertions():
    yield Wrong("gives_true", lambda page: True)
    yield Wrong("says_yes", lambda page: Verdict(passed="yes", message="It is."))
    yield Wrong("leaves", lambda page: sys.exit(3))
    yield Wrong("sleeps", lambda page: time.sleep(600))


@hookimpl
def tracer_register_arguments():
    yield Lent()
"""
JOURNEYS = """
from tracer_runner import check, journey, step

@journey("Gives true")
def gives_true(page):
    check.gives_true()

@journey("Says yes")
def says_yes(page):
    check.says_yes()

@journey("Leaves")
def leaves(page):
    check.leaves()

@journey("Sleeps")
def sleeps(page):
    with step("Look", timeout="1s"):
        check.sleeps()

@journey("Keeps")
def keeps(page, lent):
    assert lent == "lamp"

@journey("Looks at a closed page")
def closed(page):
    page.close()
    check.accessible()

@journey("Misspells a tag")
def misspelt(page):
    check.accessible(tags=["wcag9"])
"""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory, browser_choice: BrowserChoice) -> dict[str, Run]:
    """One run of each, one after the other: a runner that is blocked is ended."""
    project = tmp_path_factory.mktemp("project")
    for name, text in (("plugin.py", PLUGIN), ("journeys.py", JOURNEYS), ("tracer.toml", "")):
        (project / name).write_text(text, encoding="utf-8")
    choice = Choice(files=(project / "plugin.py",))
    registry, settings = load_registry(choice=choice, warn=silently), load_settings(project)
    found = read_journeys(
        [str(project / "journeys.py")], settings=settings, arguments=registry.arguments, assertions=registry.assertions
    )
    plan = Planner(settings, registry=registry, options=RunOptions(), output=project / "results").plan(found)
    configure = Configure(project=str(project), plugins=choice, warm=browser_choice)
    with Supervisor(configure, concurrency=1, on_event=lambda _: None) as supervisor:
        futures = [
            supervisor.submit(request.model_copy(update={"limits": Limits(journey=20, step=10, action=2, expect=1)}))
            for request in plan.requests
        ]
        return {run.journey: run for run in (future.result(90) for future in futures)}


@pytest.mark.parametrize(
    ("journey", "told"),
    [
        ("gives_true", "'gives_true' of project:plugin failed: examine gave True instead of a Verdict"),
        ("says_yes", "'says_yes' of project:plugin failed: ValidationError: "),
        ("leaves", "'leaves' of project:plugin failed: SystemExit: 3"),
        ("sleeps", "A check of the plugin project:plugin blocked the runner past the step's deadline."),
        ("keeps", "The journey argument 'lent' of project:plugin could not be put away: it is broken"),
    ],
)
def test_what_a_plugin_does_wrong_is_an_error_that_names_it(runs: dict[str, Run], journey: str, told: str) -> None:
    run = runs[journey]
    assert run.error
    assert (run.status, run.error.class_) == (RunStatus.ERROR, "PluginError")
    assert told in run.error.message


@pytest.mark.parametrize(
    ("journey", "told"),
    [
        ("closed", "check.accessible: no page is open"),
        ("misspelt", "check.accessible: axe cannot look: no rule has the tag wcag9"),
    ],
)
def test_a_check_that_cannot_look_does_not_pass(runs: dict[str, Run], journey: str, told: str) -> None:
    run = runs[journey]
    assert run.error
    assert (run.status, run.error.message) == (RunStatus.FAILED, told)
