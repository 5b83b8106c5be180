from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tracer_reports.environment import is_web_address
from tracer_reports.html import HtmlReporter

from tracer_runner.errors import UsageError
from tracer_runner.model.run import Batch, Network, Run
from tracer_runner.model.status import RunStatus

from .hostile import LONG, TEXTS, poisoned
from .samples import (
    JPEG,
    attempt_of,
    batch_of,
    everything,
    failed_run,
    keep_pictures,
    passed_run,
    request_of,
    run_of,
    step_of,
)

VOID = {"meta", "link", "img", "input", "br"}


class Page(HTMLParser):
    """Every element and the text a person reads."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.text += data

    def attributes(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]

    def tags(self) -> list[str]:
        return [tag for tag, _ in self.elements]


def written(batch: Batch, *, folder: Path) -> Page:
    """The page the reporter writes."""
    HtmlReporter().write(batch, folder=folder, path=None)
    return Page((folder / "report.html").read_text(encoding="utf-8"))


def test_every_ending_gives_a_whole_page(tmp_path: Path) -> None:
    missed = run_of(status=RunStatus.MISSED, error=None, journey="missed", name="Missed")
    page = written(batch_of(*everything().runs, missed), folder=tmp_path)
    assert page.unclosed == []
    assert page.open == []
    for name in ("Search", "Checkout", "Log in", "Catalogue", "Newsletter", "Returns", "Missed"):
        assert name in page.text


def test_an_empty_batch_gives_a_whole_page(tmp_path: Path) -> None:
    page = written(batch_of(), folder=tmp_path)
    assert "No journey ran" in page.text
    assert (page.unclosed, page.open) == ([], [])


def test_a_failed_run_shows_all_a_stranger_needs(tmp_path: Path) -> None:
    batch = batch_of(passed_run(), failed_run())
    keep_pictures(batch, folder=tmp_path)
    page = written(batch, folder=tmp_path)
    for part in (
        "1 of 2 journeys failed",
        "Pay / Confirm",
        "Expected the order number to start with LS-.",
        'assert order.startswith("LS-")',
        "journeys/checkout.py:31",
        "http://127.0.0.1:8700/orders/new",
        "Look at the order service",
        "time.sleep blocked its neighbours",
        "3 requests, 1 failed, 61 kB received",
        "needs improvement",
        "The cart could not be emptied.",
        "bought LS-lamp",
        "not reached",
    ):
        assert part in page.text
    assert any("marked" in each for each in page.attributes("class"))


def test_the_trace_is_linked_and_the_command_to_open_it_stands_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "results").mkdir()
    batch = batch_of(failed_run())
    keep_pictures(batch, folder=tmp_path / "results")
    page = written(batch, folder=Path("results"))
    assert "checkout/attempt-1/trace.zip" in page.attributes("href")
    assert "tracer show-trace results/checkout/attempt-1/trace.zip" in page.text


def test_pictures_are_inside_the_file_and_missing_ones_are_said(tmp_path: Path) -> None:
    batch = batch_of(failed_run())
    keep_pictures(batch, folder=tmp_path)
    (tmp_path / "checkout/attempt-1/0.jpg").unlink()
    page = written(batch, folder=tmp_path)
    sources = page.attributes("src")
    assert [b64decode(each.partition(",")[2]) for each in sources] == [JPEG, JPEG]
    assert "The picture is missing: " in page.text


def test_nothing_in_the_page_asks_the_network(tmp_path: Path) -> None:
    page = written(everything(), folder=tmp_path)
    loading = [
        each for name in ("src", "data", "poster", "srcset", "action", "background") for each in page.attributes(name)
    ]
    assert [each for each in loading if not each.startswith("data:")] == []
    links = [attributes["href"] for tag, attributes in page.elements if tag in ("link", "use", "image")]
    assert [each for each in links if not each.startswith(("data:", "#"))] == []
    css = (Path(__file__).parents[2] / "reports/tracer_reports/static/report.css").read_text(encoding="utf-8")
    assert "url(" not in css
    assert "@import" not in css


def test_the_policy_allows_only_what_is_in_the_file(tmp_path: Path) -> None:
    HtmlReporter().write(everything(), folder=tmp_path, path=None)
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    (policy,) = [
        attributes["content"]
        for tag, attributes in Page(text).elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == ["'none'"]
    assert rules["img-src"] == ["data:"]
    assert rules["base-uri"] == ["'none'"]
    for tag in ("script", "style"):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, flags=re.DOTALL)
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert rules[f"{tag}-src"] == [f"'sha256-{digest}'"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_in_every_field_adds_no_element_and_no_attribute(text: str, tmp_path: Path) -> None:
    calm = written(poisoned(everything(), text="calm"), folder=tmp_path)
    page = written(poisoned(everything(), text=text), folder=tmp_path)
    assert set(page.tags()) <= set(calm.tags()) | {"a"}
    assert page.tags().count("script") == 1
    assert page.tags().count("img") == calm.tags().count("img")
    names = {name for _, attributes in page.elements for name in attributes}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert (page.unclosed, page.open) == ([], [])
    for each in page.attributes("href"):
        assert each.startswith(("#", "data:image/svg+xml,", "http://", "https://")) or ":" not in each


def test_hostile_text_is_shown_as_it_was_said(tmp_path: Path) -> None:
    page = written(poisoned(batch_of(failed_run()), text="<b>{{ 77 * 77 }}</b>"), folder=tmp_path)
    assert "<b>{{ 77 * 77 }}</b>" in page.text
    assert "5929" not in page.text


def test_only_web_addresses_become_links() -> None:
    good = ("http://127.0.0.1:8700/a?b=c", "https://example.com")
    bad = (
        "javascript:alert(1)",
        "javascript://x/%0Aalert(1)",
        "data:text/html,x",
        "//example.com",
        "file:///etc/passwd",
        "http:",
        "http://a b",
        "http://[x",
    )
    assert [text for text in good + bad if is_web_address(text)] == list(good)


def test_five_megabytes_in_every_field_stay_a_small_page(tmp_path: Path) -> None:
    page = written(poisoned(batch_of(failed_run()), text=LONG), folder=tmp_path)
    assert (tmp_path / "report.html").stat().st_size < 1_000_000
    assert "more characters]" in page.text


def test_two_hundred_runs_stay_a_file_one_can_hand_on(tmp_path: Path) -> None:
    entries = tuple(request_of(f"/asset-{number}.js", offset_ms=number) for number in range(500))
    whole = Network(requests=500, entries=entries)

    def calm_run(number: int) -> Run:
        steps = [step_of(index, f"Step {index}", screenshot=f"{number}-{index}.jpg") for index in range(4)]
        for step in steps:
            (tmp_path / f"{step.screenshot}").write_bytes(JPEG + b"\0" * 60_000)
        attempt = attempt_of(steps, network=whole, output="line\n" * 2000)
        return passed_run(journey=f"j{number}", name=f"Journey {number}", attempts=(attempt,))

    calm = [calm_run(number) for number in range(199)]
    page = written(batch_of(failed_run(), *calm), folder=tmp_path)
    assert "Journey 198" in page.text
    assert "pictures are not in this file" in page.text
    assert (tmp_path / "report.html").stat().st_size < 25_000_000
    opened = [attributes for tag, attributes in page.elements if tag == "details" and "open" in attributes]
    assert len(opened) == 1


def test_an_unwritable_path_is_a_usage_error_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written") as caught:
        HtmlReporter().write(everything(), folder=tmp_path, path=tmp_path / "missing" / "report.html")
    assert caught.value.hint
