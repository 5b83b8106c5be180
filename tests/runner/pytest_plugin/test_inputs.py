"""Where params and secrets of tests come from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tracer_runner.engine.authoring import journey
from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.pytest_plugin.inputs import InputsOfTests
from tracer_runner.settings import load_settings

WHERE = "tests/test_shop.py:3"
SETTINGS = """
[environments.staging]
params = { region = "north", lamps = 3 }
secrets = { TOKEN = "STAGING_TOKEN" }
"""


def plain() -> None:
    """A test without @journey."""


@journey("Buy a lamp", params={"product": "Arc", "lamps": 1, "coupon": None}, secrets=["TOKEN"])
def declared() -> None:
    """A test under @journey."""


class Inputs:
    """Inputs in a project of its own, and the secrets that were told."""

    def __init__(self, folder: Path, *, env: dict[str, str], environment: str | None = "staging", **params: str):
        (folder / "tracer.toml").write_text(SETTINGS)
        self.told: list[str] = []
        self._inputs = InputsOfTests(load_settings(folder), environment=environment, overrides=params, env=env)

    def params(self, function: Callable[..., Any]) -> dict[str, Any]:
        return dict(self._inputs.params(function, where=WHERE))

    def secrets(self, function: Callable[..., Any]) -> Any:
        return self._inputs.secrets(function, where=WHERE, giving=self.told.extend)


def test_a_plain_test_has_the_params_of_the_environment_and_of_this_session(tmp_path: Path) -> None:
    assert Inputs(tmp_path, env={}, lamps="4", colour="red").params(plain) == {
        "region": "north",
        "lamps": 4,
        "colour": "red",
    }
    assert Inputs(tmp_path, env={}, environment=None).params(plain) == {}


def test_a_test_under_journey_has_what_is_declared_there_too(tmp_path: Path) -> None:
    found = Inputs(tmp_path, env={}, coupon="SPRING").params(declared)
    assert found == {"product": "Arc", "lamps": 3, "coupon": "SPRING", "region": "north"}
    with pytest.raises(MissingInput, match=r"The test \(tests/test_shop.py:3\) has no value for the param coupon"):
        Inputs(tmp_path, env={}).params(declared)


@pytest.mark.parametrize("function", [plain, declared])
def test_secrets_come_from_the_variable_of_the_environment(tmp_path: Path, function: Callable[..., Any]) -> None:
    inputs = Inputs(tmp_path, env={"STAGING_TOKEN": "kanarienvogel", "TOKEN": "papagei"})
    assert inputs.secrets(function).TOKEN == "kanarienvogel"
    assert inputs.told == ["kanarienvogel"]
    assert "kanarienvogel" not in repr(inputs.secrets(function))


def test_secrets_come_from_the_env_file_where_no_variable_is_set(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("STAGING_TOKEN=kanarienvogel\n")
    assert Inputs(tmp_path, env={}).secrets(plain)["TOKEN"] == "kanarienvogel"


def test_one_time_codes_are_made_of_any_secret(tmp_path: Path) -> None:
    assert Inputs(tmp_path, env={"SEED": "JBSWY3DPEHPK3PXP"}).secrets(plain).totp("SEED").isdigit()


def test_a_secret_of_a_plain_test_is_missed_when_it_is_read(tmp_path: Path) -> None:
    secrets = Inputs(tmp_path, env={}).secrets(plain)
    with pytest.raises(MissingInput) as missing:
        assert secrets.TOKEN
    assert missing.value.message.endswith("has no value for the secret TOKEN (read from STAGING_TOKEN).")
    assert missing.value.hint
    assert "export STAGING_TOKEN=…" in missing.value.hint


def test_a_declared_secret_is_missed_at_once_and_others_are_not_to_be_had(tmp_path: Path) -> None:
    with pytest.raises(MissingInput, match="TOKEN"):
        Inputs(tmp_path, env={}).secrets(declared)
    secrets = Inputs(tmp_path, env={"STAGING_TOKEN": "kanarienvogel", "OTHER": "papagei"}).secrets(declared)
    with pytest.raises(MissingInput, match="OTHER"):
        assert secrets.OTHER


def test_environment_variables_stand_in_no_frame_that_a_traceback_shows(tmp_path: Path) -> None:
    secrets = Inputs(tmp_path, env={"OTHER": "gei".join(["papa", ""])}).secrets(plain)
    with pytest.raises(MissingInput) as missing:
        assert secrets.TOKEN
    shown = missing.getrepr(style="long", showlocals=True, funcargs=True, tbfilter=True)
    assert "papagei" not in str(shown)


def test_what_is_no_list_of_secrets_is_told_with_its_place(tmp_path: Path) -> None:
    wrong: Any = "TOKEN"
    function = journey("Wrong", secrets=wrong)(lambda: None)
    with pytest.raises(UsageError, match=r"tests/test_shop.py:3: @journey secrets='TOKEN': write a list"):
        Inputs(tmp_path, env={}).secrets(function)


def test_an_environment_there_is_not_is_refused_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no environment"):
        Inputs(tmp_path, env={}, environment="production")
