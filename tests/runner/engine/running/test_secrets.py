"""A secret goes through everything a run touches, and is found nowhere afterwards."""

from __future__ import annotations

import base64
import html
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

pytestmark = pytest.mark.browser
CANARY = 'canary-"7<&>-é/+x'
PLAIN = "canary77plain88"
JOURNEYS = """
import base64, html, json
from urllib.parse import quote
from tracer_runner import check, expect, journey, step

SITE = {site!r}


def spread(page, request, secrets, params, run):
    s, p = secrets.CANARY, secrets.PLAIN
    with step("Fill fields"):
        page.goto(SITE + "/form")
        page.get_by_label("Password").fill(s)
        page.get_by_label("Note").fill(p)
        page.get_by_label("Other").press_sequentially(s)
        page.get_by_label("Third").focus()
        page.keyboard.type(p)
    with step(f"Send {{p}} as {{s}}"):
        request.get(SITE + "/json", headers={{"X-Token": p, "Authorization": "Basic " + base64.b64encode(
            f"ada:{{s}}".encode()).decode()}}, params={{"q": s}})
        request.post(SITE + "/json", data=json.dumps({{"password": s, "list": [p]}}))
        request.post(SITE + "/json", form={{"password": s}})
        page.context.add_cookies([{{"name": "session", "value": quote(s), "url": SITE}}])
        page.goto(SITE + "/echo?" + quote(s) + "#" + p)
    with step("Show it", soft=True):
        page.evaluate("s => {{ document.title = s; localStorage.setItem('k', s); document.body.append(s); }}", s)
        page.evaluate("s => {{ console.log(s); console.error(btoa(unescape(encodeURIComponent(s)))); }}", s)
        page.evaluate("s => setTimeout(() => {{ throw new Error(s); }}, 0)", p)
        page.on("dialog", lambda dialog: dialog.accept(s))
        page.evaluate("s => prompt(s)", p)
        assert page.title() == p
    with step("Print it"):
        print(s, json.dumps([s]), html.escape(s), base64.b64encode(b"x" + s.encode()).decode(), s.encode().hex())
        run.log(f"the secret is {{p}}")
        run.artifact(f"inside: {{s}}".encode(), name=f"{{p}}.txt")
        run.artifact(b"\\xff\\xfe" + p.encode(), name="binary.bin")


@journey("Passes", secrets=["CANARY", "PLAIN"], params={{"token": ""}})
def passes(page, request, secrets, params, run):
    with step("All", soft=True):
        spread(page, request, secrets, params, run)


@journey("Fails {{}}", secrets=["CANARY", "PLAIN"])
def fails(page, request, secrets, params, run):
    spread(page, request, secrets, params, run)
    raise ValueError(f"the server said {{secrets.CANARY}}")


@journey("Times out", secrets=["CANARY", "PLAIN"])
def times_out(page, request, secrets, params, run):
    spread(page, request, secrets, params, run)
    with step(f"Wait for {{secrets.PLAIN}}", timeout="1s"):
        page.get_by_text(secrets.CANARY).nth(77).click()


@journey("Crashes", secrets=["CANARY", "PLAIN"])
def crashes(page, request, secrets, params, run):
    spread(page, request, secrets, params, run)
    with step("Crash"):
        page.goto("chrome://crash")
"""
WITHOUT_SCRUBBER = """
import sys
from tracer_runner.engine.running import scrubber
scrubber._forms = lambda secret: iter(())
from tracer_runner.cli.main import main
sys.argv = ["tracer", *sys.argv[1:]]
main()
"""


def forms(secret: str) -> Iterator[bytes]:
    """How a secret may be written, worked out apart from what the scrubber does."""
    for text in (secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1], html.escape(secret)):
        yield text.encode()
    yield quote(secret, safe="").encode()
    yield quote_plus(secret).encode()
    yield secret.encode().hex().encode()
    for before in range(3):
        yield base64.b64encode(b"x" * before + secret.encode())[4:-4]


def leaks(folder: Path, *texts: str) -> list[str]:
    """Every place in which a secret stands: file names, files, archives and printed texts."""
    found = []
    for place, data in [*_contents(folder), *(("printed", text.encode()) for text in texts)]:
        for secret in (CANARY, PLAIN):
            found += [f"{place}: {form!r}" for form in set(forms(secret)) for _ in range(data.count(form))]
    return found


