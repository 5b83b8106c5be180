"""Whether journey files can be imported: executed once, before any run begins."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tracer_runner.engine.running.faults import Sources
from tracer_runner.engine.running.modules import CodeCache, ModuleSpace
from tracer_runner.model.journey import Journey


def import_faults(journeys: Iterable[Journey], *, codes: CodeCache, project: str) -> tuple[str, ...]:
    """One fault, `file:line: …`, for each file that raises when it is executed."""
    faults = []
    for file, root in dict.fromkeys((Path(path), Path(journey.root)) for journey in journeys for path in journey.paths):
        sources = Sources(project=Path(project), roots=(root, file.parent))
        try:
            ModuleSpace(file=file, root=root, cache=codes).load()
        except BaseException as raised:  # a module may even call sys.exit
            faults.append(_describe(raised, file=file, sources=sources))
    return tuple(faults)


def _describe(raised: BaseException, *, file: Path, sources: Sources) -> str:
    excerpt = sources.excerpt(raised.__traceback__)
    where = f"{excerpt.file}:{excerpt.line}" if excerpt else f"{sources.shown(str(file))}:1"
    if isinstance(raised, ModuleNotFoundError) and raised.name:
        advice = f"Install it here (pip install …), or put {raised.name.split('.')[0]}.py beside the journey."
        return f"{where}: there is no module {raised.name!r} to import. {advice}"
    return f"{where}: importing the file raised {type(raised).__name__}: {raised}. Correct it and run again."
