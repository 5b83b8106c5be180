"""docs/plugins.md is true and complete: its plugins work, and every hook, contract and built-in is described."""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

import pytest

from tests.fresh_environment import build_wheel
from tracer_runner import testing
from tracer_runner.hooks import contracts, spec
from tracer_runner.hooks.inspection import inspect_plugins
from tracer_runner.hooks.manager import Choice
from tracer_runner.settings.schema import PluginSettings
from tracer_runner.testing import (
    ArgumentContract,
    AssertionContract,
    ChannelContract,
    FakePage,
    MonitorTypeContract,
    PluginContract,
    Receiver,
    ReporterContract,
    serving,
)

from .guide import DOCS, Guide

GUIDE = Guide("plugins.md")
FILES = GUIDE.files()
PLUGINS = {Path(name).stem: text for name, text in FILES.items() if name.startswith("plugins/")}
HOOKS = [name for name in vars(spec) if name.startswith("tracer_")]
PROTOCOLS = [one for one in vars(contracts).values() if getattr(one, "_is_protocol", False)]
TESTS = DOCS.parent / "tests"


def module_of(name: str) -> ModuleType:
    """A plugin of the guide."""
    module = ModuleType(name)
    exec(compile(PLUGINS[name], f"docs/plugins.md: {name}", "exec", dont_inherit=True), vars(module))
    return module


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def tracer(project: Path, *arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tracer_runner", *arguments]
    environment = {**os.environ, **environ}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=110)


