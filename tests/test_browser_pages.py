"""Every page in a real browser: accessible, quiet, narrow, and whole without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from browsing import NARROW, violations, watched
from pages_serving import PAGES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_quiet(browser: Browser, server: str, name: str) -> None:
    with watched(browser, server, bypass_csp=False) as seen:
        seen.open(f"sv/{PAGES[name]}")
        seen.page.wait_for_load_state("networkidle")
        assert seen.complaints == []
        assert seen.strayed == []
        assert violations(seen.page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_narrow_window(browser: Browser, server: str, name: str) -> None:
    with watched(browser, server, NARROW) as seen:
        for lang in ("sv", "da", "en"):
            seen.open(f"{lang}/{PAGES[name]}")
            widths = seen.page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
            assert max(widths) <= NARROW


@pytest.mark.parametrize("name", ["front", "goal", "project", "strategy", "answer", "search"])
def test_open_proofs_and_narrow_pages_are_accessible_too(browser: Browser, server: str, name: str) -> None:
    with watched(browser, server, NARROW) as seen:
        seen.open(f"sv/{PAGES[name]}")
        seen.page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= NARROW
        assert violations(seen.page) == []


def test_pages_are_whole_without_scripts(browser: Browser, server: str) -> None:
    with watched(browser, server, java_script_enabled=False) as seen:
        seen.open("sv/goals/9")
        seen.page.select_option("#territory", label="Västerbottens län")
        seen.page.click("form.bar button")
        assert "territory=" in seen.page.url
        assert "Västerbottens län" in seen.page.inner_text("#projects ~ p")
        seen.page.click("ol.rows h3 a >> nth=0")
        assert "/sv/projects/" in seen.page.url
        assert seen.page.locator("button[data-opens]").is_hidden()
        seen.page.click("details.hop summary >> nth=0")
        assert seen.page.locator("details.hop[open] .facts").first.is_visible()


def test_the_menu_folds_where_there_is_little_room(browser: Browser, server: str) -> None:
    with watched(browser, server, NARROW, java_script_enabled=False) as seen:
        seen.open("sv/help")
        menu = seen.page.locator(".menu nav")
        assert menu.is_hidden()
        seen.page.click(".menu summary")
        menu.get_by_text("Täckning").click()
        assert seen.page.url.endswith("/sv/coverage")
    with watched(browser, server) as seen:
        seen.open("sv/coverage")
        assert seen.page.locator(".menu summary").is_hidden()
        assert seen.page.locator(".menu a[aria-current]").inner_text() == "Täckning"


def test_forced_colours_keep_what_colours_say(browser: Browser, server: str) -> None:
    with watched(browser, server, forced_colors="active") as seen:
        for name in ("front", "goals", "project"):
            seen.open(f"sv/{PAGES[name]}")
            assert violations(seen.page) == []


def test_printing_opens_the_proofs(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open(f"sv/{PAGES['project']}")
        seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert seen.page.locator("main details:not([open])").count() == 0
        seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert seen.page.locator("main details[open]").count() == 0
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".masthead nav").first.is_hidden()


def test_the_documentation_of_the_interface_loads_from_here(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open("api/docs")
        seen.page.wait_for_selector("#swagger-ui .opblock")
        assert seen.strayed == []
        assert [each for each in seen.complaints if "Content Security Policy" in each] == []


def test_projects_are_switched_off_without_scripts(browser: Browser, server: str) -> None:
    with watched(browser, server, java_script_enabled=False) as seen:
        seen.open("sv/what-if")
        seen.page.select_option("#territory", label="Västmanlands län")
        seen.page.click("form.bar button")
        seen.page.get_by_label("Smart 4U").check()
        seen.page.click("section form button")
        assert "off=id%2Fproject%2F" in seen.page.url
        assert "1 projekt försvinner" in seen.page.inner_text("[role=status]")
        assert seen.page.get_by_label("Smart 4U").is_checked()
