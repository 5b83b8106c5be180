"""What a journey reads its params and secrets from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tracer_runner.errors import MissingInput


class Params(Mapping[str, Any]):
    """`params.base_url` or `params["base_url"]`."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)

    def __getattr__(self, name: str) -> Any:
        __tracebackhide__ = True
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Any:
        __tracebackhide__ = True
        if name not in self._values:
            raise MissingInput(
                "MissingParam",
                f"The param {name!r} has no value.",
                hint=f"Declare it: `params={{{name!r}: …}}`, or pass `--param {name}=…`",
            )
        return self._values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """For values a journey can do without."""
        return self._values.get(name, default)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return repr(self._values)


class Secret(str):
    """A secret's value. Usable as a string; its repr does not show it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "***"


class Secrets:
    """`secrets.SHOP_PASSWORD`; `secrets.totp("NAME")` for the current one-time code."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = {name: Secret(value) for name, value in values.items()}

    def __getattr__(self, name: str) -> Secret:
        __tracebackhide__ = True
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> Secret:
        __tracebackhide__ = True
        if name not in self._values:
            raise MissingInput(
                "MissingSecret",
                f"The secret {name!r} has no value in this run.",
                hint=f'Declare it: `secrets=["{name}"]`, and set it in the environment or in .env.',
            )
        return self._values[name]

    def __repr__(self) -> str:
        return f"<secrets {', '.join(self._values)}>"

    def totp(self, name: str) -> Secret:
        """The one-time code of this moment from the base32 seed kept as the secret `name`."""
        from tracer_runner.engine.running.one_time_codes import current_code

        return Secret(current_code(self[name]))
