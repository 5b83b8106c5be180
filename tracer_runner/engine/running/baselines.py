"""The baselines of one attempt: what its checks compare with, and what is written when they are being updated."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tracer_runner.engine.baseline_files import (
    PICTURE,
    baseline_name,
    replace_files,
    stored_files,
)
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.model.journey import Journey

Change = Literal["new", "changed", "unchanged", "unused"]


@dataclass(frozen=True)
class _Written:
    data: bytes
    tries: int
    """How many steps had been tried again by then."""


def renewal_command(journey: Journey, *, environment: str | None, overrides: Mapping[str, str]) -> str:
    """What to type to renew the baselines of a journey with the inputs of this run."""
    params = [word for name, value in overrides.items() for word in ("-p", f"{name}={value}")]
    env = ["--env", environment] if environment else []
    return shlex.join(["tracer", "baselines", "update", journey.location, *env, *params])


class Baselines:
    """Finds the baselines of a journey or test, and holds what is written until it may be kept."""

    def __init__(
        self,
        folder: Path,
        *,
        project: Path,
        renewal: str,
        updating: bool,
        scrubber: Scrubber,
        step: Callable[[], str | None],
        tries: Callable[[], int],
    ) -> None:
        """They lie in `folder`; `renewal` is what the user types to renew them.

        `step` names the innermost step under way; `tries` counts how often a step was tried again so far.
        """
        self.updating = updating
        self.scrubber = scrubber
        self.tries = tries
        self.renewal = renewal
        self._folder = folder
        self._project = project
        self._step = step
        self._used: dict[Path, str] = {}
        self._written: dict[Path, _Written] = {}

    def find(
        self, name: str | None, *, suffix: str, variant: str = "", shows_secret: Callable[[], bool] = bool
    ) -> BaselineFile:
        """The baseline of this name; `variant` is that of a picture, on which a secret may be readable."""
        file = baseline_name(self.scrubber.text(name or self._step() or ""))
        path = self._folder / f"{file}{'-' if variant else ''}{variant}{suffix}"
        self._used[path] = variant
        return BaselineFile(self, path, shows_secret=shows_secret)

    def shown(self, path: Path) -> str:
        """The path as the user would type it."""
        return path.relative_to(self._project).as_posix() if path.is_relative_to(self._project) else str(path)

    def read(self, path: Path) -> bytes | None:
        """What was written in this attempt, else what lies there."""
        if path in self._written:
            return self._written[path].data
        return _stored(path, shown=self.shown(path))

    def write(self, path: Path, data: bytes) -> None:
        """Hold it until the attempt has ended well."""
        before = self._written.get(path)
        if before and before.data != data and before.tries == self.tries():
            raise UsageError(
                f"Two checks of this journey keep different things as {self.shown(path)}: "
                'give one of them a name of its own, name="…".'
            )
        self._written[path] = _Written(data, self.tries())

    def keep(self) -> Iterator[tuple[str, Change]]:
        """Write all of them, and tell what became of each. OSError when they cannot be written; then none is."""
        contents = {path: written.data for path, written in self._written.items()}
        before = {path: _stored(path, shown=self.shown(path)) for path in contents}
        replace_files({path: data for path, data in contents.items() if before[path] != data})
        for path in self._used:
            if path.exists():  # a check may have found that it needs none
                yield self.shown(path), _change(before.get(path), contents.get(path))
        yield from ((self.shown(path), "unused") for path in self._unused())

    def _unused(self) -> Iterator[Path]:
        """What lies there and was not asked for; of pictures only those of a variant this run could have used."""
        variants = {variant for variant in self._used.values() if variant}
        for path in stored_files(self._folder):
            fits = path.suffix != PICTURE or any(path.stem.endswith(f"-{variant}") for variant in variants)
            if path not in self._used and fits:
                yield path


class BaselineFile:
    """One baseline, as assertions see it."""

    def __init__(self, baselines: Baselines, path: Path, *, shows_secret: Callable[[], bool]) -> None:
        self._baselines = baselines
        self._path = path
        self._shows_secret = shows_secret

    @property
    def updating(self) -> bool:
        return self._baselines.updating

    @property
    def shown(self) -> str:
        return self._baselines.shown(self._path)

    @property
    def renewal(self) -> str:
        return self._baselines.renewal

    def read(self) -> bytes | None:
        return self._baselines.read(self._path)

    def write(self, data: bytes) -> None:
        if self._path.suffix != PICTURE:
            data = self._baselines.scrubber.text(data.decode()).encode()
        elif self._shows_secret():
            raise MissingInput(
                "MissingBaseline",
                f"{self.shown} was not kept, because a secret can be read on the picture.",
                hint='Paint it over with `mask=["…"]`, or look at a part of the page with `target="…"`.',
            )
        self._baselines.write(self._path, data)


def _stored(path: Path, *, shown: str) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise MissingInput(
            "MissingBaseline", f"{shown} cannot be read: {reason}.", hint="Look at what stands there."
        ) from fault


def _change(before: bytes | None, written: bytes | None) -> Change:
    if written is None or written == before:
        return "unchanged"
    return "new" if before is None else "changed"
