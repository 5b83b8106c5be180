"""What every channel type promises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, Protocol

import pytest

from tracer_runner.errors import ChannelError, EgressDenied
from tracer_runner.hooks.contracts import ChannelType, Client
from tracer_runner.hooks.registry import Registry
from tracer_runner.model.alert import AlertMessage, MessageKind
from tracer_runner.model.hidden import secrets_of
from tracer_runner.testing import messages, models
from tracer_runner.testing.client import FakeClient
from tracer_runner.testing.guard import SocketGuard
from tracer_runner.testing.receiver import Receiver

LARGEST = 256 * 1024
"""Bytes of a message, however much the page said."""
LONGEST = 1000
"""Characters of an error."""


class AnyReceiver(Protocol):
    """The other side of a channel: `Receiver`, or a server of another protocol that can do the same."""

    def refuse(self) -> None:
        """Say from now on that no message will ever be taken."""

    def falter(self) -> None:
        """Say from now on that messages may be taken later."""

    def fall_silent(self) -> None:
        """Say nothing from now on."""

    def drip(self) -> None:
        """Say yes from now on, in drops: each comes soon, and the last after `receiver.DRIPPING` seconds."""


class DenyingClient(FakeClient):
    """A client whose policy allows nothing."""

    def __init__(self) -> None:
        super().__init__(lambda request: self.dial(request.url.host, request.url.port or 0))

    def dial(self, host: str, port: int, *, timeout: float = 10) -> NoReturn:
        raise EgressDenied(f"{host} is not allowed.", hint="Add it to [egress.channels] allow.")


class ChannelContract:
    """Inherit it as `TestSomething`, set `channel` and `impatient`, and write `config_for` and `said`.

    For a channel that does not speak HTTP, write a fixture `receiver` too.
    """

    channel: ChannelType
    impatient: ChannelType
    """The same, one that waits for a receiver no longer than a second."""

    @pytest.fixture
    def receiver(self) -> Iterator[Any]:
        """An `AnyReceiver`, ready to take messages; for HTTP it is this one."""
        with Receiver() as receiver:
            yield receiver

    def config_for(self, receiver: Any) -> Mapping[str, Any]:
        """The config of a channel that sends to this receiver."""
        raise NotImplementedError("write config_for(receiver)")

    def said(self, receiver: Any) -> list[str]:
        """What each message that came says, as one text; looks closely at its form, too."""
        raise NotImplementedError("write said(receiver)")

    def identity(self, receiver: Any) -> list[str]:
        """By what the receiver knows each message that came again; empty where it has no way to."""
        return []

    @pytest.fixture
    def client(self) -> Iterator[Client]:
        """What the channel is given."""
        client = FakeClient()
        yield client
        client.close()

    def test_it_can_be_registered(self) -> None:
        """It has everything a channel type must have, and a title for people."""
        Registry().channels.put(self.channel, plugin="this plugin")
        assert self.channel.title.strip(), "title is for people"

    def test_its_config_can_be_published(self) -> None:
        """The API shows its JSON Schema, with a title and a description of each field for those who fill it in."""
        models.assert_publishes_schema(self.channel.config)
        for name, field in self.channel.config.model_fields.items():
            assert field.title, f"{name} has no title"
            assert field.description, f"{name} has no description"

    def test_an_unknown_field_is_refused_with_its_name(self, receiver: Any) -> None:
        """A typing mistake is told, and not ignored."""
        models.assert_refuses_strangers(self.channel.config, self.config_for(receiver))

    def test_its_config_survives_storage(self, receiver: Any) -> None:
        """It is kept encrypted and made again for each message."""
        models.assert_survives_storage(self.channel.config, self.config_for(receiver))

    def test_its_secrets_stay_secret(self, receiver: Any) -> None:
        """They are not in its repr, its JSON or its schema."""
        models.assert_hides_secrets(self.channel.config, self.config_for(receiver))

    @pytest.mark.parametrize("kind", MessageKind)
    def test_it_delivers_every_kind_of_message(self, receiver: Any, client: Client, kind: MessageKind) -> None:
        """Opened, reminder and resolved say what they are about; a test says that it is one."""
        self._send(messages.sample_message(kind), client, receiver)
        assert self.said(receiver), "nothing came"
        text = "\n".join(self.said(receiver))
        expected = "test" if kind is MessageKind.TEST else "Checkout"
        assert expected.lower() in text.lower(), f"{expected} is not in: {text}"

    @pytest.mark.parametrize("kind", [MessageKind.OPENED, MessageKind.RESOLVED])
    def test_it_delivers_a_message_that_has_little(self, receiver: Any, client: Client, kind: MessageKind) -> None:
        """Without a failure, an address for people, and a picture."""
        self._send(messages.bare_message(kind), client, receiver)
        assert self.said(receiver)

    def test_it_spells_every_script(self, receiver: Any, client: Client) -> None:
        """Names are written as people wrote them."""
        message = messages.foreign_message()
        self._send(message, client, receiver)
        assert message.alert.target.name in "\n".join(self.said(receiver))

    def test_texts_from_elsewhere_do_no_harm(self, receiver: Any, client: Client) -> None:
        """What pages and people wrote may hold anything; it still arrives, and forges nothing."""
        self._send(messages.hostile_message(), client, receiver)
        text = "\n".join(self.said(receiver))
        assert text
        assert not re.search("[\x00\x1b\u202e\ud800-\udfff]", text), "a character that is not to be shown came through"

    def test_a_huge_error_is_cut(self, receiver: Any, client: Client) -> None:
        """Nobody reads 1 MB, and most receivers refuse it."""
        self._send(messages.huge_message(), client, receiver)
        assert 0 < sum(len(text.encode()) for text in self.said(receiver)) < LARGEST

    def test_a_message_can_be_sent_again(self, receiver: Any, client: Client) -> None:
        """When nobody knows whether it arrived, it is sent again under the same id."""
        for _ in range(2):
            self._send(messages.sample_message(MessageKind.REMINDER), client, receiver)
        assert len(self.said(receiver)) == 2
        identity = self.identity(receiver)
        assert len(set(identity)) <= 1, f"the repeat looks like another message: {identity}"

    def test_a_receiver_that_refuses_is_not_asked_again(self, receiver: Any, client: Client) -> None:
        """`ChannelError(permanent=True)`, with a sentence and without secrets."""
        receiver.refuse()
        assert _is_final(self._fault(client, receiver))

    def test_a_receiver_in_trouble_is_asked_again(self, receiver: Any, client: Client) -> None:
        """Any error but a permanent one, with a sentence and without secrets."""
        receiver.falter()
        assert not _is_final(self._fault(client, receiver))

    def test_a_receiver_that_says_nothing_is_given_up(self, receiver: Any, client: Client) -> None:
        """The other channels wait no longer than the limit; the message is tried again."""
        receiver.fall_silent()
        assert not _is_final(self._fault(client, receiver, channel=self.impatient))

    def test_a_receiver_that_drips_is_given_up(self, receiver: Any, client: Client) -> None:
        """The limit is of the whole answer, not of each part: drops never end."""
        receiver.drip()
        assert not _is_final(self._fault(client, receiver, channel=self.impatient))

    def test_an_address_that_is_not_allowed_is_not_asked_again(self, receiver: Any) -> None:
        """`EgressDenied` is let through: it names the setting that would allow the address."""
        client = DenyingClient()
        fault = self._fault(client, receiver)
        client.close()
        assert not self.said(receiver), "it went there all the same"
        assert isinstance(fault, EgressDenied), f"EgressDenied is to be let through; this is {fault!r}"

    def _send(
        self, message: AlertMessage, client: Client, receiver: Any, *, channel: ChannelType | None = None
    ) -> None:
        config = self.channel.config.model_validate(self.config_for(receiver))
        with SocketGuard():  # it goes out by its client alone
            (channel or self.channel).send(message, client, config=config)

    def _fault(self, client: Client, receiver: Any, *, channel: ChannelType | None = None) -> Exception:
        config = self.channel.config.model_validate(self.config_for(receiver))
        with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it may be is looked at by each test
            self._send(messages.sample_message(), client, receiver, channel=channel)
        told = str(caught.value)
        assert len(told.split()) > 1, f"{told!r} is no sentence"
        assert len(told) < LONGEST, "it says more than people read"
        for secret in secrets_of(config):
            assert secret not in told, "a secret of the config is in what it says"
        return caught.value


def _is_final(fault: Exception) -> bool:
    return isinstance(fault, EgressDenied) or (isinstance(fault, ChannelError) and fault.permanent)
