"""`tracer channels`: the list, and a test message to a receiver on this machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tracer_runner.cli import main as command
from tracer_runner.testing import Receiver

Command = Callable[..., int]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def tracer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    """Run the command in an empty project; the exit code."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> int:
        monkeypatch.setattr("sys.argv", ["tracer", "channels", *arguments])
        with pytest.raises(SystemExit) as left:
            command.main()
        return int(left.value.code or 0)

    return run


def test_the_list_shows_each_type_with_its_config(tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert tracer("list") == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    assert ["slack", "Slack", "url", "tracer-runner:slack"] in lines
    assert ["pagerduty", "PagerDuty", "routing_key, [severity], [url]", "tracer-runner:pagerduty"] in lines


def test_a_message_that_arrives_is_0(tracer: Command, receiver: Receiver, capsys: pytest.CaptureFixture[str]) -> None:
    assert tracer("test", "--type", "slack", "--config", f"url={receiver.url}") == 0
    assert capsys.readouterr().out == "Slack: the test message was delivered.\n"
    assert "Test message from tracer" in receiver.received[0].json()["text"]


def test_values_come_from_files_the_environment_and_the_line(
    tracer: Command, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("hook.toml").write_text('url = "https://never.example.com/"\nheaders = {X-Token = "env:TOKEN", X-Two = "2"}\n')
    monkeypatch.setenv("TOKEN", "from-the-environment")
    monkeypatch.setenv("ADDRESS", receiver.url)
    assert (
        tracer("test", "--type", "webhook", "-c", "url=env:ADDRESS", "-c", "@hook.toml", "-c", "headers.X-Two=3") == 0
    )
    headers = receiver.received[0].headers
    assert (headers["x-token"], headers["x-two"]) == ("from-the-environment", "3")


def test_a_name_given_twice_is_a_list_and_json_is_read_too(tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    place = {"host": "127.0.0.1", "port": 1, "security": "none", "sender": "a@example.com"}
    Path("mail.json").write_text(json.dumps(place))
    assert (
        tracer("test", "--type", "email", "-c", "@mail.json", "-c", "recipients=a@b.de", "-c", "recipients=c@d.de") == 4
    )
    assert "127.0.0.1:1 refused the connection." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--type", "slak"], 'did you mean "slack"?'),
        (["--type", "slack"], "url: it is needed; write --config url=…"),
        (["--type", "slack", "-c", "urll=1"], 'urll: there is no such field; did you mean "url"?'),
        (["--type", "slack", "-c", "url=s3cret"], "url: write a whole address that begins with https://"),
        (["--type", "slack", "-c", "s3cret"], "has no value: write NAME=VALUE, or @FILE"),
        (["--type", "slack", "-c", "url=env:NOT_THERE"], "url: the environment has no NOT_THERE"),
        (["--type", "slack", "-c", "@slack.yaml"], "slack.yaml is neither .toml nor .json"),
        (["--type", "slack", "-c", "@gone.toml"], "gone.toml cannot be read: No such file or directory\n"),
        (["--type", "slack", "-c", "@latin.toml"], "latin.toml is not UTF-8"),
        (["--type", "slack", "-c", "@broken.toml"], "broken.toml is no TOML"),
        (["--type", "slack", "-c", "@list.json"], "list.json holds no names with values"),
        (["--type", "email", "-c", "host=x", "-c", "port=many"], "port: write a whole number"),
        (["--type", "webhook", "-c", "url=https://x.example", "-c", "url.a=1"], '"url" a value, and names'),
        (["--type", "email", "-c", "port=1", "-c", "port=2"], "port: it takes one value; give it once, and no list"),
        (["--type", "slack", "-c", "url=s3cret", "-c", "url=s3cret"], "url: it takes one value; give it once"),
        (["--type", "webhook", "-c", "headers.A=s3cret", "-c", "headers.A=x"], "headers.A: it takes one value"),
        (["--type", "slack", "-c", "url=http://127.0.0.1:0/s3cret"], "url: there is no port 0"),
        (["--type", "slack", "-c", "url=http://ex..ample/s3cret"], "url: no host can have this name"),
        (["--type", "slack", "-c", "url=http://xn--/s3cret"], "url: no host can have this name"),
        (["--type", "email", "-c", "host=127.0.0.1:25"], "host: write the host alone, as smtp.example.com"),
        (["--type", "slack", "-c", "url.=s3cret"], "has no value: write NAME=VALUE, or @FILE"),
        (["--type", "slack", "-c", "url=env:"], "url: env: names no variable; write env:NAME"),
        (["--type", "slack", "-c", "@"], "write @FILE, as in @slack.toml"),
    ],
)
def test_what_is_wrong_with_the_config_is_2_and_told_without_values(
    tracer: Command, capsys: pytest.CaptureFixture[str], options: list[str], told: str
) -> None:
    Path("broken.toml").write_text("url = s3cret")
    Path("latin.toml").write_bytes(b'url = "s3cret \xfc"')
    Path("list.json").write_text('["s3cret"]')
    assert tracer("test", *options) == 2
    seen = capsys.readouterr().err
    assert told in seen
    assert "s3cret" not in seen


def test_a_refusal_is_4_and_says_that_trying_again_is_of_no_use(
    tracer: Command, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver.refuse()
    assert tracer("test", "--type", "slack", "--config", f"url={receiver.url}") == 4
    assert capsys.readouterr().err == (
        "Slack: not delivered, and trying again is of no use. 127.0.0.1 answered 403 Forbidden: no such hook\n"
        "-> Correct the config, or the other side.\n"
    )


def test_a_config_that_turns_out_to_be_wrong_is_2_all_the_same(
    tracer: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tracer("test", "--type", "apprise", "-c", "url=tgram://s3cret-and-no-more") == 2
    seen = capsys.readouterr().err
    assert 'Apprise does not understand this URL of "tgram".' in seen
    assert "s3cret" not in seen


def test_a_receiver_in_trouble_is_4_and_says_when_to_try_again(
    tracer: Command, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    receiver.falter()
    assert tracer("test", "--type", "slack", "--config", f"url={receiver.url}") == 4
    seen = capsys.readouterr().err
    assert "Slack: not delivered, this time. 127.0.0.1 answered 503" in seen
    assert "-> Try again in 30.0 s" in seen


def test_the_rules_of_the_server_hold(tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert tracer("test", "--type", "slack", "--config", "url=http://10.0.0.1/hook") == 4
    assert "[egress.channels] allow" in capsys.readouterr().err
    assert tracer("test", "--type", "apprise", "-c", "url=json://10.0.0.1/s3cret") == 4
    assert 'add "10.0.0.1" to [egress.channels] allow' in capsys.readouterr().err


def test_a_plugin_that_fails_is_told_without_its_secrets(tracer: Command, capsys: pytest.CaptureFixture[str]) -> None:
    Path("tracer.toml").write_text('[plugins]\nfiles = ["loud.py"]\n')
    Path("loud.py").write_text(
        "from pydantic import BaseModel, SecretStr\nfrom tracer_runner.hooks import hookimpl\n\n\n"
        "class Config(BaseModel):\n    token: list[SecretStr]\n\n\n"
        "class Loud:\n    name, title, config = 'loud', 'Loud', Config\n\n"
        "    def send(self, message, client, *, config):\n"
        "        raise RuntimeError('I know ' + config.token[0].get_secret_value().split()[-1])\n\n\n"
        "@hookimpl\ndef tracer_register_channels():\n    return [Loud()]\n"
    )
    assert tracer("test", "--type", "loud", "-c", "token=Bearer s3cret-token", "-c", "token=1") == 4
    assert "Loud: not delivered, this time. RuntimeError: I know …\n" in capsys.readouterr().err
