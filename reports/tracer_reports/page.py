"""The page of the HTML report, rendered."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from tracer_reports.environment import build_environment
from tracer_reports.files import place_artifacts, write_file
from tracer_reports.pictures import embed_pictures
from tracer_reports.views.batch import BatchView, view_batch
from tracer_reports.views.evidence import Evidence
from tracer_runner.model.run import Batch

_ICON_COLOURS = {"passed": "#1a8754", "degraded": "#c77700", "failed": "#d1293d", "error": "#8250df"}


def write_page(batch: Batch, *, folder: Path, target: Path) -> None:
    """Write the page; pictures come from `folder`."""
    evidence = Evidence(
        pictures=embed_pictures(batch, folder=folder),
        places=place_artifacts(batch, folder=folder, report=target),
    )
    write_file(target, text=render(view_batch(batch, evidence=evidence)))


def render(view: BatchView) -> str:
    """The page as text."""
    static = files("tracer_reports") / "static"
    css = (static / "report.css").read_text(encoding="utf-8")
    script = (static / "report.js").read_text(encoding="utf-8")
    template = build_environment().get_template("report.html")
    return template.render(
        view=view, css=css, script=script, policy=_policy(css=css, script=script), icon=_icon(view.status)
    )


def _policy(*, css: str, script: str) -> str:
    return (
        f"default-src 'none'; img-src data:; style-src '{_hash(css)}'; script-src '{_hash(script)}';"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def _icon(status: str) -> str:
    colour = _ICON_COLOURS.get(status, "#6e7781")
    dot = f'<circle cx="8" cy="8" r="7" fill="{colour}"/>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">{dot}</svg>'
    return f"data:image/svg+xml,{quote(svg)}"
