"""E-mail, beyond the contract: logging in, threads, pictures, and refusals of some recipients."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from tracer_plugins.channels import email_faults
from tracer_plugins.channels.email import Email, EmailConfig

from tests.plugins.channels.mail_server import MailServer, make_certificate
from tracer_runner.errors import ChannelError, EngineError
from tracer_runner.model.alert import MessageKind
from tracer_runner.testing import FakeClient, sample_message, serving
from tracer_runner.testing.messages import PICTURE
from tracer_runner.testing.targets import Treat, hang_up, say_nothing

PASSWORD = "correct-horse"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def secure_server(certificate: tuple[Path, Path]) -> Iterator[MailServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with MailServer(tls=context, password=PASSWORD) as server:
        yield server


def saying(greeting: bytes, *answers: bytes) -> Treat:
    """A server that gives these answers in turn, and then hangs up."""

    def treat(visitor: socket.socket) -> None:
        visitor.sendall(greeting)
        with visitor.makefile("rb") as lines:
            for answer in answers:
                line = lines.readline()
                while answer == b"250 taken\r\n" and line != b".\r\n":
                    line = lines.readline()
                visitor.sendall(answer)
        visitor.shutdown(socket.SHUT_RDWR)

    return treat


def config(server: MailServer, **fields: Any) -> EmailConfig:
    return config_at(server.port, **fields)


def config_at(port: int, **fields: Any) -> EmailConfig:
    given = {"host": "127.0.0.1", "port": port, "security": "none", "sender": "alerts@example.com"}
    return EmailConfig.model_validate({**given, "recipients": "ann@example.com, bob@example.com", **fields})


def fault(client: FakeClient, made: EmailConfig) -> ChannelError:
    with pytest.raises(ChannelError) as caught:
        Email().send(sample_message(), client, config=made)
    return caught.value


def test_it_logs_in_over_tls(
    secure_server: MailServer,
    client: FakeClient,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    login = {"security": "starttls", "username": "tracer", "password": PASSWORD}
    Email().send(sample_message(), client, config=config(secure_server, **login))
    assert len(secure_server.mails) == 1
    refused = fault(client, config(secure_server, **{**login, "password": "wrong-horse"}))
    assert refused.permanent
    assert "535" in refused.message
    assert "wrong-horse" not in refused.message


def test_a_certificate_nobody_vouches_for_is_not_believed(secure_server: MailServer, client: FakeClient) -> None:
    refused = fault(client, config(secure_server, security="starttls"))
    assert refused.message == f"The certificate of 127.0.0.1:{secure_server.port} is not trusted: it is self-signed."
    assert secure_server.mails == []


def test_a_server_without_tls_gets_no_mail_in_the_clear(server: MailServer, client: FakeClient) -> None:
    refused = fault(client, config(server, security="starttls"))
    assert refused.permanent
    assert server.mails == []


@pytest.mark.parametrize(
    ("security", "told", "advice"),
    [
        ("tls", "does not speak TLS from the first byte", "security = starttls"),
        ("starttls", "cannot do what is needed", "security = tls"),
    ],
)
def test_the_wrong_security_is_final_and_says_which_to_write(
    server: MailServer, client: FakeClient, security: str, told: str, advice: str
) -> None:
    refused = fault(client, config(server, security=security))
    assert refused.permanent
    assert told in refused.message
    assert advice in (refused.hint or "")


def test_a_server_that_wants_tls_first_says_which_security_to_write(
    secure_server: MailServer, client: FakeClient
) -> None:
    refused = fault(client, config(secure_server, security="none"))
    assert (refused.permanent, refused.hint) == (True, "Write security = starttls, as at port 587.")


@pytest.mark.parametrize("treat", [say_nothing, hang_up])
def test_a_server_that_does_not_greet_may_wait_for_tls(client: FakeClient, treat: Treat) -> None:
    with serving(treat) as (_, port), pytest.raises(ChannelError) as caught:
        Email(limit=0.2).send(sample_message(), client, config=config_at(port, security="starttls"))
    assert not caught.value.permanent
    assert "security = tls" in (caught.value.hint or "")


def test_a_server_that_speaks_something_else_is_told_in_a_sentence(client: FakeClient) -> None:
    with serving(saying(b"SSH-2.0-s3cret\r\n")) as (_, port), pytest.raises(ChannelError) as caught:
        Email().send(sample_message(), client, config=config_at(port))
    assert (caught.value.message, caught.value.permanent) == (f"127.0.0.1:{port} gave no valid answer.", False)


def test_without_a_file_the_mail_server_is_not_to_blame(server: MailServer) -> None:
    with pytest.raises(EngineError, match="Too many open files"), email_faults.told(config(server), limit=1):
        raise OSError(errno.EMFILE, "Too many open files")


@pytest.mark.parametrize("goodbye", [b"500 what?\r\n", b"nonsense\r\n", b""])
def test_a_mail_that_was_taken_is_delivered_whatever_is_answered_to_the_goodbye(
    client: FakeClient, goodbye: bytes
) -> None:
    answers = (b"220 hi\r\n", b"250 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n", b"250 taken\r\n", goodbye)
    with serving(saying(*answers)) as (_, port):
        Email().send(sample_message(), client, config=config_at(port, recipients="ann@example.com"))


@pytest.mark.parametrize(("answer", "permanent"), [("550 no such user", True), ("450 greylisted", False)])
def test_a_recipient_that_is_refused_is_named_and_the_others_get_the_mail(
    server: MailServer, client: FakeClient, answer: str, permanent: bool
) -> None:
    server.refuses["bob@example.com"] = answer
    refused = fault(client, config(server))
    assert refused.message == f"The mail server refused bob@example.com ({answer}); the other recipients got the mail."
    assert refused.permanent is permanent
    assert [envelope.rcpt_tos for envelope in server.envelopes] == [["ann@example.com"]]
    server.refuses["ann@example.com"] = "450 greylisted"
    assert not fault(client, config(server)).permanent, "one of them may be taken later"


def test_all_mails_of_an_alert_are_one_thread(server: MailServer, client: FakeClient) -> None:
    for kind in (MessageKind.OPENED, MessageKind.REMINDER, MessageKind.RESOLVED, MessageKind.TEST):
        Email().send(sample_message(kind), client, config=config(server))
    opened, reminder, resolved, test = server.mails
    assert [mail["Subject"] for mail in server.mails][:3] == [
        "Checkout failed",
        "Checkout is still failing",
        "Checkout is well again",
    ]
    for later in (reminder, resolved):
        assert later["In-Reply-To"] == later["References"] == opened["Message-ID"]
    assert test["References"] is None
    assert len({mail["Message-ID"] for mail in server.mails}) == 4


def test_the_picture_is_inside_the_html(server: MailServer, client: FakeClient) -> None:
    Email().send(sample_message(), client, config=config(server))
    (mail,) = server.mails
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/jpeg"]
    assert [part.get_content() for part in pictures] == [PICTURE]
    html = mail.get_body(("related", "html"))
    assert html
    assert pictures[0]["Content-ID"].strip("<>") in str(html)
    assert pictures[0].get_content_disposition() == "inline"


def test_what_is_wrong_with_a_config_is_told(server: MailServer) -> None:
    for fields, told in (
        ({"recipients": "nobody"}, "write an e-mail address"),
        ({"recipients": []}, "at least 1 item"),
        ({"sender": "a@example.com\nBcc: b@example.com"}, "write an e-mail address"),
        ({"username": "käse", "password": PASSWORD, "security": "tls"}, "only ASCII"),
        ({"username": "tracer"}, "username and password belong together"),
        ({"username": "tracer", "password": PASSWORD}, "could be read on its way"),
        ({"host": "smtp.example.com/"}, "host"),
    ):
        with pytest.raises(ValidationError) as caught:
            config(server, **fields)
        assert told in str(caught.value)
        assert PASSWORD not in str(caught.value)


def test_names_and_domains_may_be_of_any_script(server: MailServer, client: FakeClient) -> None:
    made = config(server, sender="Käse & Co <alerts@example.com>", recipients=["支払い <ann@bücher.example>"])
    Email().send(sample_message(), client, config=made)
    (mail,) = server.mails
    assert mail["From"].addresses[0].display_name == "Käse & Co"
    assert mail["To"].addresses[0].display_name == "支払い"
    assert server.envelopes[0].rcpt_tos == ["ann@xn--bcher-kva.example"]
