"""The JSON Schema of `result.json`, published as `docs/schema/result.schema.json`.

Write it anew after a change of the model: `python -m tracer_reports.schema docs/schema/result.schema.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tracer_runner.model.run import Batch


def result_schema() -> dict[str, Any]:
    """The schema of what `tracer run` writes."""
    schema = Batch.model_json_schema(mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "The result of a tracer run"}


def schema_text() -> str:
    """The schema as the published file holds it."""
    return json.dumps(result_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(schema_text(), encoding="utf-8")
