"""Fixtures that run journey files through a real supervisor, runner and browser."""

from __future__ import annotations

import textwrap
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

import pytest

from tracer_runner.engine.browsers.finding import BrowserChoice, find_browser
from tracer_runner.engine.planning import Planner, RunOptions
from tracer_runner.engine.protocol import Configure, Limits
from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.engine.run_request import RunRequest
from tracer_runner.engine.supervision.supervisor import Supervisor
from tracer_runner.hooks.manager import load_registry
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.event import Event
from tracer_runner.model.run import Run
from tracer_runner.settings import load_settings

FORM = b"""<title>Form</title><link rel=icon href='data:,'>
<label>Password <input type=password></label> <label>Note <input></label>
<label>Other <textarea></textarea></label> <label>Third <input></label>"""
HEADER = "from tracer_runner import check, expect, journey, login, step\n"


@pytest.fixture(scope="session")
def registry() -> Registry:
    return load_registry(warn=pytest.fail)


@pytest.fixture(scope="session")
def browser_choice() -> BrowserChoice:
    setting = load_settings(Path("/")).browser.executable
    return find_browser("chromium", setting=str(setting) if setting else None)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One project for all tests of a session, so that they can share a supervisor."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "journeys").mkdir()
    return folder


@pytest.fixture(scope="session")
def events() -> list[Event]:
    """Everything the shared supervisor told."""
    return []


@pytest.fixture(scope="session")
def supervisor(project: Path, browser_choice: BrowserChoice, events: list[Event]) -> Iterator[Supervisor]:
    with Supervisor(
        Configure(project=str(project), warm=browser_choice), concurrency=4, on_event=events.append
    ) as supervisor:
        yield supervisor


class Bench:
    """Writes journey files and runs them."""

    def __init__(self, folder: Path, *, project: Path, supervisor: Supervisor, registry: Registry) -> None:
        self.folder = folder
        self.project = project
        self.output = folder / "results"
        self._supervisor = supervisor
        self._registry = registry

    def write(self, name: str, code: str) -> Path:
        """A file beside the journeys."""
        path = self.folder / name
        path.write_text(HEADER + textwrap.dedent(code), encoding="utf-8")
        return path

    def plan(self, code: str, *, limits: Limits | None = None, **options: Any) -> list[RunRequest]:
        """The requests of all journeys in this code; tests that wait for deadlines give short ones."""
        self.write("journey.py", code)
        settings = load_settings(self.project)
        found = read_journeys([str(self.folder / "journey.py")], settings=settings)
        planner = Planner(settings, registry=self._registry, options=RunOptions(**options), output=self.output)
        plan = planner.plan(found)
        assert not plan.refused
        return [request.model_copy(update={"limits": limits}) if limits else request for request in plan.requests]

    def run(self, code: str, *, limits: Limits | None = None, **options: Any) -> dict[str, Run]:
        """The runs of all journeys in this code, side by side, by key."""
        futures = [self._supervisor.submit(request) for request in self.plan(code, limits=limits, **options)]
        return {run.journey: run for run in (future.result(90) for future in futures)}

    def run_one(self, code: str, *, limits: Limits | None = None, **options: Any) -> Run:
        """The run of the only journey in this code."""
        (run,) = self.run(code, limits=limits, **options).values()
        return run


@pytest.fixture
def bench(project: Path, supervisor: Supervisor, registry: Registry, tmp_path: Path) -> Bench:
    folder = project / "journeys" / tmp_path.name
    folder.mkdir(parents=True)
    return Bench(folder, project=project, supervisor=supervisor, registry=registry)


@pytest.fixture(scope="module")
def module_bench(
    project: Path, supervisor: Supervisor, registry: Registry, tmp_path_factory: pytest.TempPathFactory
) -> Bench:
    """For tests that look at different sides of the same runs."""
    folder = project / "journeys" / tmp_path_factory.mktemp("module").name
    folder.mkdir(parents=True)
    return Bench(folder, project=project, supervisor=supervisor, registry=registry)


class _Site(BaseHTTPRequestHandler):
    """A page, a JSON document, a picture that is missing, and `/moved`, which is the document now."""

    protocol_version = "HTTP/1.1"
    pages: ClassVar[dict[str, tuple[str, bytes]]] = {
        "/": ("text/html", b"<title>Site</title><link rel=icon href='data:,'><h1>Site</h1><img src=/missing.png>"),
        "/json": ("application/json", b'{"lamps": 3}'),
        "/form": (
            "text/html",
            FORM,
        ),
    }

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        kind, body = self.pages.get(path, ("text/plain", b"nothing here"))
        if path == "/echo":  # what it was sent comes back, in a header, a cookie and the page
            kind, body = "text/html", f"<link rel=icon href='data:,'>{unquote(query)}<i>{query}</i>".encode()
        found = path in self.pages or path == "/echo"
        self.send_response(200 if found else 302 if path == "/moved" else 404)
        self.send_header("X-Echo", query)
        self.send_header("Location", "/json")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def http_site() -> Iterator[str]:
    """The address of a small site on loopback."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()
