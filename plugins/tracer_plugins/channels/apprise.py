"""`apprise`: a hundred more services, each by its Apprise URL. It needs the extra `apprise`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated
from urllib.parse import unquote

from pydantic import AfterValidator, Field, SecretStr

from tracer_plugins.channels.fields import LIMIT, ChannelConfig
from tracer_runner.errors import ChannelError
from tracer_runner.hooks import hookimpl
from tracer_runner.hooks.contracts import ChannelType, Client

if TYPE_CHECKING:
    from tracer_runner.model.alert import AlertMessage

INSTALL = "Apprise is not installed: pip install 'tracer-runner[apprise]'"


def _check_url(url: SecretStr) -> SecretStr:
    from tracer_plugins.channels.apprise_services import REFUSED_PARAMETERS, SCHEMES
    from tracer_runner.model.suggestion import suggest

    scheme, mark, rest = url.get_secret_value().partition("://")
    if not mark:
        raise ValueError("write an Apprise URL: ntfys://ntfy.example.com/topic")
    if scheme.lower() not in SCHEMES:
        raise ValueError(f"{scheme[:20]}:// is not offered; {suggest(scheme, known=SCHEMES)}")
    for parameter in re.split("[?&;]", rest)[1:]:
        name = unquote(parameter.partition("=")[0]).strip().lower()
        if name in REFUSED_PARAMETERS:
            raise ValueError(f"take ?{name}= out: {REFUSED_PARAMETERS[name]}")
    return url


class AppriseConfig(ChannelConfig):
    """Which service. One URL a channel: of several, nobody could say which of them got the message."""

    url: Annotated[SecretStr, AfterValidator(_check_url)] = Field(
        title="Apprise URL", description="As Apprise's documentation has it: tgram://bot-token/chat-id"
    )


class Apprise:
    """Runs Apprise in a process of its own, behind the egress proxy."""

    name = "apprise"
    title = "Apprise"
    config = AppriseConfig

    def __init__(self, *, limit: float = LIMIT) -> None:
        self._limit = limit

    def send(self, message: AlertMessage, client: Client, *, config: AppriseConfig) -> None:
        """One message; after the time is up it may have arrived all the same."""
        from importlib.util import find_spec

        from tracer_plugins.channels.apprise_process import deliver

        if find_spec("apprise") is None:
            raise ChannelError(INSTALL, permanent=True)
        deliver(message, client, url=config.url.get_secret_value(), limit=self._limit)


@hookimpl
def tracer_register_channels() -> Iterable[ChannelType]:
    """Give the channel type."""
    return [Apprise()]
