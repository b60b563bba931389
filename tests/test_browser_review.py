"""The review queue by keyboard in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from browsing import NARROW, signed_in, sound, watched

pytestmark = pytest.mark.browser


def test_statements_are_judged_by_keyboard(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Reviewer", "sv/review")
        page = seen.page
        assert page.locator("[data-keys]").is_visible()
        sound(seen)
        page.get_by_role("link", name="Till det första påståendet").press("Enter")
        page.wait_for_function("document.activeElement.matches('.judged')")
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.keyboard.press("j")
        page.keyboard.press("k")
        assert page.locator(".judged").nth(1).evaluate("each => each === document.activeElement")
        assert page.locator("[name=chosen]:checked").count() == 1
        page.keyboard.press("e")
        assert page.locator(".judged details[open] select").first.evaluate(
            "each => each === document.activeElement"
        )
        page.keyboard.press("a")
        assert page.url.endswith("/sv/review#statement-1")
        page.locator(".judged").nth(1).focus()
        page.keyboard.press("a")
        page.wait_for_selector("[role=status]")
        assert "1 påstående är avgjort" in page.inner_text("[role=status]")
        # The keys go on where one judged, at what stands there now.
        page.wait_for_function("document.activeElement.matches('.judged')")
        place = "all => all.findIndex((each) => each === document.activeElement)"
        assert page.locator(".judged").evaluate_all(place) == 1
        with page.expect_navigation(url="**done=1#statement-2"):
            page.keyboard.press("r")
        page.wait_for_function("document.activeElement.matches('.judged')")
        assert page.locator(".judged").evaluate_all(place) == 1
        page.keyboard.press("k")
        assert page.locator(".judged").evaluate_all(place) == 0
        with page.expect_navigation(url="**done=1#statement-1"):
            page.keyboard.press("a")
        page.wait_for_function("document.activeElement.matches('.judged')")
        page.wait_for_load_state("networkidle")
        assert page.locator(".judged").evaluate_all(place) == 0


def test_two_statements_fit_a_screen(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Reviewer", "sv/review")
        heights = seen.page.locator(".judged").evaluate_all("all => all.map((each) => each.offsetHeight)")
        assert sorted(heights)[len(heights) // 2] <= 360


def test_keys_are_not_told_where_there_are_none(browser: Browser, server: str) -> None:
    with watched(browser, server, NARROW, has_touch=True, is_mobile=True) as seen:
        signed_in(seen, "Reviewer", "sv/review")
        assert seen.page.locator("[data-keys]").is_hidden()


def test_no_key_does_anything_outside_the_queue(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Reviewer", "sv/review")
        for place in ("#reason", "#find"):
            seen.page.locator(place).focus()
            seen.page.keyboard.type("jxare")
            assert seen.page.input_value(place) == "jxare"
        assert seen.page.locator("[name=chosen]:checked").count() == 0
        seen.page.keyboard.press("Escape")
        assert seen.page.url.endswith("/sv/review")


def test_tab_reaches_and_leaves_the_queue(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Reviewer", "sv/review")
        page = seen.page
        page.locator("[name=reject]").last.focus()
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.locator(".foot a:focus").count():
                break
        assert page.locator(".foot a:focus").count() == 1
