"""tracer.toml and TRACER_*: where they are found, which beats which, and what is said of faults."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import ValidationError

from tracer_runner.errors import SettingsError, UsageError
from tracer_runner.settings import Settings, load_settings
from tracer_runner.settings.context_options import CONTEXT_OPTIONS


def load(folder: Path, text: str | None = None, **environ: str) -> Settings:
    if text is not None:
        (folder / "tracer.toml").write_text(text, encoding="utf-8")
    return load_settings(folder, environ=environ)


def faults(folder: Path, text: str | None = None, **environ: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(folder, text, **environ)
    return caught.value.faults


def test_without_a_file_the_defaults_hold_here(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.project == tmp_path
    assert (settings.journeys_folder, settings.output_folder) == (tmp_path / "journeys", tmp_path / "tracer-results")
    assert settings.env_file == ".env"
    assert settings.environments == {}
    browser, run = settings.browser, settings.run
    assert (browser.name, browser.executable, browser.device, browser.context) == ("chromium", None, None, {})
    assert browser.test_id_attribute == "data-testid"
    assert (run.timeout, run.step_timeout, run.action_timeout, run.expect_timeout) == (120, 30, 10, 5)
    assert (run.retries, run.workers, run.concurrency) == (0, 1, None)
    assert (run.trace, run.video, run.har, run.screenshots) == ("retry", "off", "retry", "on")


def test_everything_can_be_set_in_the_file(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        """
        journeys = "flows"
        output = "out"
        env_file = "secrets.env"

        [browser]
        name = "firefox"
        executable = "tools/firefox"
        device = "iPhone 15"
        context = { locale = "de-DE", viewport = { width = 800, height = 600 } }
        test_id_attribute = "data-test"

        [run]
        timeout = "3m"
        step_timeout = 20
        action_timeout = "500ms"
        expect_timeout = "2s"
        retries = 1
        workers = 2
        concurrency = 8
        trace = "on"
        video = "failure"
        har = "off"
        screenshots = "failure"

        [environments.staging]
        params = { base_url = "https://staging.example.com" }
        secrets = { SHOP_PASSWORD = "STAGING_SHOP_PASSWORD" }
        """,
    )
    assert settings.journeys_folder == tmp_path / "flows"
    assert settings.browser.executable == tmp_path / "tools" / "firefox"
    assert settings.browser.context == {"locale": "de-DE", "viewport": {"width": 800, "height": 600}}
    assert (settings.run.timeout, settings.run.step_timeout, settings.run.action_timeout) == (180, 20, 0.5)
    assert (settings.run.concurrency, settings.run.video) == (8, "failure")
    staging = settings.environment("staging")
    assert staging is not None
    assert staging.params == {"base_url": "https://staging.example.com"}
    assert staging.secrets == {"SHOP_PASSWORD": "STAGING_SHOP_PASSWORD"}


def test_the_file_is_found_from_a_folder_or_file_below(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "journey.py").touch()
    (tmp_path / "tracer.toml").write_text('output = "above"', encoding="utf-8")
    for start in (tmp_path / "a" / "b", tmp_path / "a" / "b" / "journey.py", tmp_path / "a" / ".." / "a"):
        settings = load_settings(start, environ={})
        assert (settings.project, settings.output) == (tmp_path, "above")


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    (tmp_path / "near").mkdir()
    (tmp_path / "tracer.toml").write_text('output = "far"', encoding="utf-8")
    assert load(tmp_path / "near", 'journeys = "flows"').output == "tracer-results"


def test_the_search_begins_where_the_user_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACER_OUTPUT", "from-variable")
    settings = load_settings()
    assert (settings.project, settings.output) == (tmp_path, "from-variable")


def test_variables_beat_the_file_one_by_one(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        'output = "file"\n[run]\ntimeout = "3m"\nretries = 1',
        TRACER_RUN__TIMEOUT="60s",
        TRACER_RUN__WORKERS="2",
        TRACER_BROWSER__CONTEXT='{"locale": "de-DE"}',
    )
    assert (settings.run.timeout, settings.run.retries, settings.run.workers) == (60, 1, 2)
    assert settings.output == "file"
    assert settings.browser.context == {"locale": "de-DE"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TRACER_BROWSER": "/opt/chrome"}, "/opt/chrome"),
        ({"TRACER_BROWSER": ""}, "/from/file"),
        ({"TRACER_BROWSER__EXECUTABLE": "/long"}, "/long"),
        ({"TRACER_BROWSER": "/short", "TRACER_BROWSER__EXECUTABLE": "/long"}, "/long"),
    ],
)
def test_the_browsers_path_has_a_short_variable(tmp_path: Path, environ: dict[str, str], expected: str) -> None:
    settings = load(tmp_path, '[browser]\nname = "chromium"\nexecutable = "/from/file"', **environ)
    assert settings.browser.executable == Path(expected)
    assert settings.browser.name == "chromium"


def test_other_variables_that_begin_alike_are_left_alone(tmp_path: Path) -> None:
    assert load(tmp_path, TRACER_API_KEY="x", TRACER_PROJECT="/y").project == tmp_path


def test_settings_do_not_change(tmp_path: Path) -> None:
    with pytest.raises(ValidationError):
        load(tmp_path).run.retries = 3  # type: ignore[misc]


def test_all_faults_are_told_at_once_with_key_and_what_to_write(tmp_path: Path) -> None:
    text = """
        journey = "flows"
        step_timeout = "3s"
        project = "/x"

        [run]
        timeout = "5 parsecs"
        retries = -1
        workers = "many"
        tarce = "on"
        trace = "maybe"

        [browser]
        context = { local = "de-DE", record_har_path = "x" }

        [environments.staging]
        params = 3
        secret = {}
        """
    assert sorted(faults(tmp_path, text, TRACER_RUN__EXPECT_TIMEOUT="x", TRACER_RUN__ACTION_TIMEOUT="0")) == sorted(
        [
            'journey is no setting: did you mean "journeys"?',
            "step_timeout is no setting: did you mean [run] step_timeout?",
            "project is no setting: known: browser, egress, env_file, environments, journeys, output, plugins, run",
            (
                "[run] timeout = '5 parsecs': '5 parsecs' is no duration; "
                'write "500ms", "15s", "5m", "1h" or a number of seconds'
            ),
            "[run] retries = -1: it is at least 0",
            "[run] workers = 'many': write a whole number",
            '[run] tarce is no setting: did you mean "trace"?',
            "[run] trace = 'maybe': write 'on', 'failure', 'retry' or 'off'",
            (
                "[browser] context = {'local': 'de-DE', 'record_har_path': 'x'}: Playwright has no context option "
                '"local": did you mean "locale"?; "record_har_path" is not set here; '
                'write har = "on" or video = "on" under [run] in tracer.toml'
            ),
            "[environments.staging] params = 3: write names with values ({…})",
            '[environments.staging] secret is no setting: did you mean "secrets"?',
            (
                "TRACER_RUN__EXPECT_TIMEOUT = 'x': 'x' is no duration; "
                'write "500ms", "15s", "5m", "1h" or a number of seconds'
            ),
            "TRACER_RUN__ACTION_TIMEOUT = '0': it is more than 0",
        ]
    )


def test_the_message_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"tracer\.toml has one fault:\n  journey is no setting"):
        load(tmp_path, 'journey = "x"')


def test_text_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, 'output = "x"\njourneys = flows\n')
    assert "line 2" in fault


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path) -> None:
    (tmp_path / "tracer.toml").write_bytes(b'output = "\xff"')
    assert faults(tmp_path) == ["it is not UTF-8; save it as UTF-8"]


@pytest.mark.parametrize(
    "environ",
    [{"TRACER_BROWSER__CONTEXT": "{"}, {"TRACER_RUN__RETRY": "3"}, {"TRACER_RUN": "3"}, {"TRACER_OUTPUT": ""}],
)
def test_a_wrong_variable_is_told(tmp_path: Path, environ: Mapping[str, str]) -> None:
    (fault,) = faults(tmp_path, **environ)
    assert "TRACER_" in fault or "browser" in fault


def test_an_unknown_environment_is_told_with_the_nearest(tmp_path: Path) -> None:
    settings = load(tmp_path, "[environments.staging]\n[environments.production]")
    assert settings.environment(None) is None
    with pytest.raises(UsageError, match='There is no environment "stagin": did you mean "staging"'):
        settings.environment("stagin")
    with pytest.raises(UsageError, match="known: production, staging"):
        settings.environment("x")


def test_context_options_are_those_of_this_playwright() -> None:
    from playwright.sync_api import Browser

    ours = set(inspect.signature(Browser.new_context).parameters) - {"self", "default_browser_type"}
    assert {name for name in ours if not name.startswith("record_")} == set(CONTEXT_OPTIONS)


def test_importing_the_settings_does_not_import_what_only_reading_them_needs() -> None:
    code = "import sys, tracer_runner.settings; print('pydantic_settings' in sys.modules, 'playwright' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "False"]


def test_egress_is_set_for_each_purpose(tmp_path: Path) -> None:
    egress = load(
        tmp_path,
        """
        [egress]
        hosts = { "Shop.Example.com" = "10.0.0.5", inner = "fd00::1" }
        [egress.journeys]
        private = false
        [egress.webhooks]
        allow = ["10.0.0.5", "10.1.0.0/16", "fd00::/64"]
        """,
        TRACER_EGRESS__CHANNELS__ALLOW='["10.0.0.7"]',
    ).egress
    assert egress.hosts == {"shop.example.com": "10.0.0.5", "inner": "fd00::1"}
    assert [egress.monitors.private, egress.journeys.private] == [True, False]
    assert [egress.webhooks.private, egress.channels.private] == [False, False]
    assert egress.webhooks.allow == ("10.0.0.5", "10.1.0.0/16", "fd00::/64")
    assert egress.channels.allow == ("10.0.0.7",)


@pytest.mark.parametrize(
    ("table", "line", "advice"),
    [
        ("egress.webhooks", 'allow = ["shop.test"]', '"shop.test" is no address; write "10.0.0.5" or "10.1.0.0/16"'),
        ("egress.webhooks", 'allow = ["10.1.2.3/16"]', 'write "10.1.0.0/16" or "10.1.2.3"'),
        ("egress.webhooks", 'allow = ["::ffff:10.0.0.5"]', "write the IPv4 address"),
        ("egress.webhooks", 'allow = ["fe80::1%eth0"]', "has a zone; write it without"),
        ("egress.webhooks", 'allow = "10.0.0.5"', "write a list"),
        ("egress.channels", 'allow = ["169.254.169.254"]', "is a metadata service of a cloud, which no setting allows"),
        ("egress.journeys", 'allow = ["169.254.0.0/16"]', "is a link-local address, which no setting allows"),
        ("egress.monitors", 'allow = ["0.0.0.0", "10.0.0.5"]', '"0.0.0.0" is an unspecified address'),
        ("egress.webhooks", 'allow = ["ff00::/8"]', "is a multicast address, which no setting allows"),
        ("egress.webhooks", 'alow = ["10.0.0.5"]', 'did you mean "allow"?'),
        ("egress.monitors", 'private = "maybe"', "write true or false"),
        ("egress", 'hosts = { "http://shop.test" = "10.0.0.5" }', '"http://shop.test" is no host name'),
        ("egress", 'hosts = { "shop.test:80" = "10.0.0.5" }', '"shop.test:80" is no host name'),
        ("egress", 'hosts = { shop = "other.test" }', '"shop" has "other.test", which is no address'),
        ("egress", "webhook = {}", 'did you mean "webhooks"?'),
    ],
)
def test_faults_of_egress_name_the_key_and_what_to_write(tmp_path: Path, table: str, line: str, advice: str) -> None:
    (fault,) = faults(tmp_path, f"[{table}]\n{line}")
    assert fault.startswith(f"[{table}] {line.partition(' =')[0]}")
    assert advice in fault
