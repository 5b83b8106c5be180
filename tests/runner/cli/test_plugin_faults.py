"""What `tracer run` does with plugins that are broken: it names them before anything runs, or goes on without them."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from tests.runner.cli.conftest import Project, Run
from tests.runner.hooks.distributions import REPORTER, Distributions
from tracer_runner.hooks.observers import Observers

LOCAL = """
@journey("Local")
def local(run):
    with step("Look"):
        assert run.attempt == 1
"""
HOOK = "from tracer_runner.hooks import hookimpl\n"
BROKEN = {
    "one that cannot be imported": ("import no_such_module", "cannot be imported: ModuleNotFoundError"),
    "one with a syntax error": ("def (:", "cannot be imported: SyntaxError"),
    "one that leaves": ("import sys\nsys.exit(0)", "cannot be imported: SystemExit: 0"),
    "one without a hook": ("x = 1", "does not fit: it implements no hook (is @hookimpl missing?)"),
    "one with a hook there is not": (
        HOOK + "@hookimpl\ndef tracer_run_finish(run): ...",
        'does not fit: there is no hook tracer_run_finish: did you mean "tracer_run_finished"?',
    ),
    "one whose hook asks for what is not given": (
        HOOK + "@hookimpl\ndef tracer_run_finished(batch): ...",
        "does not fit: tracer_run_finished takes (run), and it asks for batch, which is not given",
    ),
    "one that gives a bad name": (REPORTER.format(name="My Report"), "is named 'My Report'"),
    "one that raises while registering": (
        HOOK + "@hookimpl\ndef tracer_register_reporters(): raise RuntimeError('out of ideas')",
        "failed in tracer_register_reporters: RuntimeError: out of ideas",
    ),
    "one that leaves while registering": (
        HOOK + "@hookimpl\ndef tracer_register_reporters(): raise SystemExit(0)",
        "failed in tracer_register_reporters: SystemExit: 0",
    ),
    "one that registers no reporter": (
        HOOK + "@hookimpl\ndef tracer_register_reporters(): return ['text']",
        "The reporter 'text' of project:mine has no name, filename, write.",
    ),
    "one that gives a name that is taken": (
        REPORTER.format(name="html"),
        "The reporter 'html' is registered twice: by project:mine and by tracer-runner:html.",
    ),
}


def use(project: Project, code: str, *files: str) -> None:
    """A project with one journey and one plugin of its own, `project:mine`."""
    project.write("local.py", LOCAL)
    (project.folder / "mine.py").write_text(code, encoding="utf-8")
    (project.folder / "tracer.toml").write_text(
        f"[plugins]\nfiles = {json.dumps(['mine.py', *files])}\n", encoding="utf-8"
    )


@pytest.fixture
def distributions(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """What is installed for the commands of this project."""
    folder = tmp_path_factory.mktemp("installed")
    project.environ["PYTHONPATH"] = str(folder)
    return Distributions(folder)


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_plugin_is_named_before_anything_runs(project: Project, run_here: Run, what: str) -> None:
    code, told = BROKEN[what]
    use(project, code)
    exit_code, output, errors = run_here()
    assert exit_code == 2, output
    assert "project:mine" in errors
    assert told in errors
    assert "-> Mend it, or take it out of [plugins] files in tracer.toml." in errors
    assert "Traceback" not in errors
    assert not (project.folder / "tracer-results").exists()


def test_one_that_is_installed_can_be_uninstalled_or_left_out(
    run_here: Run, distributions: Distributions, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("local.py", LOCAL)
    monkeypatch.syspath_prepend(project.environ["PYTHONPATH"])
    distributions.install("tracer-broken", "1 / 0")
    code, _, errors = run_here()
    assert code == 2
    assert "-> Mend or uninstall it, or leave it out with --no-plugin NAME." in errors
    use(project, "1 / 0")
    _, _, errors = run_here()
    assert "-> A file of the project: Mend it, or take it out of [plugins] files" in errors


def test_a_report_whose_plugin_is_switched_off_says_so(project: Project, run_here: Run) -> None:
    project.write("local.py", LOCAL)
    code, _, errors = run_here("--no-plugin", "tracer-runner:html")
    assert code == 2
    assert "There is no report 'html': its plugin is switched off by --no-plugin tracer-runner:html" in errors
    _, _, errors = run_here("--no-plugin", "html", "--report", "other")
    assert "-> These plugins are switched off: html." in errors
    assert not (project.folder / "tracer-results").exists()


def test_a_reporter_that_raises_or_leaves_is_a_line_and_leaves_no_half_of_a_file(
    project: Project, run_here: Run
) -> None:
    use(project, HALF)
    code, output, errors = run_here("--report", "raises,leaves,raises=old.txt")
    assert code == 0, "what a reporter does is none of the result"
    assert "1 passed" in output
    assert errors.splitlines() == [
        "The report 'raises' could not be written: RuntimeError: no more",
        "The report 'leaves' could not be written: SystemExit: 0",
        "The report 'raises' could not be written: RuntimeError: no more",
    ]
    assert not list((project.folder / "tracer-results").glob("*.txt"))
    assert not (project.folder / "old.txt").exists()


HALF = (
    HOOK
    + """
