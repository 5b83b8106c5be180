from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tracer_reports.annotations import build_annotations
from tracer_reports.github import GithubReporter
from tracer_reports.markdown import LARGEST_SUMMARY, build_summary, escape_markdown

from tracer_runner.errors import UsageError
from tracer_runner.model.run import SourceExcerpt

from .hostile import LONG, TEXTS, poisoned
from .samples import batch_of, degraded_run, error_of, error_run, everything, failed_run, passed_run


@pytest.fixture(autouse=True)
def _outside_of_github(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)


def test_broken_runs_are_errors_and_slow_ones_warnings_the_worst_first() -> None:
    lines = build_annotations(everything())
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::error", "::warning"]


def test_an_annotation_points_at_the_line_that_broke() -> None:
    (line,) = build_annotations(batch_of(failed_run()))
    assert line == (
        "::error file=journeys/checkout.py,line=31,title=Checkout::"
        "Step “Pay / Confirm” failed: Expected the order number to start with LS-."
        "%0AExpected: LS-1042%0AActual: ERR-1042"
        "%0APage: http://127.0.0.1:8700/orders/new%0ALook at the order service: the page shows its error number."
    )


def test_what_has_a_meaning_in_a_command_is_written_otherwise() -> None:
    run = error_run(name="a,b: 100%", error=error_of("50%\r\nof: it, all", step=None, expected="1\n2", source=None))
    (line,) = build_annotations(batch_of(run))
    assert ",title=a%2Cb%3A 100%25::It could not be checked: 50%25%0AExpected: 1%0A2%0A" in line


def test_paths_are_relative_to_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "shop").mkdir()
    monkeypatch.chdir(tmp_path / "shop")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    source = SourceExcerpt(file=str(tmp_path / "shop" / "x.py"), line=3, first_line=3, lines=("pay()",))
    error = error_of(source=source)
    run = failed_run(attempts=(), error=error)
    lines = build_annotations(batch_of(run, degraded_run()))
    assert [line.partition(",")[0] for line in lines] == [
        "::error file=shop/x.py",
        "::warning file=shop/journeys/checkout.py",
    ]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_stays_inside_its_annotation(
    text: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    GithubReporter().write(poisoned(everything(), text=text), folder=tmp_path, path=None)
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::error", "::warning"]


def test_annotations_stay_short() -> None:
    for line in build_annotations(poisoned(everything(), text=LONG)):
        assert len(line) < 5_000


def test_without_github_there_is_no_summary(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert GithubReporter().write(batch_of(passed_run()), folder=tmp_path, path=None) is None
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_summary_is_added_to_what_the_file_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "summary.md").write_text("# Build\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    GithubReporter().write(everything(), folder=tmp_path, path=None)
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert text.startswith("# Build\n\n## tracer: 1 of 6 journeys failed")


def test_a_summary_that_cannot_be_written_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "missing" / "summary.md"))
    with pytest.raises(UsageError, match="cannot be written"):
        GithubReporter().write(everything(), folder=tmp_path, path=None)


def test_the_summary_reads_as_a_table_and_the_details_of_what_broke() -> None:
    page = rendered(build_summary(everything()))
    assert page.text.strip().startswith("tracer: 1 of 6 journeys failed, 1 could not be checked")
    assert page.tags.count("tr") == 7
    assert page.tags.count("details") == 2
    for part in (
        "ERR-1042",
        ">   31",
        'assert order.startswith("LS-")',
        "http://127.0.0.1:8700/orders/new",
        "Set it in .env.",
    ):
        assert part in page.text


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_in_the_summary_is_nothing_but_text(text: str) -> None:
    calm = rendered(build_summary(poisoned(everything(), text="calm")))
    page = rendered(build_summary(poisoned(everything(), text=text)))
    assert set(page.tags) <= set(calm.tags)
    assert page.tags.count("tr") == calm.tags.count("tr")
    assert page.tags.count("details") == calm.tags.count("details")
    assert set(page.attributes) <= {"open", "style"}


def test_nothing_in_an_escaped_text_is_markup() -> None:
    hostile = "# *a* _b_ `c` [d](http://e) @f www.g.h <i> | $x$ ~~j~~ &amp; 1. - + !"
    escaped = escape_markdown(hostile)
    assert not set("#*_`[]()<>|$~@!") & set(escaped.replace("&#", ""))
    assert rendered(escaped).text.strip() == hostile


def test_a_summary_too_large_for_github_is_cut_and_says_so() -> None:
    batch = batch_of(*(failed_run(journey=f"j{number}") for number in range(3000)))
    text = build_summary(batch)
    assert len(text.encode()) <= LARGEST_SUMMARY
    assert "more parts did not fit" in text
    assert build_summary(batch, room=0) == ""


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(markdown: str) -> Page:
    """What GitHub's dialect makes of it: tables, strikethrough, raw HTML."""
    return Page(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))
