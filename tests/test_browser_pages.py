"""Every page in a real browser: accessible, quiet, narrow, and whole without scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from api.pages.routers import PAGES as PAGE_ROUTERS
from browsing import HEIGHT, NARROW, Watched, signed_in, sound, watched
from page_states import ELSEWHERE, NO_PAGE, STATES, State, make_memo
from pages_serving import PAGES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", STATES)
def test_a_state_of_a_page_is_sound(browser: Browser, server: str, name: str) -> None:
    """Whatever is shown is accessible, fits, stands in forced colours and lets Tab through."""
    state = STATES[name]
    with watched(browser, server, bypass_csp=False) as seen:
        _reach(seen, state)
        seen.page.wait_for_load_state("networkidle")
        sound(seen, state.status)


@pytest.mark.parametrize("name", [name for name, state in STATES.items() if not state.act])
def test_a_state_is_whole_without_scripts_and_narrow(browser: Browser, server: str, name: str) -> None:
    """No button waits for a script, and the words of each language fit."""
    state = STATES[name]
    with watched(browser, server, NARROW, java_script_enabled=False) as seen:
        _reach(seen, state)
        for lang in ("sv", "da", "en"):
            seen.open(f"{lang}/{state.path}")
            assert seen.page.locator("main h1").is_visible()
            assert _dead(seen.page) == []
            assert seen.page.evaluate("document.documentElement.scrollWidth") <= NARROW


def test_with_forced_colours_the_menu_marks_the_open_page_alone(browser: Browser, server: str) -> None:
    with watched(browser, server, forced_colors="active") as seen:
        seen.open("sv/goals")
        marked = """all => all.filter((each) => {
            const { borderBottomColor } = getComputedStyle(each);
            return borderBottomColor !== getComputedStyle(document.body).backgroundColor;
        }).map((each) => each.textContent.trim())"""
        assert seen.page.locator(".masthead nav a").evaluate_all(marked) == ["Svenska", "Mål"]


def test_every_page_is_among_the_states(root: Path) -> None:
    """A new page is in the list, or is made by a test of its own that looks at all of it."""
    routes = [
        route
        for router in PAGE_ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in route.methods and "{lang" in route.path
    ]
    paths = [f"/sv/{state.path}".partition("?")[0] for state in STATES.values()]
    unmet = {
        _plain(route.path)
        for route in routes
        if not route.path.startswith("/embed") and not any(route.path_regex.match(path) for path in paths)
    }
    assert unmet - NO_PAGE == set(ELSEWHERE)
    tests = root / "tests"
    assert [file for file in ELSEWHERE.values() if "sound(" not in (tests / file).read_text()] == []


def _plain(path: str) -> str:
    return path.replace("{lang:language}", "{lang}")


def _reach(seen: Watched, state: State) -> None:
    if state.holder:
        signed_in(seen, state.holder, f"sv/{state.path}")
    else:
        seen.open(f"sv/{state.path}")
    if state.act:
        state.act(seen.page)


def _dead(page: Page) -> list[str]:
    """Returns the buttons that are seen though no form holds them: without scripts they do nothing."""
    buttons = page.locator("button:visible").all()
    return [each.inner_text() for each in buttons if each.locator("xpath=ancestor::form").count() == 0]


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


def test_printing_opens_the_proofs(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open(f"sv/{PAGES['project']}")
        seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert seen.page.locator("main details:not([open])").count() == 0
        seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert seen.page.locator("main details[open]").count() == 0
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".masthead nav").first.is_hidden()


# What is wider than a sheet of A4 between its margins, and figures too pale to read without a shade.
BEYOND_PAPER = """width => [...document.querySelectorAll("main *")]
  .filter((each) => each.getClientRects().length && each.getBoundingClientRect().right > width + 1)
  .map((each) => each.outerHTML.slice(0, 80))"""
PALE = """() => [...document.querySelectorAll("main td, main td a")]
  .filter((each) => (getComputedStyle(each).color.match(/[0-9]+/g) ?? []).every((part) => part > 140))
  .map((each) => each.outerHTML.slice(0, 80))"""
PAPER = 688  # pixels: 210 mm less 14 on either side
WIDEST = {"front-all": "?regions=all&show=projects", "front-all-money": "?regions=all&show=SEK&counting=full"}


@pytest.mark.parametrize("name", [*(name for name in PAGES if name != "not-found"), *WIDEST])
def test_a_page_fits_a_sheet_of_paper(browser: Browser, server: str, name: str) -> None:
    with watched(browser, server, PAPER) as seen:
        seen.open(f"sv/{(PAGES | WIDEST)[name]}")
        seen.page.emulate_media(media="print")
        seen.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert seen.page.evaluate(BEYOND_PAPER, PAPER) == []
        assert seen.page.evaluate(PALE) == []


def test_a_comparison_is_printed_without_sheets_that_hold_a_heading_alone(
    browser: Browser, server: str
) -> None:
    """Groups of 11 and 28 lines, each of which one side lacks, go on from sheet to sheet."""
    with watched(browser, server) as seen:
        seen.open(f"sv/{PAGES['compare']}")
        sheets = re.findall(rb"/Type\s*/Page\b", seen.page.pdf(format="A4", prefer_css_page_size=True))
        assert len(sheets) <= 5


def test_a_memo_with_one_goal_is_one_sheet(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open("sv/check")
        make_memo(seen.page)
        sheets = re.findall(rb"/Type\s*/Page\b", seen.page.pdf(format="A4", prefer_css_page_size=True))
        assert len(sheets) == 1


def test_the_matrix_begins_on_the_first_screen(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open("sv/")
        box = seen.page.locator(".matrix tbody tr").nth(2).bounding_box()
        assert box
        assert box["y"] + box["height"] <= HEIGHT


def test_countries_are_written_whole_on_a_telephone(browser: Browser, server: str) -> None:
    with watched(browser, server, NARROW) as seen:
        seen.open("sv/")
        lines = "all => all.map((each) => [each.textContent, each.getClientRects().length])"
        countries = seen.page.locator(".narrow-table tbody th a").evaluate_all(lines)
        assert countries == [["Sverige", 1], ["Danmark", 1]]


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