class Half:
    def __init__(self, name, fault):
        self.name, self.filename, self.fault = name, f"{name}.txt", fault
    def write(self, batch, *, folder, path):
        path.write_text("half of")
        raise self.fault

@hookimpl
def tracer_register_reporters(): return [Half("raises", RuntimeError("no more")), Half("leaves", SystemExit(0))]
"""
)


def test_a_file_that_is_not_there_is_named(project: Project, run_here: Run) -> None:
    use(project, REPORTER.format(name="mine"), "plugins/gone.py")
    code, _, errors = run_here()
    assert code == 2
    assert "Plugin project:gone cannot be imported" in errors
    assert "plugins/gone.py" in errors


def test_all_that_is_wrong_with_plugins_is_told_at_once(project: Project, run_here: Run) -> None:
    use(project, "1 / 0", "gone.py")
    _, _, errors = run_here()
    assert "project:mine" in errors
    assert "project:gone" in errors


def test_broken_plugins_can_be_left_out_by_an_option_and_in_tracer_toml(
    project: Project, distributions: Distributions
) -> None:
    use(project, "1 / 0")
    distributions.install("tracer-broken", "1 / 0")
    with (project.folder / "tracer.toml").open("a", encoding="utf-8") as settings:
        settings.write('disabled = ["tracer-broken"]\n')
    code, output, errors = project.run("--no-plugin", "mine", "--report", "none")
    assert code == 0, errors
    assert "1 passed" in output
    assert errors == ""


@pytest.mark.parametrize(
    ("name", "told"),
    [("htlm", 'did you mean "html"?'), ("tracer-runner:htlm", 'did you mean "tracer-runner:html"?'), ("", "known: ")],
)
def test_leaving_out_a_plugin_there_is_not_is_told_with_exit_code_2(
    project: Project, run_here: Run, name: str, told: str
) -> None:
    project.write("local.py", LOCAL)
    code, _, errors = run_here("--no-plugin", name)
    assert code == 2
    assert f'There is no plugin "{name}": ' in errors
    assert told in errors
    assert not (project.folder / "tracer-results").exists()


def test_an_installed_plugin_that_lacks_something_and_a_broken_command_are_a_line_each_and_the_run_goes_on(
    project: Project, distributions: Distributions
) -> None:
    project.write("local.py", LOCAL)
    distributions.install("tracer-needy", "import no_such_module_anywhere")
    distributions.install("tracer-loud", "raise SystemExit(0)", group="tracer.commands")
    code, output, errors = project.run("--report", "none")
    assert code == 0
    assert "1 passed" in output
    assert errors.splitlines() == [
        "Plugin tracer-loud:tracer-loud cannot be imported: SystemExit: 0",
        "Plugin tracer-needy:tracer-needy is left out: ModuleNotFoundError: No module named 'no_such_module_anywhere'",
    ]


def plain(folder: Path) -> object:
    """What a run gave, without what differs from one to the next."""
    (run,) = json.loads((folder / "tracer-results" / "result.json").read_text(encoding="utf-8"))["runs"]
    return run["status"], [step["status"] for attempt in run["attempts"] for step in attempt["steps"]], run["error"]


OBSERVES = HOOK + "@hookimpl\ndef tracer_run_finished(run): {}\n"


def test_observers_that_raise_or_hang_are_a_line_each_and_the_result_is_the_same(
    project: Project, run_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(project, OBSERVES.format("..."))
    code, _, errors = run_here("--report", "none")
    assert (code, errors) == (0, "")
    expected = plain(project.folder)
    monkeypatch.setattr("tracer_runner.cli.run_session.Observers", partial(Observers, return_seconds=0.2))
    use(project, OBSERVES.format("raise RuntimeError('no disk')"), "leaves.py", "hangs.py")
    (project.folder / "leaves.py").write_text(OBSERVES.format("raise SystemExit(3)"), encoding="utf-8")
    hangs = "__import__('threading').Event().wait()"
    (project.folder / "hangs.py").write_text(OBSERVES.format(hangs), encoding="utf-8")
    code, output, errors = run_here("--report", "none")
    assert code == 0
    assert sorted(errors.splitlines()) == [
        "Plugin project:hangs is switched off: tracer_run_finished did not return within 0.2 s.",
        "Plugin project:leaves is switched off: it left in tracer_run_finished (SystemExit: 3).",
        "Plugin project:mine failed in tracer_run_finished: RuntimeError: no disk",
    ]
    assert "1 passed" in output
    assert plain(project.folder) == expected


def test_an_argument_that_raises_is_an_error_that_names_the_plugin(project: Project, run_here: Run) -> None:
    use(project, ARGUMENT)
    project.write("local.py", '@journey("Basket")\ndef basket_journey(basket): ...\n')
    code, output, _ = run_here("--report", "none")
    assert code == 4
    assert "The journey argument 'basket' of project:mine failed: RuntimeError: no goods" in output


ARGUMENT = """
from tracer_runner.hooks import hookimpl

class Basket:
    name, needs = "basket", frozenset()
    def provide(self): raise RuntimeError("no goods")

@hookimpl
def tracer_register_arguments(): return [Basket()]
"""
