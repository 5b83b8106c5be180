"""What the fixture `tracer` offers: a test runs journeys, and looks at what came of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tracer_runner.pytest_plugin.session import TracerSession

if TYPE_CHECKING:
    from tracer_runner.model.run import Run


@dataclass(frozen=True, repr=False)
class Result:
    """What came of the journeys that were run together."""

    runs: tuple[Run, ...]
    folder: str
    """Where their artifacts lie; paths in runs start there."""

    @property
    def passed(self) -> bool:
        """All of them passed; one that broke a budget did, too."""
        from tracer_runner.model.status import GOOD

        return all(run.status in GOOD for run in self.runs)

    @property
    def run(self) -> Run:
        """The only run; ValueError when there are several."""
        (only,) = self.runs
        return only

    def __repr__(self) -> str:
        """What pytest shows when `assert result.passed` does not hold."""
        return f"<{'; '.join(map(_described, self.runs))}>"


class Tracer:
    """Runs journeys with the engine of this session; they are in its reports, too."""

    def __init__(self, session: TracerSession) -> None:
        self._session = session

    def run(
        self,
        *paths: str,
        tags: Sequence[str] = (),
        names: Sequence[str] = (),
        env: str | None = None,
        params: Mapping[str, Any] | None = None,
        retries: int | None = None,
    ) -> Result:
        """The result of these journeys; without paths those of the journeys folder.

        Paths are files, folders and `FILE.py::journey`; `tags` and `names` choose among them. What is not given comes
        from the options of pytest and tracer.toml. TracerError for what cannot be run.
        """
        __tracebackhide__ = True
        from tracer_runner.errors import TracerError

        try:
            return self._run(paths, tags=tags, names=names, env=env, params=params or {}, retries=retries)
        except TracerError as fault:
            raise fault.with_traceback(None) from None  # the test's line is what matters, and not ours

    def _run(
        self,
        paths: Sequence[str],
        *,
        tags: Sequence[str],
        names: Sequence[str],
        env: str | None,
        params: Mapping[str, Any],
        retries: int | None,
    ) -> Result:
        from tracer_runner.errors import LoadError
        from tracer_runner.services.selecting import chosen_journeys

        project, runs = self._session.project, self._session.runs
        self._session.prepare_output()
        journeys = chosen_journeys(paths, tags=tags, names=names, settings=project.settings, registry=project.registry)
        options = replace(
            project.options,
            environment=env or project.options.environment,
            params={**project.options.params, **{name: str(value) for name, value in params.items()}},
            retries=project.options.retries if retries is None else retries,
        )
        if faults := runs.load(journeys):
            raise LoadError(list(faults))
        made = runs.run_all(journeys, planner=project.planner_for(options))
        return Result(tuple(made), folder=str(project.output))


def _described(run: Run) -> str:
    if run.error is None:
        return f"{run.name} {run.status}"
    where = f"{run.error.step}: " if run.error.step else ""
    return f"{run.name} {run.status}: {where}{run.error.message.partition(chr(10))[0]}"
