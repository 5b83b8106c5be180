"""The HTML report as a browser sees it, opened from disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect, sync_playwright
from tracer_reports.html import HtmlReporter

from tracer_runner.model.run import Batch

from .hostile import LONG, TEXTS, poisoned
from .samples import batch_of, error_of, everything, failed_run, keep_pictures, passed_run, run_of

pytestmark = pytest.mark.browser
SENTENCE = "Expected the order number to start with LS-."
WATCH = (
    "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.blockedURI + e.violatedDirective))"
)


@dataclass
class Seen:
    """What the browser noticed while the page was open."""

    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser: TRACER_BROWSER, or one of this machine."""
    places = (os.environ.get("TRACER_BROWSER"), "/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium")
    found = next((place for place in places if place and Path(place).exists()), shutil.which("google-chrome"))
    if found is None:
        pytest.skip("no browser: set TRACER_BROWSER")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Browser) -> Iterator[BrowserContext]:
    """A fresh window."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    yield context
    context.close()


def opened(page: Page, *, batch: Batch, folder: Path) -> Seen:
    """The report of this batch in `page`, and everything that is noticed from then on."""
    HtmlReporter().write(batch, folder=folder, path=None)
    seen = Seen()
    page.on("request", lambda request: seen.requests.append(request.url[:100]))
    page.on("console", lambda message: seen.messages.append(message.text[:300]))
    page.on("pageerror", lambda error: seen.messages.append(str(error)[:300]))
    page.on("dialog", lambda dialog: note_dialog(dialog, seen=seen))
    page.add_init_script(WATCH)
    page.goto((folder / "report.html").as_uri())
    return seen


def note_dialog(dialog: Dialog, *, seen: Seen) -> None:
    """Keep what it says, and let the page go on."""
    seen.dialogs.append(dialog.message)
    dialog.dismiss()


def unfold(page: Page) -> None:
    """Open everything that can be opened, pictures aside."""
    page.evaluate("document.querySelectorAll('details:not(.shot)').forEach((each) => { each.open = true; })")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def is_quiet(seen: Seen, *, folder: Path) -> None:
    """No request but the file itself and the pictures in it, no dialog, nothing on the console."""
    asked = [url for url in seen.requests if not url.startswith("data:")]
    assert asked == [(folder / "report.html").as_uri()]
    assert seen.dialogs == []
    assert seen.messages == []


def test_the_failing_sentence_is_on_the_first_screen(window: BrowserContext, tmp_path: Path) -> None:
    batch = batch_of(passed_run(), failed_run())
    keep_pictures(batch, folder=tmp_path)
    page = window.new_page()
    seen = opened(page, batch=batch, folder=tmp_path)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 2 journeys failed")
    for shown in (page.get_by_text(SENTENCE).first, page.locator(".failure .headline").first):
        expect(shown).to_be_visible()
        expect(shown).to_be_in_viewport()
    is_quiet(seen, folder=tmp_path)


def test_everything_a_failed_run_left_can_be_unfolded(window: BrowserContext, tmp_path: Path) -> None:
    batch = batch_of(failed_run())
    keep_pictures(batch, folder=tmp_path)
    page = window.new_page()
    seen = opened(page, batch=batch, folder=tmp_path)
    unfold(page)
    for text in (
        "ERR-1042",
        "cart: 1 lamp",
        "needs improvement",
        "bought LS-lamp",
        "time.sleep blocked",
        "/api/orders",
    ):
        expect(page.get_by_text(text).first).to_be_visible()
    sizes = page.evaluate("Array.from(document.images).map((each) => each.naturalWidth)")
    assert sizes == [1, 1, 1]
    is_quiet(seen, folder=tmp_path)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_hostile_text_does_nothing(text: str, window: BrowserContext, tmp_path: Path) -> None:
    page = window.new_page()
    seen = opened(page, batch=poisoned(everything(), text=text), folder=tmp_path)
    unfold(page)
    expect(page.locator(".run")).to_have_count(6)
    is_quiet(seen, folder=tmp_path)


def test_the_policy_stops_what_got_in_anyway(window: BrowserContext, tmp_path: Path) -> None:
    page = window.new_page()
    seen = opened(page, batch=everything(), folder=tmp_path)
    with page.expect_event("requestfailed") as stopped:
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<img src=http://127.0.0.1:9/x onerror=alert(1)>')"
        )
    assert stopped.value.failure == "csp"
    with page.expect_console_message(lambda message: "policy: inline" in message.text):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b style=color:red onclick=alert(2)>x</b>')")
    assert seen.dialogs == []


def test_a_title_of_five_megabytes_does_not_spread_the_page(window: BrowserContext, tmp_path: Path) -> None:
    page = window.new_page()
    seen = opened(page, batch=poisoned(batch_of(failed_run()), text=LONG), folder=tmp_path)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    is_quiet(seen, folder=tmp_path)


def test_it_fits_a_phone(chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    batch = everything()
    keep_pictures(batch, folder=tmp_path)
    opened(page, batch=batch, folder=tmp_path)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator(".failure .headline").first).to_be_visible()
    context.close()


def test_runs_are_found_by_status_and_by_text(window: BrowserContext, tmp_path: Path) -> None:
    page = window.new_page()
    opened(page, batch=everything(), folder=tmp_path)
    names = page.locator(".run:not([hidden]) h2 bdi")
    page.get_by_role("button", name="Passed").click()
    expect(names).to_have_text(["Newsletter", "Search"])
    page.get_by_role("button", name="Flaky").click()
    expect(names).to_have_text(["Newsletter"])
    page.get_by_role("button", name="All 6").click()
    page.get_by_role("searchbox").fill("shop_password")
    expect(names).to_have_text(["Log in"])
    page.get_by_role("searchbox").fill("nowhere")
    expect(page.get_by_text("No run matches this filter.")).to_be_visible()


def test_a_link_from_the_head_opens_its_run(window: BrowserContext, tmp_path: Path) -> None:
    page = window.new_page()
    opened(page, batch=everything(), folder=tmp_path)
    page.locator("#run-1 > summary").click()
    expect(page.locator("#run-1 > .body")).to_be_hidden()
    page.locator(".leads a", has_text="Checkout").click()
    expect(page.locator("#run-1 > .body")).to_be_visible()


def test_a_picture_is_enlarged_by_click_and_closed_by_escape(window: BrowserContext, tmp_path: Path) -> None:
    batch = batch_of(failed_run())
    keep_pictures(batch, folder=tmp_path)
    page = window.new_page()
    opened(page, batch=batch, folder=tmp_path)
    picture = page.locator(".frames .shot").first
    picture.locator("summary").click()
    assert picture.locator("img").bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 900}
    page.keyboard.press("ArrowRight")
    expect(page.locator(".frames .shot").nth(1)).to_have_attribute("open", "")
    page.keyboard.press("Escape")
    expect(page.locator(".shot[open]")).to_have_count(0)


def test_on_paper_it_is_light_and_without_controls(window: BrowserContext, tmp_path: Path) -> None:
    page = window.new_page()
    page.emulate_media(color_scheme="dark")
    opened(page, batch=everything(), folder=tmp_path)
    back = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(back) != "rgb(255, 255, 255)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(back) == "rgb(255, 255, 255)"
    expect(page.get_by_role("searchbox")).to_be_hidden()


def test_a_long_text_is_folded_and_unfolded_without_javascript(chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    error = error_of(expected="\n".join(f"line {number}" for number in range(60)), actual="nothing")
    HtmlReporter().write(batch_of(run_of(error=error)), folder=tmp_path, path=None)
    page.goto((tmp_path / "report.html").as_uri())
    text = page.locator(".expected pre")
    expect(text).to_have_css("overflow", "hidden")
    page.locator(".expected").get_by_text("Show all").click()
    expect(text).to_have_css("overflow", "visible")
    page.locator(".expected").get_by_text("Show less").click()
    expect(text).to_have_css("overflow", "hidden")
    expect(page.locator(".actual summary")).to_have_count(0)
    page.emulate_media(media="print")
    expect(text).to_have_css("overflow", "visible")
    expect(page.locator(".expected summary")).to_be_hidden()
    context.close()


def test_a_difference_of_lines_has_signs_and_marks(window: BrowserContext, tmp_path: Path) -> None:
    page = window.new_page()
    error = error_of(expected='nav\nlink "Log in"\nmain', actual='nav\nlink "Sign in"\nmain')
    opened(page, batch=batch_of(run_of(error=error)), folder=tmp_path)
    lines = page.locator(".difference pre > span")
    expect(lines).to_have_text(["  nav", '- link "Log in"', '+ link "Sign in"', "  main"])
    expect(page.locator(".difference mark")).to_have_text(["Log", "Sign"])


def test_a_command_in_the_next_step_is_taken_whole_by_one_click(window: BrowserContext, tmp_path: Path) -> None:
    page = window.new_page()
    error = error_of(hint="If this is right from now on: `tracer baselines update journeys/shop.py::look`")
    opened(page, batch=batch_of(run_of(error=error)), folder=tmp_path)
    page.locator(".hint code").click()
    assert page.evaluate("getSelection().toString()") == "tracer baselines update journeys/shop.py::look"


def test_no_line_of_code_is_cut_off_on_a_phone(chromium: Browser, tmp_path: Path) -> None:
    page = chromium.new_page(viewport={"width": 375, "height": 800})
    source = error_of().source
    assert source is not None
    long = source.model_copy(update={"lines": ("    " * 4 + "call_" * 60, *source.lines)})
    opened(page, batch=batch_of(run_of(error=error_of(source=long))), folder=tmp_path)
    for part in page.locator(".source, .source pre, .line, .line code").all():
        assert part.evaluate("each => each.scrollWidth <= Math.ceil(each.getBoundingClientRect().width)")
    page.close()


def test_everything_works_without_javascript(chromium: Browser, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    HtmlReporter().write(everything(), folder=tmp_path, path=None)
    page.goto((tmp_path / "report.html").as_uri())
    expect(page.locator(".failure .headline").first).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_hidden()
    search = page.locator(".run", has_text="Search").last
    expect(search.get_by_text("Search for a lamp")).to_be_hidden()
    search.locator("summary").first.click()
    expect(search.get_by_text("Search for a lamp")).to_be_visible()
    context.close()
