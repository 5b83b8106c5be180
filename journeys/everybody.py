"""Everybody: the shop can be used without seeing it, and is quick enough for those who wait on a slow line."""

from tracer_runner import check, expect, journey, step


@journey("For everybody", tags=["shop"], every="1h", params={"base_url": "http://127.0.0.1:8700"})
def for_everybody(page, params):
    with step("Open the shop"):
        page.goto(params.base_url)
        expect(page.get_by_test_id("product")).to_have_count(24)
    with step("Hear where to go"):
        check.aria_snapshot(
            target="nav",
            matches="""
                - link "Lamps"
                - link "Log in"
                - link /Cart/
            """,
        )
    with step("Use it without seeing it", soft=True):
        check.accessible()
    with step("Do not wait", soft=True):
        check.web_vitals(lcp="2.5s", ttfb="800ms", cls=0.25)
    with step("Look at a lamp"):
        page.get_by_role("link", name="Heron").click()
        expect(page.get_by_role("heading", name="Goes well with it")).to_be_visible()
    with step("Use its page without seeing it", soft=True):
        check.accessible()