def _contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        yield f"name of {path.name}", path.name.encode()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name)
        elif path.is_file():
            yield str(path.relative_to(folder)), path.read_bytes()


class Terminal:
    """Runs the journeys in a project of its own."""

    def __init__(self, folder: Path, site: str) -> None:
        self.folder = folder
        (folder / "journeys").mkdir()
        (folder / "journeys" / "canaries.py").write_text(JOURNEYS.format(site=site), encoding="utf-8")
        (folder / ".env").write_text(f"PLAIN={PLAIN}\n")

    def run(self, *program: str, more: tuple[str, ...] = ()) -> tuple[str, str]:
        arguments = ("run", "--trace", "on", "--har", "on", "--report", "html,junit,ctrf,json=again.json,github", *more)
        done = subprocess.run(
            [sys.executable, *program, *arguments],
            cwd=self.folder,
            env={**os.environ, "CANARY": CANARY, "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md")},
            capture_output=True,
            text=True,
            timeout=110,
        )
        assert done.returncode == 1, done.stdout + done.stderr
        return done.stdout, done.stderr

    def leaks(self, *texts: str) -> list[str]:
        (self.folder / "journeys" / "canaries.py").unlink()
        (self.folder / ".env").unlink()
        return leaks(self.folder, *texts)

    def statuses(self) -> dict[str, Any]:
        result = json.loads((self.folder / "tracer-results" / "result.json").read_text())
        return {run["journey"]: run for run in result["runs"]}


@pytest.fixture
def terminal(tmp_path: Path, http_site: str) -> Terminal:
    return Terminal(tmp_path, http_site)


def test_no_secret_is_found_after_runs_that_passed_failed_timed_out_and_crashed(terminal: Terminal) -> None:
    output, errors = terminal.run("-m", "tracer_runner", more=("--param", f"token={PLAIN}"))
    runs = terminal.statuses()
    assert {key: run["status"] for key, run in runs.items()} == {
        "passes": "failed",  # its soft step
        "fails": "failed",
        "times_out": "failed",
        "crashes": "failed",
    }
    assert terminal.leaks(output, errors) == []
    warnings = "\n".join(runs["passes"]["attempts"][0]["warnings"])
    assert "film strip of the trace was withheld" in warnings
    assert "binary.bin was withheld" in warnings
    assert "the picture was withheld" in warnings
    assert runs["passes"]["params"] == {"token": "***"}
    assert "***" in runs["passes"]["attempts"][0]["output"]


def test_without_the_scrubber_the_same_search_finds_more_than_a_hundred(terminal: Terminal) -> None:
    output, errors = terminal.run("-c", WITHOUT_SCRUBBER, more=("--slowmo", "1", "--name", "fails"))
    assert len(terminal.leaks(output, errors)) > 100


def test_a_secret_in_a_password_field_keeps_its_pictures_and_its_film(
    bench: Any, monkeypatch: Any, http_site: str
) -> None:
    monkeypatch.setenv("CANARY", CANARY)
    run = bench.run_one(
        f"""
        @journey("Password", secrets=["CANARY"])
        def password(page, secrets):
            with step("Log in"):
                page.goto({http_site + "/form"!r})
                page.get_by_label("Password").fill(secrets.CANARY)
        """,
        capture={"trace": "on"},
    )
    assert run.last.warnings == ()
    assert run.steps[0].screenshot is not None
    (trace,) = [artifact for artifact in run.last.artifacts if artifact.kind == "trace"]
    with zipfile.ZipFile(bench.output / trace.path) as archive:
        assert any(name.endswith(".jpeg") for name in archive.namelist())


def test_a_plain_field_is_masked_in_the_picture_and_its_film_is_withheld(
    bench: Any, monkeypatch: Any, http_site: str
) -> None:
    monkeypatch.setenv("CANARY", CANARY)
    run = bench.run_one(
        f"""
        @journey("Plain", secrets=["CANARY"])
        def plain(page, secrets):
            with step("Write"):
                page.goto({http_site + "/form"!r})
                page.get_by_label("Note").fill(secrets.CANARY)
                style = page.get_by_label("Note").evaluate("field => getComputedStyle(field).webkitTextSecurity")
                assert style == "disc"
        """,
        capture={"trace": "on"},
    )
    assert run.status == "passed", run.error
    assert run.steps[0].screenshot is not None
    assert any("film strip" in warning for warning in run.last.warnings)
