"""What holds for everything a person writes into: the parameters of an assertion, the config of a type."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr, ValidationError

from tracer_runner.model.hidden import secrets_of

STRANGER = "no_such_field_anywhere"


def assert_refuses_strangers(model: type[BaseModel], given: Mapping[str, Any]) -> None:
    """A field it does not have is refused by its name: a typing mistake is told, and not ignored."""
    with pytest.raises(ValidationError) as caught:
        model(**given, **{STRANGER: 1})
    assert STRANGER in str(caught.value), f"{model.__name__} refuses an unknown field without naming it"


def assert_publishes_schema(model: type[BaseModel]) -> None:
    """Its JSON Schema can be made, and names every field."""
    schema = model.model_json_schema()
    json.dumps(schema)
    assert set(schema.get("properties", {})) == names_of(model)


def assert_survives_storage(model: type[BaseModel], given: Mapping[str, Any]) -> None:
    """What is made from it can be kept as JSON and made again, and is the same."""
    made = model(**given)
    written = made.model_dump(mode="python", by_alias=True, exclude_unset=True)
    kept = json.loads(json.dumps(_open(written), default=str))
    assert model.model_validate(kept) == made, f"{model.__name__} is another one after it was kept as JSON"


def assert_hides_secrets(model: type[BaseModel], given: Mapping[str, Any]) -> None:
    """No secret is in its repr, its JSON or the defaults of its schema."""
    made = model(**given)
    schema = json.dumps(model.model_json_schema())
    for secret in secrets_of(made):
        for place, text in (("repr", repr(made)), ("JSON", made.model_dump_json()), ("schema", schema)):
            assert secret not in text, f"a secret of {model.__name__} can be read in its {place}"


def names_of(model: type[BaseModel]) -> frozenset[str]:
    """What its fields are called by those who write into it."""
    return frozenset(field.alias or name for name, field in model.model_fields.items())


def _open(value: Any) -> Any:
    """With the secrets in it, as the store keeps them (it encrypts the whole)."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Mapping):
        return {name: _open(one) for name, one in value.items()}
    return [_open(one) for one in value] if isinstance(value, list | tuple | set | frozenset) else value
