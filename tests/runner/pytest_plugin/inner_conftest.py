"""The conftest.py of the projects that these tests run: as much of tracer's plugin as recorded tests need."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.engine.recorded_tests.recorded_test import RecordingOptions
from tracer_runner.model.run import Run
from tracer_runner.pytest_plugin.inputs import InputsOfTests
from tracer_runner.pytest_plugin.recorded_tests import RecordedTests

PAGE = b"""<title>Shop</title><link rel=icon href='data:,'><h1>Lamps</h1><label>Note <input></label>
<img src=/missing.png><script>console.error('no lamp is lit')</script>"""


class Session:
    """Writes every run on a line of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def recording_options(self) -> RecordingOptions:
        from tracer_runner.engine.protocol import Capture, Limits
        from tracer_runner.hooks.manager import load_registry

        return RecordingOptions(
            project=self.folder,
            roots=(self.folder,),
            output=self.folder / "results",
            registry=load_registry(warn=pytest.fail),
            capture=Capture(),
            limits=Limits(expect=0.3),
            environment="staging",
            updating_baselines="UPDATING" in os.environ,
        )

    def renewal(self, item: pytest.Item) -> str:
        return f"pytest --renew {item.nodeid}"

    def take(self, run: Run, /) -> None:
        with (self.folder / "runs.jsonl").open("a", encoding="utf-8") as file:
            file.write(run.model_dump_json() + "\n")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(RecordedTests(Session(config.rootpath)), "recorded_tests")


@pytest.fixture(scope="session")
def inputs(pytestconfig: pytest.Config) -> InputsOfTests:
    from tracer_runner.settings import load_settings

    return InputsOfTests(load_settings(pytestconfig.rootpath), environment="staging", overrides={}, env=os.environ)


@pytest.fixture
def params(request: pytest.FixtureRequest, inputs: InputsOfTests) -> Any:
    found = inputs.params(request.function, where=request.node.nodeid)
    request.config.pluginmanager.get_plugin("recorded_tests").now.use_params(found)
    return found


@pytest.fixture
def secrets(request: pytest.FixtureRequest, inputs: InputsOfTests) -> Any:
    giving = request.config.pluginmanager.get_plugin("recorded_tests").learn_secrets
    return inputs.secrets(request.function, where=request.node.nodeid, giving=giving)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    from tracer_runner.engine.browsers.finding import find_browser

    return {**browser_type_launch_args, "executable_path": find_browser("chromium", setting=None).executable}


class _Shop(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/"
        body = PAGE if found else b"nothing here"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def shop() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Shop) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()
