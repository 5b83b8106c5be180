"""Params and secrets come from where they are set, and what is missing is told before a browser starts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tracer_runner.engine.inputs import check_overrides, resolve_params, resolve_secrets
from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.model.journey import Journey
from tracer_runner.model.record import SourceRef
from tracer_runner.settings import EnvironmentSettings


def journey(**options: Any) -> Journey:
    source = SourceRef(file="journeys/checkout.py", line=12)
    return Journey(
        key="checkout", name="Checkout", function="checkout", source=source, path="/c.py", root="/", **options
    )


def params(journey: Journey, environment: dict[str, Any] | None = None, **overrides: Any) -> dict[str, Any]:
    chosen = EnvironmentSettings(params=environment) if environment is not None else None
    return resolve_params(journey, environment=chosen, overrides=overrides)


def secrets(journey: Journey, folder: Path, *, renamed: dict[str, str] | None = None, **env: str) -> dict[str, str]:
    chosen = EnvironmentSettings(secrets=renamed) if renamed is not None else None
    return resolve_secrets(journey, environment=chosen, env=env, env_file=folder / ".env")


def test_an_override_beats_the_environment_and_that_beats_the_file() -> None:
    shop = journey(params={"a": "file", "b": "file", "c": "file"})
    assert params(shop, {"b": "environment", "c": "environment"}, c="override") == {
        "a": "file",
        "b": "environment",
        "c": "override",
    }


def test_an_environment_may_add_params() -> None:
    assert params(journey(used_params=("region",)), {"region": "eu"}) == {"region": "eu"}


@pytest.mark.parametrize(
    ("default", "text", "value"),
    [
        (True, "false", False),
        (False, "YES", True),
        (3, "-7", -7),
        (1.5, "2", 2.0),
        ([1], '["a", 2]', ["a", 2]),
        ((1,), "[2]", [2]),
        ({"a": 1}, '{"b": 2}', {"b": 2}),
        ("3", "7", "7"),
        (None, "7", "7"),
        (3, 7, 7),
    ],
)
def test_a_text_takes_the_type_of_the_files_value(default: Any, text: Any, value: Any) -> None:
    result = params(journey(params={"x": default}), x=text)["x"]
    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("default", "text", "kind"),
    [
        (True, "maybe", "true or false"),
        (3, "3.5", "a whole number"),
        (1.5, "much", "a number"),
        (1.5, "nan", "a number"),
        (1.5, "inf", "a number"),
        ([1], "1, 2", "a JSON list"),
        ([1], "{}", "a JSON list"),
        ({}, "[]", "a JSON object"),
    ],
)
def test_a_text_that_does_not_fit_is_told_with_the_files_value(default: Any, text: str, kind: str) -> None:
    with pytest.raises(UsageError, match=f"The param x .* takes {kind}") as caught:
        params(journey(params={"x": default}), x=text)
    assert repr(default) in str(caught.value.hint)


def test_all_params_without_a_value_are_named_with_what_to_type() -> None:
    shop = journey(params={"base_url": None, "count": 1}, used_params=("count", "user"))
    with pytest.raises(MissingInput) as caught:
        params(shop)
    assert caught.value.kind == "MissingParam"
    assert caught.value.message == (
        'The journey "Checkout" (journeys/checkout.py:12) has no value for the params base_url, user.'
    )
    assert "--param base_url=… --param user=…" in str(caught.value.hint)


def test_a_param_declared_as_none_is_satisfied_from_anywhere() -> None:
    assert params(journey(params={"a": None, "b": None}), {"a": 1}, b="2") == {"a": 1, "b": "2"}


def test_false_zero_and_empty_are_values() -> None:
    assert params(journey(params={"a": False, "b": 0, "c": ""})) == {"a": False, "b": 0, "c": ""}


def test_the_journeys_own_params_are_not_changed() -> None:
    shop = journey(params={"a": "file"})
    params(shop, a="override")
    assert shop.params == {"a": "file"}


def test_an_override_no_journey_knows_is_told_with_the_nearest() -> None:
    shop = [journey(params={"base_url": "x"}, used_params=("user",))]
    staging = EnvironmentSettings(params={"region": "eu"})
    check_overrides(shop, environment=staging, overrides=["base_url", "user", "region"])
    with pytest.raises(UsageError, match='No journey has the param "bas_url": did you mean "base_url"'):
        check_overrides(shop, environment=staging, overrides=["bas_url"])


def test_secrets_come_from_variables_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('A="from file"\nB=from-file\nC=cost$${D}\n', encoding="utf-8")
    found = secrets(journey(secrets=("A", "B", "C")), tmp_path, B="from-variable", X="not asked for")
    assert found == {"A": "from file", "B": "from-variable", "C": "cost$${D}"}


def test_an_environment_reads_a_secret_from_another_variable(tmp_path: Path) -> None:
    shop = journey(secrets=("PASSWORD", "TOKEN"))
    found = secrets(shop, tmp_path, renamed={"PASSWORD": "STAGING_PASSWORD"}, STAGING_PASSWORD="1234", TOKEN="5678")
    assert found == {"PASSWORD": "1234", "TOKEN": "5678"}


def test_in_an_environment_the_plain_variable_does_not_stand_in(tmp_path: Path) -> None:
    with pytest.raises(MissingInput) as caught:
        secrets(
            journey(secrets=("PASSWORD",)), tmp_path, renamed={"PASSWORD": "STAGING_PASSWORD"}, PASSWORD="production"
        )
    assert "PASSWORD (read from STAGING_PASSWORD)" in caught.value.message
    assert "export STAGING_PASSWORD=…" in str(caught.value.hint)


def test_all_secrets_that_are_missing_or_too_short_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingInput) as caught:
        secrets(journey(secrets=("A", "B", "C", "D")), tmp_path, B="", C="abc", D="abcd")
    assert caught.value.kind == "MissingSecret"
    assert caught.value.message == (
        'The journey "Checkout" (journeys/checkout.py:12) has no value for the secrets A, B'
        " and has a value under 4 characters for the secret C."
    )
    assert caught.value.hint == "Type `export A=…`; `export B=…`; `export C=…`, or write them in .env."


def test_a_value_of_a_secret_is_in_no_message(tmp_path: Path) -> None:
    with pytest.raises(MissingInput) as caught:
        secrets(journey(secrets=("A", "B")), tmp_path, A="xyz")
    assert "xyz" not in f"{caught.value.message} {caught.value.hint}"


def test_a_journey_without_secrets_needs_no_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe")
    assert secrets(journey(), tmp_path) == {}


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"A=\xff\xfe\n")
    with pytest.raises(UsageError, match="is not UTF-8"):
        secrets(journey(secrets=("A",)), tmp_path)
