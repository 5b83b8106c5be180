"""Apprise, beyond the contract: what it is kept from."""

from __future__ import annotations

import importlib.util

import apprise as library
import pytest
from pydantic import ValidationError
from tracer_plugins.channels.apprise import Apprise, AppriseConfig
from tracer_plugins.channels.apprise_services import SCHEMES

from tests.plugins.channels.dripping import drip_body
from tracer_runner.errors import ChannelConfigError, ChannelError
from tracer_runner.testing import FakeClient, Receiver, sample_message, serving


def fault(client: FakeClient, url: str) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        Apprise().send(sample_message(), client, config=AppriseConfig.model_validate({"url": url}))
    return caught.value


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise's own imports
def test_every_scheme_that_is_offered_is_one_of_apprises() -> None:
    services = library.Apprise().details()["schemas"]
    known = {name for one in services for kind in ("protocols", "secure_protocols") for name in one[kind] or ()}
    assert sorted(SCHEMES - known) == []


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mailto://user:s3cret@example.com", "mailto:// is not offered"),
        ("syslog://", "syslog:// is not offered"),
        ("discrod://s3cret/x", 'did you mean "discord"?'),
        ("s3cret", "write an Apprise URL"),
        ("tgram://s3cret/1?redirect=yes", "redirects are never followed"),
        ("tgram://s3cret/1?Template=/etc/passwd", "files of the server are never read"),
    ],
)
def test_what_would_pass_by_the_rules_is_refused_without_showing_secrets(url: str, told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AppriseConfig.model_validate({"url": url})
    assert told in str(caught.value)
    assert "s3cret" not in str(caught.value)


def test_a_redirect_is_a_fault_and_not_followed(receiver: Receiver, client: FakeClient) -> None:
    receiver.answer(302, headers={"Location": "/elsewhere"})
    assert fault(client, receiver.url.replace("http:", "json:")).permanent
    assert [received.path for received in receiver.received] == ["/hooks/T0KEN-of-the-receiver"]


def test_a_url_that_apprise_does_not_understand_is_told(client: FakeClient) -> None:
    told = fault(client, "tgram://nothing-of-the-kind")
    assert isinstance(told, ChannelConfigError)
    assert told.message == 'Apprise does not understand this URL of "tgram".'


def test_a_service_that_drips_is_given_up(client: FakeClient) -> None:
    with serving(drip_body) as (host, port):
        config = AppriseConfig.model_validate({"url": f"json://{host}:{port}/"})
        with pytest.raises(ChannelError, match=r"did not answer within 0.3 s\."):
            Apprise(limit=0.3).send(sample_message(), client, config=config)


def test_without_the_extra_one_line_says_what_to_install(client: FakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    told = fault(client, "ntfys://ntfy.example.com/topic")
    assert told.permanent
    assert told.message == "Apprise is not installed: pip install 'tracer-runner[apprise]'"
