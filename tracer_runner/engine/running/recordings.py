"""The files of one attempt: HAR, trace, video, and what the journey keeps itself."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tracer_runner.engine.protocol import Capture, Keep
from tracer_runner.engine.running.har import read_network
from tracer_runner.engine.running.scrub_files import scrub_bytes, scrub_json, scrub_trace
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.model.event import ArtifactSaved
from tracer_runner.model.run import Artifact, ArtifactKind, Network

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class Recordings:
    """Records what was asked for, and keeps what is to be kept."""

    def __init__(
        self,
        *,
        run_id: str,
        output: Path,
        shown_folder: str,
        capture: Capture,
        emit: Callable[[ArtifactSaved], None],
        warn: Callable[[str], None],
        scrubber: Scrubber,
        blocking: Callable[[Callable[[], None]], None],
    ) -> None:
        """Files go to `shown_folder` below `output`; `blocking` runs work in a thread while other journeys go on."""
        self.artifacts: list[Artifact] = []
        self.films_show_secret = False
        """A secret could be read on a page: neither video nor the film strip of a trace is kept."""
        self.folder = output / shown_folder
        self._run_id = run_id
        self._output = output
        self._shown_folder = shown_folder
        self._capture = capture
        self._emit = emit
        self._warn = warn
        self._scrubber = scrubber
        self._blocking = blocking
        self._har: Path | None = None
        self._pages: list[Page] = []

    def options(self) -> dict[str, Any]:
        """What a new context is told, so that it records."""
        return {"record_video_dir": str(self.folder / "video")} if self._capture.video != "never" else {}

    def start(self, context: BrowserContext) -> None:
        """Begin to record this context."""
        context.on("page", self._on_page)
        self.start_har(context.tracing)
        if self._capture.trace != "never":
            context.tracing.start(screenshots=True, snapshots=True, sources=True)

    def start_har(self, tracing: Any) -> None:
        """Begin to record requests."""
        if self._capture.har != "never":
            self.folder.mkdir(parents=True, exist_ok=True)
            self._har = self.folder / "network.har"
            tracing.start_har(self._har, content="embed" if self._capture.har_bodies else "omit", mode="full")

    def stop(self, context: BrowserContext, *, passed: bool) -> None:
        """Close the context; a video is whole only then."""
        if self._capture.trace != "never":
            self._stop_trace(context, keep=_kept(self._capture.trace, passed=passed))
        context.close()
        self._collect_videos(keep=_kept(self._capture.video, passed=passed))

    def collect_har(self, *, passed: bool) -> None:
        """Keep the HAR, which is written when its context is closed."""
        har = self._har
        if har is None or not har.exists():
            return
        if _kept(self._capture.har, passed=passed) and self._scrubbed(har, lambda: scrub_json(har, self._scrubber)):
            self._save(ArtifactKind.HAR, har)

    def network(self, started_at: datetime) -> Network | None:
        """What was asked of the network; None when it was not recorded."""
        if self._har is None or not self._har.exists():
            return None
        try:
            network = read_network(self._har, started_at=started_at)
        except (OSError, ValueError, KeyError) as fault:
            self._warn(f"The network recording could not be read: {type(fault).__name__}: {fault}")
            self._har.unlink(missing_ok=True)  # half written
            return None
        if not any(artifact.kind is ArtifactKind.HAR for artifact in self.artifacts):
            self._har.unlink()
        return network

    def keep(self, source: Path | bytes, *, name: str) -> str:
        """Keep a file of the journey's own; gives its path in results."""
        target = self._file(name)
        data = source if isinstance(source, bytes) else source.read_bytes()
        if not self._write(data, target):
            return f"{self._shown_folder}/{target.name}"
        return self._save(ArtifactKind.OTHER, target)

    def attach(self, data: bytes, *, name: str, step: int | None) -> str | None:
        """Keep what a check saw, never over another file; gives its path in results, or None when it was withheld."""
        first = self._file(name if step is None else f"{step + 1:02d}-{name}")
        target, number = first, 1
        while target.exists():
            number += 1
            target = first.with_stem(f"{first.stem}-{number}")
        if not self._write(data, target):
            return None
        kind = ArtifactKind.PICTURE if data.startswith(_PICTURES) else ArtifactKind.OTHER
        return self._save(kind, target, step=step)

    def add(self, artifact: Artifact) -> None:
        """A file is complete."""
        self.artifacts.append(artifact)
        self._emit(ArtifactSaved(run_id=self._run_id, artifact=artifact))

    def _on_page(self, page: Page) -> None:
        self._pages.append(page)

    def _stop_trace(self, context: BrowserContext, *, keep: bool) -> None:
        if not keep:
            context.tracing.stop()
            return
        path = self.folder / "trace.zip"
        context.tracing.stop(path=path)
        blind = self.films_show_secret
        if self._scrubbed(path, lambda: scrub_trace(path, self._scrubber, without_pictures=blind)):
            self._save(ArtifactKind.TRACE, path)
            if blind:
                self._warn("The film strip of the trace was withheld: a secret could be read on the page.")

    def _collect_videos(self, *, keep: bool) -> None:
        if self._capture.video == "never":
            return
        if keep and self.films_show_secret:
            keep = False
            self._warn("The video was withheld: a secret could be read on the page.")
        videos = [page.video for page in self._pages if page.video]
        for number, video in enumerate(videos, start=1):
            if keep:
                target = self.folder / ("video.webm" if number == 1 else f"video-{number}.webm")
                video.save_as(target)
                self._save(ArtifactKind.VIDEO, target)
            video.delete()
        shutil.rmtree(self.folder / "video", ignore_errors=True)

    def _scrubbed(self, path: Path, scrub: Callable[[], None]) -> bool:
        """Whether the file may be kept; what cannot be scrubbed is removed."""
        if not self._scrubber.active:
            return True
        try:
            self._blocking(scrub)
        except (OSError, ValueError, zipfile.BadZipFile) as fault:
            path.unlink(missing_ok=True)
            self._warn(f"{path.name} was withheld: secrets could not be taken out of it ({type(fault).__name__}).")
            return False
        return True

    def _file(self, name: str) -> Path:
        safe = re.sub(r"[^\w.() -]", "_", Path(self._scrubber.text(name)).name) or "artifact"
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder / safe

    def _write(self, data: bytes, target: Path) -> bool:
        """Write it without its secrets; False when they cannot be taken out."""
        kept = scrub_bytes(data, self._scrubber) if self._scrubber.active else data
        if kept is None:
            self._warn(f"{target.name} was withheld: a secret stands in it, and it is no text.")
            return False
        target.write_bytes(kept)
        return True

    def _save(self, kind: ArtifactKind, path: Path, *, step: int | None = None) -> str:
        shown = path.relative_to(self._output).as_posix()
        self.add(Artifact(kind=kind, path=shown, size=path.stat().st_size, step=step))
        return shown


def _kept(keep: Keep, *, passed: bool) -> bool:
    return keep == "always" or (keep == "failed" and not passed)
