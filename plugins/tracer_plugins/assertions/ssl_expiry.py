"""`check.ssl_expiry(response, greater_than=14)`: for how many days the certificate is still valid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from tracer_plugins.assertions.comparing import Comparison
from tracer_plugins.assertions.shortening import shorten
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import AssertionType, Verdict

if TYPE_CHECKING:
    from tracer_runner.model.observation import Certificate

Days = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_DAY = timedelta(days=1)


class ExpiryParameters(Comparison):
    """What `check.ssl_expiry` takes, in days."""

    greater_than: Days | None = None
    less_than: Days | None = None


class SslExpiry:
    """Looks at the dates of the certificate. That it is not trusted is told, and for others to judge."""

    name = "ssl_expiry"
    subject = "tls"
    operators: ClassVar[tuple[str, ...]] = ("greater_than", "less_than")
    parameters = ExpiryParameters
    observes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """`clock` gives the moment to count from, aware."""
        self._clock = clock

    def examine(self, observation: Certificate, parameters: ExpiryParameters) -> Verdict:
        """Passed when it is valid now, and for as many days as wanted."""
        now = self._clock()
        days = (observation.not_after - now) / _DAY
        wanted = f"valid for {parameters.words(_days)}"
        passed = observation.not_before <= now < observation.not_after and parameters.holds(days)
        message = f"The certificate of {shorten(observation.subject)} {_state(observation, now)}"
        return Verdict(
            passed=passed,
            message=message + ("" if passed else f"; expected: {wanted}") + _doubt(observation),
            expected=wanted,
            actual=f"{_state(observation, now)} (until {observation.not_after:%Y-%m-%d %H:%M} UTC)",
        )


def _state(certificate: Certificate, now: datetime) -> str:
    if now < certificate.not_before:
        return f"is not valid before {certificate.not_before:%Y-%m-%d %H:%M} UTC"
    left = (certificate.not_after - now) / _DAY
    return f"is valid for {_days(left)} more" if left > 0 else f"expired {_days(-left)} ago"


def _days(value: float) -> str:
    rounded = int(value * 10) / 10 if value < 10 else int(value)  # never more than there are
    return "1 day" if rounded == 1 else f"{rounded:g} days"


def _doubt(certificate: Certificate) -> str:
    return f". It was not trusted: {shorten(certificate.fault).rstrip('.')}." if certificate.fault else "."


@hookimpl
def tracer_register_assertions() -> Iterable[AssertionType]:
    """Give the assertion."""
    return [SslExpiry()]
