"""The whole result as JSON: `result.json`, from which every other report can be made again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from tracer_reports.files import from_here, write_file
from tracer_runner.errors import UsageError
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import Reporter
from tracer_runner.model.run import Batch

SCHEMA_VERSION = 1
"""The newest form of `result.json` this version reads."""
FILENAME = "result.json"

_HOW = "Give a result.json that `tracer run` wrote, or the folder that holds one."


class JsonReporter:
    """Writes `result.json`."""

    name = "json"
    filename: str | None = FILENAME

    def write(self, batch: Batch, *, folder: Path, path: Path | None) -> str | None:
        """Write the batch as it is."""
        target = path or folder / FILENAME
        write_file(target, text=dump_batch(batch) + "\n")
        return f"JSON result: {from_here(target)}"


@hookimpl
def tracer_register_reporters() -> list[Reporter]:
    """The JSON result."""
    return [JsonReporter()]


def dump_batch(batch: Batch) -> str:
    """The batch as indented JSON. Half characters a page may hold, which JSON cannot carry, become `?`."""
    try:
        return batch.model_dump_json(indent=2)
    except PydanticSerializationError:
        return Batch.model_validate(_whole(batch.model_dump())).model_dump_json(indent=2)


def read_batch(path: Path) -> Batch:
    """The batch a `result.json` holds; `path` is the file or the folder it lies in. UsageError when it is none."""
    if path.is_dir():
        path /= FILENAME
    data = _parse(path)
    version = data.get("schema_version", SCHEMA_VERSION)
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise UsageError(
            f"{path} was written by a newer tracer (schema_version {version}; this one reads {SCHEMA_VERSION}).",
            hint="Upgrade tracer, or make the report with the version that wrote the result.",
        )
    try:
        return Batch.model_validate(data)
    except ValidationError as fault:
        raise UsageError(f"{path} is no tracer result: {_first_faults(fault)}.", hint=_HOW) from fault


def _parse(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as fault:
        raise UsageError(f"There is no result at {path}.", hint=_HOW) from fault
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror or fault}.", hint=_HOW) from fault
    except (ValueError, RecursionError) as fault:
        raise UsageError(f"{path} is not JSON.", hint=_HOW) from fault
    if not isinstance(data, dict):
        raise UsageError(f"{path} is no tracer result: it holds no object.", hint=_HOW)
    return data


def _first_faults(fault: ValidationError) -> str:
    faults = [f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors(include_url=False)]
    more = f" and {len(faults) - 3} more" if len(faults) > 3 else ""
    return "; ".join(faults[:3]) + more


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode("utf-8")
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(each) for each in value]
    return value