def in_code_marks(text: str) -> set[str]:
    """Every word in code marks; blocks of code do not count."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return set(re.findall(r"[\w-]+", " ".join(re.findall(r"`([^`]+)`", prose))))


def sections() -> list[str]:
    return GUIDE.text.split("\n## ")


@pytest.mark.browser
def test_the_first_plugin_does_what_the_guide_shows(tmp_path: Path) -> None:
    write(tmp_path, {name: text for name, text in FILES.items() if not name.startswith("tracer-lorem/")})
    assert len(GUIDE.commands()) == 3
    for command in GUIDE.commands():
        program, *arguments = shlex.split(command.line)
        assert program == "tracer"
        done = tracer(tmp_path, *arguments)
        assert done.returncode == 0, f"{command.line}\n{done.stdout}\n{done.stderr}"
        assert done.stdout.startswith(command.output.rstrip()), done.stdout


def test_every_plugin_of_the_guide_works_in_one_project(tmp_path: Path) -> None:
    write(tmp_path, {name: text for name, text in FILES.items() if name.startswith("plugins/")})
    listed = [f"plugins/{name}.py" for name in PLUGINS]
    journey = "from tracer_runner import journey\n\n@journey()\ndef sign_up(visitor):\n    assert '@' in visitor\n"
    write(tmp_path, {"tracer.toml": f"[plugins]\nfiles = {json.dumps(listed)}\n", "journeys/sign_up.py": journey})
    states = {
        line.split("\t")[0]: line.split("\t")[3] for line in tracer(tmp_path, "plugins", "list").stdout.splitlines()
    }
    assert {states[f"project:{name}"] for name in PLUGINS} == {"used"}
    done = tracer(tmp_path, "run", "--report", "csv")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "CSV: " in done.stdout
    assert (tmp_path / "tracer-results" / "report.csv").read_text(encoding="utf-8").startswith("sign_up,passed,")
    assert (tmp_path / "logbook.txt").read_text(encoding="utf-8").startswith("sign_up passed ")


def test_the_same_plugin_works_as_a_package_with_its_test(tmp_path: Path) -> None:
    write(tmp_path, {name: text for name, text in FILES.items() if name.startswith("tracer-lorem/")})
    package = tmp_path / "tracer-lorem"
    write(package / "src" / "tracer_lorem", {"__init__.py": "", "no_lorem_ipsum.py": PLUGINS["no_lorem_ipsum"]})
    installed = tmp_path / "installed"
    zipfile.ZipFile(build_wheel(package, into=tmp_path)).extractall(installed)
    told = tracer(tmp_path, "plugins", "info", "no_lorem_ipsum", PYTHONPATH=str(installed)).stdout
    assert "from:   tracer-lorem 1.0.0" in told
    assert "state:  used" in told
    shutil.rmtree(package / "src")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(package), str(package)]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


class TestNoLoremIpsum(AssertionContract):
    assertion = module_of("no_lorem_ipsum").NoLoremIpsum()
    passes: ClassVar = [({}, FakePage(value="A lamp for €20"))]
    fails: ClassVar = [({}, FakePage(value="Lorem ipsum"))]


class TestCsvReport(ReporterContract):
    reporter = module_of("csv_report").CsvReporter()


class TestVisitor(ArgumentContract):
    argument = module_of("visitor").NewVisitor()
    needed: ClassVar = {"params": {}}


class TestBus(ChannelContract):
    channel = module_of("bus").Bus()
    impatient = module_of("bus").Bus(limit=0.3)

    def config_for(self, receiver: Receiver) -> Mapping[str, Any]:
        return {"url": receiver.url, "token": "a-secret-token"}

    def said(self, receiver: Receiver) -> list[str]:
        return [" ".join(one.json().values()) for one in receiver.received]


class TestGreeting(MonitorTypeContract):
    monitor = module_of("greeting").GreetingType()
    assertions = (module_of("greeting").Greets(),)

    @pytest.fixture
    def well(self) -> Iterator[Mapping[str, Any]]:
        with serving(lambda visitor: visitor.sendall(b"220 hello\r\n")) as (host, port):
            yield {"host": host, "port": port}

    def config_at(self, host: str, port: int) -> Mapping[str, Any]:
        return {"host": host, "port": port}


@pytest.mark.parametrize("fragment", GUIDE.fragments())
def test_a_fragment_is_a_plugin(fragment: str) -> None:
    module = ModuleType("fragment")
    exec(compile(fragment, "docs/plugins.md", "exec", dont_inherit=True), vars(module))

    class Contract(PluginContract):
        plugin = module

    Contract().test_it_fits()
    Contract().test_its_commands_explain_themselves()


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_is_described_with_what_it_is_given(name: str) -> None:
    given = ", ".join(inspect.signature(getattr(spec, name)).parameters)
    assert f"| `{name}({given})` |" in GUIDE.text


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_has_a_test_that_implements_it(name: str) -> None:
    files = [path for path in TESTS.rglob("*.py") if path != Path(__file__)]
    assert any(f"def {name}(" in path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("contract", PROTOCOLS, ids=lambda contract: contract.__name__)
def test_every_member_of_a_contract_is_described(contract: type) -> None:
    members = {name for name in vars(contract) if not name.startswith("_")}
    described = set[str]().union(
        *(in_code_marks(section) for section in sections() if f"`{contract.__name__}`" in section)
    )
    assert members <= described, f"{contract.__name__}: {members - described}"


def test_every_part_of_a_verdict_is_described() -> None:
    assert set(contracts.Verdict.model_fields) <= in_code_marks(GUIDE.text)


def test_everything_for_tests_is_described() -> None:
    assert set(testing.__all__) <= in_code_marks(sections()[-1])


def test_every_setting_of_plugins_is_described() -> None:
    assert set(PluginSettings.model_fields) <= in_code_marks(GUIDE.text)


@pytest.mark.parametrize("contract", [name for name in testing.__all__ if name.endswith("Contract")])
def test_every_test_of_a_contract_says_what_is_promised(contract: str) -> None:
    tests = [value for name, value in vars(getattr(testing, contract)).items() if name.startswith("test_")]
    assert tests
    assert [test.__name__ for test in tests if len((test.__doc__ or "").split()) < 2] == []


def test_everything_our_plugins_register_is_described_on_some_page() -> None:
    """Commands are looked for in docs/cli.md by test_console.py."""
    described = set[str]().union(*(in_code_marks(page.read_text(encoding="utf-8")) for page in DOCS.glob("*.md")))
    ours = [one for one in inspect_plugins(Choice()) if one.source.startswith("tracer-runner ")]
    assert ours
    things = [thing for plugin in ours for thing in plugin.objects if thing.kind != "command"]
    assert [f"{thing.kind} {thing.name}" for thing in things if thing.name not in described] == []


def test_links_inside_the_guide_lead_somewhere() -> None:
    titles = re.findall(r"^## (.+)$", GUIDE.text, re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE.text)) == anchors


def test_python_of_the_guide_can_be_read() -> None:
    for name, text in FILES.items():
        if name.endswith(".py"):
            ast.parse(text, name)
