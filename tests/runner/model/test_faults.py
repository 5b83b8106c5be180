"""What pydantic finds wrong is told by what to write."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from pydantic import Field, SecretStr, TypeAdapter, ValidationError

from tracer_runner.model.faults import advice


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (Annotated[str, Field(min_length=1)], "", "write some text"),
        (Annotated[str, Field(min_length=8)], "short", "it has at least 8 characters"),
        (Annotated[str, Field(max_length=3)], "long", "it has at most 3 characters"),
        (Annotated[SecretStr, Field(min_length=1)], "", "write some text"),
        (Annotated[SecretStr, Field(min_length=8)], "short", "it has at least 8 characters"),
        (Annotated[SecretStr, Field(max_length=1)], "long", "it has at most 1 character"),
        (Annotated[list[str], Field(min_length=1)], [], "give at least one"),
        (Annotated[list[str], Field(min_length=2)], ["a"], "it has at least 2 items"),
        (Annotated[tuple[str, ...], Field(max_length=1)], ["a", "b"], "it has at most 1 item"),
    ],
)
def test_a_length_is_told_with_what_is_counted(kind: Any, value: object, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    assert advice(caught.value.errors()[0]) == told
