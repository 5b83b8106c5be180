"""The contract of channel types catches what it is there for: each is given one fault."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from contextlib import closing, suppress
from typing import Any

import httpx
import pytest
from pydantic import BaseModel, Field, SecretStr

from tracer_runner.errors import ChannelError, EgressDenied
from tracer_runner.hooks.contracts import Client
from tracer_runner.model.alert import AlertMessage, MessageKind
from tracer_runner.model.text import cap
from tracer_runner.testing import ChannelContract, OwnSocket, Receiver
from tracer_runner.testing.client import FakeClient

LIMIT = 0.3


class Config(BaseModel, extra="forbid"):
    url: SecretStr = Field(title="URL", description="Where to.")


class Undescribed(BaseModel, extra="forbid"):
    url: SecretStr


class Good:
    """A channel that keeps the contract."""

    name = "good"
    title = "Good"
    config: type[BaseModel] = Config

    def send(self, message: AlertMessage, client: Client, *, config: Any) -> None:
        answer = self.post(self.text(message), client, url=config.url.get_secret_value())
        if answer.status_code >= 400:
            raise self.fault(answer, url=config.url.get_secret_value())

    def text(self, message: AlertMessage) -> str:
        name = "A test" if message.kind is MessageKind.TEST else cap(message.alert.target.name, limit=200)
        return f"{name}: {cap(message.failure.message, limit=200) if message.failure else ''}"

    def post(self, text: str, client: Client, *, url: str) -> httpx.Response:
        return client.http.post(url, content=text.encode(), timeout=LIMIT)

    def fault(self, answer: httpx.Response, *, url: str) -> Exception:
        return ChannelError(f"It answered {answer.status_code}.", permanent=answer.status_code < 500)


class Untitled(Good):
    title = " "


class FieldsWithoutWords(Good):
    config = Undescribed


class NeverAgain(Good):
    def fault(self, answer: httpx.Response, *, url: str) -> Exception:
        return ChannelError("It did not take it.", permanent=True)


class AlwaysAgain(Good):
    def fault(self, answer: httpx.Response, *, url: str) -> Exception:
        return ChannelError("It did not take it.", permanent=False)


class Talkative(Good):
    def fault(self, answer: httpx.Response, *, url: str) -> Exception:
        return ChannelError(f"Nobody at {url}.", permanent=True)


class Silent(Good):
    def post(self, text: str, client: Client, *, url: str) -> httpx.Response:
        return httpx.Response(200)


class Verbose(Good):
    def text(self, message: AlertMessage) -> str:
        return message.failure.message if message.failure else ""


class WaitsForEachDrop(Good):
    def post(self, text: str, client: Client, *, url: str) -> httpx.Response:
        return client.http.post(url, content=text.encode(), timeout=30)


class SwallowsDenial(Good):
    def send(self, message: AlertMessage, client: Client, *, config: Any) -> None:
        with suppress(EgressDenied):
            super().send(message, client, config=config)


class RewordsDenial(Good):
    def send(self, message: AlertMessage, client: Client, *, config: Any) -> None:
        try:
            super().send(message, client, config=config)
        except EgressDenied as denied:
            raise ChannelError(f"{denied.message} {denied.hint}", permanent=True) from denied


class OwnWay(Good):
    def post(self, text: str, client: Client, *, url: str) -> httpx.Response:
        host, port = url.removeprefix("http://").partition("/")[0].split(":")
        with suppress(OwnSocket):
            socket.create_connection((host, int(port))).close()
        return super().post(text, client, url=url)


def contract_of(type_: type[Good]) -> ChannelContract:
    class Contract(ChannelContract):
        channel = impatient = type_()

        def config_for(self, receiver: Receiver) -> Mapping[str, Any]:
            return {"url": receiver.url}

        def said(self, receiver: Receiver) -> list[str]:
            return [received.body.decode() for received in receiver.received]

    return Contract()


def run(contract: ChannelContract, test: str) -> None:
    """One test of the contract, with what it asks for."""
    method = getattr(contract, test)
    names = method.__code__.co_varnames[1 : method.__code__.co_argcount]
    with Receiver() as receiver, closing(FakeClient()) as client:
        given = {"kind": MessageKind.OPENED, "client": client, "receiver": receiver}
        method(**{name: given[name] for name in names})


@pytest.mark.parametrize("test", [name for name in vars(ChannelContract) if name.startswith("test_")])
def test_a_channel_that_keeps_it_passes(test: str) -> None:
    run(contract_of(Good), test)


@pytest.mark.parametrize(
    ("type_", "test"),
    [
        (Untitled, "test_it_can_be_registered"),
        (FieldsWithoutWords, "test_its_config_can_be_published"),
        (Silent, "test_it_delivers_every_kind_of_message"),
        (Silent, "test_a_message_can_be_sent_again"),
        (Verbose, "test_a_huge_error_is_cut"),
        (Verbose, "test_texts_from_elsewhere_do_no_harm"),
        (Verbose, "test_it_spells_every_script"),
        (NeverAgain, "test_a_receiver_in_trouble_is_asked_again"),
        (AlwaysAgain, "test_a_receiver_that_refuses_is_not_asked_again"),
        (Talkative, "test_a_receiver_that_refuses_is_not_asked_again"),
        (Silent, "test_a_receiver_that_says_nothing_is_given_up"),
        (WaitsForEachDrop, "test_a_receiver_that_drips_is_given_up"),
        (SwallowsDenial, "test_an_address_that_is_not_allowed_is_not_asked_again"),
        (RewordsDenial, "test_an_address_that_is_not_allowed_is_not_asked_again"),
        (OwnWay, "test_it_delivers_every_kind_of_message"),
    ],
)
def test_a_channel_with_a_fault_is_caught(type_: type[Good], test: str) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        run(contract_of(type_), test)
