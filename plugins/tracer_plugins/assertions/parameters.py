"""The base of what assertions take."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, SerializerFunctionWrapHandler, model_serializer

from tracer_runner.model.record import Record


class Parameters(Record):
    """Its schema is built when it is first used: every run imports all plugins."""

    model_config = ConfigDict(defer_build=True)

    @model_serializer(mode="wrap")
    def _as_given(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Kept as it was given: null is a value to compare with, and nothing given is none."""
        fields = type(self).model_fields
        given = {fields[name].alias or name for name in self.model_fields_set}
        return {name: value for name, value in write(self).items() if name in given}
