"""Every way a page, and Playwright beside it, can go out: through the proxy, which refuses, or not at all.

The same pages in a browser that is not confined hit every forbidden place, which shows that they do what they are for.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tracer_runner.egress import Policy
from tracer_runner.egress.lane import Lane
from tracer_runner.egress.proxy import EgressProxy
from tracer_runner.engine.browsers.finding import BrowserChoice, find_browser
from tracer_runner.engine.running.confinement import confined_context, confined_launch, refuse_local_files
from tracer_runner.model.addresses import parse_address
from tracer_runner.settings import load_settings

from .browser_vectors import BROWSER_VECTORS, PAGE_VECTORS, VectorPages
from .conftest import permissive, strict
from .forbidden import Forbidden
from .site import Site

SECONDS = 20
POLL_MS = 20
QUIET_MS = 500
"""How long something that must not happen is waited for, after all that must has happened."""
FILE_SCRIPTS = (
    "url => { location.href = url }",
    "url => { window.open(url) }",
    "url => { document.body.innerHTML = `<iframe src=${url}></iframe><object data=${url}></object>` }",
)


def not_refused(hosts: set[str], *, lanes: Sequence[Lane], page: Page) -> set[str]:
    """Those of these hosts that no lane refuses in time."""
    end = time.monotonic() + SECONDS
    while (left := hosts - _refused_hosts(lanes)) and time.monotonic() < end:
        page.wait_for_timeout(POLL_MS)
    return left


def _refused_hosts(lanes: Sequence[Lane]) -> set[str]:
    return {denied.message.partition(" ")[0] for lane in lanes for denied in lane.denials}


@pytest.fixture(scope="module")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="module")
def choice() -> BrowserChoice:
    setting = load_settings(Path("/")).browser.executable
    return find_browser("chromium", setting=str(setting) if setting else None)


@pytest.fixture(scope="module")
def pages(forbidden: Forbidden) -> Iterator[Site]:
    vectors = VectorPages(forbidden=forbidden.port)
    with Site(vectors, vectors.headers) as site:
        vectors.site = f"http://localhost:{site.port}"
        yield site


def named(policy: Policy) -> Policy:
    """Each vector has a host of its own, so that it is known which was refused."""
    hosts = {f"{name}.test": parse_address("127.0.0.2") for name in BROWSER_VECTORS}
    return dataclasses.replace(policy, hosts={**policy.hosts, **hosts, "localhost": parse_address("127.0.0.1")})


@pytest.fixture(scope="module")
def proxy() -> Iterator[EgressProxy]:
    with pytest.MonkeyPatch.context() as patched, EgressProxy(named(strict("journeys"))) as proxy:
        patched.setattr("tracer_runner.egress.lane.MOST_NOTES", len(BROWSER_VECTORS))
        yield proxy


@pytest.fixture(scope="module")
def outer_lane(proxy: EgressProxy) -> Lane:
    """Of the browser itself."""
    return proxy.open_lane("browser")


@pytest.fixture(scope="module")
def confined(driver: Playwright, choice: BrowserChoice, outer_lane: Lane) -> Iterator[Browser]:
    options = {"executable_path": choice.executable, **confined_launch(choice, egress=outer_lane.address)}
    with driver.chromium.launch(**options) as browser:
        refuse_local_files(browser)
        yield browser


@pytest.fixture
def lane(proxy: EgressProxy) -> Iterator[Lane]:
    lane = proxy.open_lane("run")
    yield lane
    proxy.close_lane(lane)


@pytest.fixture
def opened(confined: Browser, lane: Lane) -> Iterator[BrowserContext]:
    context = confined.new_context(**confined_context({}, egress=lane.address))
    yield context
    context.close()


@pytest.mark.browser
def test_no_page_reaches_a_forbidden_place(
    opened: BrowserContext, lane: Lane, outer_lane: Lane, pages: Site, no_hits: Forbidden
) -> None:
    page = opened.new_page()
    page.goto(f"http://localhost:{pages.port}/all", wait_until="commit")
    hosts = {f"{name}.test" for name in PAGE_VECTORS}
    assert not_refused(hosts, lanes=(lane, outer_lane), page=page) == set()
    page.wait_for_timeout(QUIET_MS)


@pytest.mark.browser
def test_pages_that_are_not_confined_hit(
    driver: Playwright, choice: BrowserChoice, pages: Site, forbidden: Forbidden
) -> None:
    with (
        EgressProxy(named(permissive("journeys"))) as proxy,
        driver.chromium.launch(executable_path=choice.executable, args=list(choice.args)) as browser,
    ):
        page = browser.new_context(proxy={"server": proxy.open_lane("run").address}).new_page()
        page.goto(f"http://localhost:{pages.port}/all", wait_until="commit")
        missing = [name for name in PAGE_VECTORS if not forbidden.wait_for(f"{name}.test".encode(), SECONDS)]
        assert missing == []
        assert forbidden.wait_for(b"udp ", SECONDS)


@pytest.mark.browser
def test_nothing_beside_a_page_reaches_a_forbidden_place(
    driver: Playwright, confined: Browser, proxy: EgressProxy, no_hits: Forbidden, site: Site
) -> None:
    options = confined_context({}, egress=proxy.open_lane("run").address)
    contexts = [confined.new_context(**options), confined.new_context(**options), confined.new_context()]
    pages = [context.new_page() for context in contexts]
    standalone = driver.request.new_context(**options)
    ways: list[Callable[[str], object]] = [
        *(lambda url, page=page: page.goto(url, timeout=5000) for page in pages),
        *(lambda url, page=page: page.request.get(url, timeout=5000) for page in pages),
        lambda url: standalone.get(url, timeout=5000),
        lambda url: standalone.post(url, data="x", timeout=5000),
    ]
    hosts = ("127.0.0.2", "[::1]", "inner.test", "2130706434", "[::ffff:7f00:2]")
    places = [f"{scheme}://{host}:{no_hits.port}/" for scheme in ("http", "https") for host in hosts]
    places += [f"{site.url}/redirect?status={status}&to=http://127.0.0.2:{no_hits.port}/" for status in (301, 302, 307)]
    for way, url in product(ways, places):
        _refused(way, url)
    standalone.dispose()


def _refused(way: Callable[[str], object], url: str) -> None:
    """It fails, or the answer is the proxy's."""
    try:
        answer = way(url)
    except PlaywrightError:
        return
    assert getattr(answer, "status", None) == 403, url


