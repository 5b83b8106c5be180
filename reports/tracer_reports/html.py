"""The HTML report: one file that opens from disk, asks the network for nothing and can be handed on."""

from __future__ import annotations

from pathlib import Path

from tracer_reports.files import from_here
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.model.run import Batch


class HtmlReporter:
    """Writes `report.html`."""

    name = "html"
    filename: str | None = "report.html"

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        """Write the page; pictures come from `folder`."""
        from tracer_reports.page import write_page  # templates are dear to import, and runners never need them

        target = path or folder / "report.html"
        write_page(batch, folder=folder, target=target)
        return f"HTML report: {from_here(target)}"


@hookimpl
def tracer_register_reporters() -> list[Reporter]:
    """The HTML report."""
    return [HtmlReporter()]
