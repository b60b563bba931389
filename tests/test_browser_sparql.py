"""The editor of queries in a real browser: completion, prefixes, faults at their place, the way out of it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import NARROW, violations, watched

pytestmark = pytest.mark.browser

BROKEN = "SELECT ?s WHERE {\n  ?s a foo:Bar .\n}"
LONG = 60_000  # milliseconds


def written(page: Page) -> str:
    return page.locator(".cm-content").inner_text()


def test_a_query_is_completed_from_the_graphs_own_words_and_run(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        page = seen.page
        seen.open("sv/sparql")
        page.locator(".cm-content").click()
        page.keyboard.press("Control+a")
        page.keyboard.type("SELECT ?name WHERE { ?p a pg:Proje")
        option = page.locator(".cm-tooltip-autocomplete li", has_text="pg:Project").first
        expect(option).to_contain_text("Projekt", timeout=LONG)
        assert violations(page) == []
        expect(option).to_have_attribute("aria-selected", "true", timeout=LONG)
        page.keyboard.press("Enter")
        expect(page.locator(".cm-line").first).to_contain_text(
            "PREFIX pg: <https://w3id.org/policygraph#>", timeout=LONG
        )
        page.keyboard.type(" ; skos:prefLabel ?name ")
        page.keyboard.press("Escape")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**run=1**", timeout=LONG)
        expect(page.locator("#answer-rows")).to_contain_text("rader", timeout=LONG)
        expect(page.locator(".cm-content")).to_contain_text("PREFIX skos:", timeout=LONG)
        assert page.locator("textarea").is_hidden()
        assert (seen.complaints, seen.strayed) == ([], [])
        assert violations(page) == []


@pytest.mark.parametrize("width", [1280, NARROW])
def test_what_is_wrong_is_marked_where_it_stands(browser: Browser, server: str, width: int) -> None:
    with watched(browser, server, width) as seen:
        page = seen.page
        seen.open(f"sv/sparql?run=1&query={quote(BROKEN)}")
        expect(page.locator(".cm-lintRange-error")).to_have_text("foo:Bar", timeout=LONG)
        page.keyboard.type("x")
        assert "  ?s a xfoo:Bar ." in written(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
        assert [each for each in seen.complaints if "400" not in each] == []


def test_the_keyboard_leaves_the_editor(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        page = seen.page
        seen.open("sv/sparql")
        page.locator(".cm-content").click()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.name") == "run"
        page.keyboard.press("Shift+Tab")
        assert page.evaluate("document.activeElement.shadowRoot.activeElement.className").startswith(
            "cm-content"
        )
        page.get_by_text("Fråga", exact=True).click()
        page.keyboard.press("Control+End")
        page.keyboard.type("# slut")
        assert written(page).endswith("# slut")


def test_without_scripts_the_plain_field_asks_the_same(browser: Browser, server: str) -> None:
    with watched(browser, server, java_script_enabled=False) as seen:
        page = seen.page
        seen.open("sv/sparql")
        page.fill("textarea", "ASK { ?s ?p ?o }")
        page.click("button[name=run]")
        assert "Ja, det finns." in page.inner_text("main")
        page.fill("textarea", BROKEN)
        page.click("button[name=run]")
        assert "rad 2, kolumn 8" in page.inner_text("[role=alert]")
        assert page.input_value("textarea").replace("\r\n", "\n") == BROKEN


def test_only_the_editor_is_large(browser: Browser, server: str) -> None:
    """No other page needs more than 300 kB of scripts, styles and fonts of our own."""
    with watched(browser, server) as seen:
        sizes: dict[str, int] = {}
        seen.page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
        for path in ("sv/", "sv/questions", "sv/compare", "sv/map"):
            sizes.clear()
            seen.open(path)
            seen.page.wait_for_load_state("networkidle")
            assert 0 < sum(size for url, size in sizes.items() if "/static/" in url) < 300_000
            assert not any("sparql.js" in url for url in sizes)