@pytest.mark.browser
def test_no_file_of_the_machine_is_shown(confined: Browser, opened: BrowserContext, tmp_path: Path, site: Site) -> None:
    planted = tmp_path / "planted.html"
    planted.write_text("<title>PLANTED</title>")
    url = planted.as_uri()
    for address in (url, url.replace("file:", "FILE:"), f"view-source:{url}", "chrome://version", "ftp://127.0.0.1/"):
        with pytest.raises(PlaywrightError, match=r"ERR_"):
            opened.new_page().goto(address)
    devtools = opened.new_cdp_session(opened.new_page())
    assert "BLOCKED" in devtools.send("Page.navigate", {"url": url})["errorText"]
    for code in FILE_SCRIPTS:
        page = opened.new_page()
        page.goto(site.url)
        page.evaluate(code, url)
    assert page.evaluate("url => fetch(url).then(() => 'read').catch(() => 'refused')", url) == "refused"
    shown = [frame.url for page in opened.pages for frame in page.frames]
    assert not [address for address in shown if "planted" in address and not address.startswith("chrome-error")], shown


@pytest.mark.browser
def test_a_context_that_was_told_to_go_past_the_proxy_gets_nowhere(confined: Browser, no_hits: Forbidden) -> None:
    past = {"server": "http://127.0.0.1:1", "bypass": "127.0.0.2,[::1],inner.test"}
    with closing(confined.new_context(proxy=past)) as context:
        for host in ("127.0.0.2", "[::1]", "inner.test"):
            with pytest.raises(PlaywrightError, match="ERR_NAME_NOT_RESOLVED"):
                context.new_page().goto(f"http://{host}:{no_hits.port}/")


@pytest.mark.browser
def test_a_browser_that_is_not_confined_shows_files(driver: Playwright, choice: BrowserChoice, tmp_path: Path) -> None:
    (tmp_path / "planted.html").write_text("<title>PLANTED</title>")
    with driver.chromium.launch(executable_path=choice.executable, args=list(choice.args)) as browser:
        page = browser.new_page()
        page.goto((tmp_path / "planted.html").as_uri())
        assert page.title() == "PLANTED"


@pytest.mark.browser
def test_a_websocket_to_an_allowed_place_works(opened: BrowserContext, pages: Site) -> None:
    page = opened.new_page()
    page.goto(f"http://localhost:{pages.port}/")
    said = page.evaluate(
        """port => new Promise(resolve => {
             const socket = new WebSocket(`ws://localhost:${port}/socket`);
             socket.onmessage = message => resolve(message.data);
             socket.onerror = () => resolve("error");
           })""",
        pages.port,
    )
    assert said == "hello"
