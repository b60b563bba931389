"""The main job by keyboard: from the start page to a goal, a project, and the proof of a step."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from browsing import watched

pytestmark = pytest.mark.browser

MOST_KEYS = 400
FOCUSED = (
    "document.activeElement.textContent.trim() + '|' + (document.activeElement.getAttribute('href') || '')"
)


def tab_to(page: Page, wanted: str) -> None:
    """Presses Tab until the focus is on what holds the text or leads to the address."""
    for _ in range(MOST_KEYS):
        page.keyboard.press("Tab")
        if wanted in page.evaluate(FOCUSED):
            return
    raise AssertionError(f"Tab never reaches {wanted}")


def test_a_goal_is_traced_to_a_project_and_its_proof_by_keyboard(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        page = seen.page
        seen.open("sv/")
        tab_to(page, "/sv/goals/9?territory=nuts:SE331")
        page.keyboard.press("Enter")
        page.wait_for_url("**/goals/9?territory=nuts:SE331")
        assert "Västerbottens län" in page.inner_text("#projects ~ p")
        tab_to(page, "/sv/projects/")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sv/projects/**")
        assert page.locator("ol.cards").first.is_visible()
        tab_to(page, "bidrar till")
        page.keyboard.press("Enter")
        proof = page.locator("details.hop[open]").first
        said = proof.inner_text()
        assert all(word in said for word in ("Vem säger det", "Källa", "Antecknat", "Styrka", "Säkerhet"))
        assert seen.complaints == []


def test_the_skip_link_leads_to_the_content(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open("da/")
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        seen.page.keyboard.press("Enter")
        assert seen.page.evaluate("document.activeElement.id") == "main"


def test_tab_leaves_every_page(browser: Browser, server: str) -> None:
    """Nothing traps the keyboard: Tab comes back to the start of the page."""
    with watched(browser, server) as seen:
        for path in ("sv/", "sv/sparql", "sv/questions/coverage-of-strategy"):
            seen.open(path)
            tab_to(seen.page, "#main")
            tab_to(seen.page, "#main")


def test_every_proof_opens_at_once(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open("sv/projects/tillvaxtverket-2014/20200923")
        button = seen.page.locator("button[data-opens]")
        button.click()
        assert seen.page.locator("#ways-up details:not([open])").count() == 0
        assert button.get_attribute("aria-pressed") == "true"
        button.click()
        assert seen.page.locator("#ways-up details[open]").count() == 0


def test_a_question_leads_from_its_form_to_sparql(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        page = seen.page
        seen.open("sv/questions/projects-serving-goal")
        page.select_option("#f-goal", label="9 Hållbar industri, innovationer och infrastruktur")
        page.click("form.stack button")
        rows = page.locator("table tbody tr").count()
        assert rows > 0
        page.click("a[href*='/sparql?query=']")
        page.click("form.stack button")
        assert page.locator("table tbody tr").count() == rows
        assert seen.complaints == []


def test_names_are_offered_while_one_types_what_a_question_asks_about(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        page = seen.page
        seen.open("sv/questions/projects-of-organisation")
        page.locator("#f-organisation").press_sequentially("umeå kom")
        page.wait_for_selector("#f-organisation-list option", state="attached", timeout=60_000)
        page.fill(
            "#f-organisation", page.locator("#f-organisation-list option").first.get_attribute("value") or ""
        )
        assert page.locator("#f-organisation-iri").input_value().startswith("http")
        page.click("form.stack button")
        assert "organisation=http" in page.url
        assert page.locator("#f-organisation").input_value() == "Umeå kommun"
        assert page.locator("table tbody tr").count() > 0
        assert seen.complaints == []


TRACE = "sv/trace?from=id/project/tillvaxtverket-2014/20200923&goal=sdg:9"


def test_a_map_lights_one_chain_and_a_curve_opens_its_proof(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        page = seen.page
        seen.open(TRACE)
        page.wait_for_selector(".map path", state="attached")
        assert page.locator(".map path").count() == 7
        page.hover(".map-card >> nth=2")
        lit = page.locator(".map-card.lit").count()
        assert lit == 4
        assert page.locator(".map path.lit").count() == lit - 1
        page.locator(".map path").first.dispatch_event("click")
        assert page.locator("#all-chains details.hop[open] .proof").first.is_visible()
        assert seen.complaints == []


def test_focus_lights_a_chain_of_the_map_too(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open(TRACE)
        seen.page.wait_for_selector(".map path", state="attached")
        seen.page.locator(".map-card").first.focus()
        assert seen.page.locator(".map path.lit").count() == 3
        seen.page.locator("#all-chains summary").last.focus()
        assert seen.page.locator(".map path.lit").count() == 3


def test_narrow_windows_and_those_without_scripts_get_the_list(browser: Browser, server: str) -> None:
    for options in ({"width": 320}, {"java_script_enabled": False}):
        with watched(browser, server, **options) as seen:
            seen.open(TRACE)
            assert seen.page.locator(".map").is_hidden()
            assert seen.page.locator("#all-chains article.chain").count() == 3
            assert seen.page.locator(".in-words").first.is_visible()
            seen.page.click("details.filters summary")
            seen.page.select_option("#f-status", "accepted")
            seen.page.click("details.filters button")
            assert "status=accepted" in seen.page.url
            assert "Varför inte?" in seen.page.inner_text("main")


def test_a_printed_trace_fits_a_memo(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        seen.open(TRACE)
        seen.page.emulate_media(media="print")
        assert seen.page.locator(".map-section").is_hidden()
        assert seen.page.locator(".trace-form").is_hidden()
        assert seen.page.locator(".in-words").first.is_visible()


def test_chains_are_printed_on_two_pages_with_their_sources_and_nothing_to_click(
    browser: Browser, server: str
) -> None:
    """What a decision memo takes in: two chains with every proof, the sources, and the version cited."""
    with watched(browser, server) as seen:
        page = seen.page
        seen.open("sv/trace?from=id/project/tillvaxtverket-2014/20200652&goal=sdg:9.c")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))) <= 2
        page.emulate_media(media="print")
        quote = page.locator(".proof .quote").first
        assert quote.is_visible()
        assert float(quote.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")) >= 13
        for absent in ("nav", "form", "button", ".outlets", ".foot", ".map-section"):
            shown = page.locator(absent)
            assert not any(shown.nth(n).is_visible() for n in range(shown.count())), absent
        order = [page.locator(each).last.bounding_box() for each in ("#chains", "#sources", ".cited")]
        assert all(order)
        heights = [box["y"] for box in order if box]
        assert heights == sorted(heights)
        assert re.search(r"Version \d+", page.inner_text(".cited"))
        assert page.locator(".sources li").count() == 3
