"""Single things entered and corrected in a real browser, with scripts and without."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from browsing import Watched, signed_in, sound, watched
from holders import token_of

pytestmark = pytest.mark.browser


def told_status(seen: Watched, status: int) -> None:
    """Takes away that the browser complains of the status of a form that was refused, which is no fault."""
    complaints = [each for each in seen.complaints if f"a status of {status} " not in each]
    assert len(complaints) < len(seen.complaints)
    seen.complaints[:] = complaints


def test_a_project_is_entered_with_tabs_and_suggestions(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Contributor", "sv/enter/project")
        page = seen.page
        sound(seen)
        assert page.locator("[role=tab]").count() == 4
        page.fill("#f-names-sv", "Bredband i byn")
        page.get_by_role("tab", name="Svenska").press("ArrowRight")
        page.fill("#f-names-da", "Bredbånd i byen")
        assert page.locator("#f-names-sv").is_hidden()
        page.fill("#f-identifier", "browser-1")
        page.locator("#f-territories").press_sequentially("Sala")
        page.wait_for_selector("#f-territories-list option", state="attached")
        offered = page.locator("#f-territories-list option").first.get_attribute("value") or ""
        page.fill("#f-territories", offered)
        assert page.input_value("#f-territories-iri").startswith("http")
        page.fill("#f-start", "2026-01-01")
        page.fill("#f-end", "2025-01-01")
        page.locator("#f-end").press("Enter")
        page.wait_for_selector("#note-f-start")
        told_status(seen, 422)
        sound(seen)
        assert page.input_value("#f-names-sv") == "Bredband i byn"
        page.fill("#f-end", "2027-01-01")
        page.get_by_role("button", name="Spara", exact=True).click()
        page.wait_for_url("**/sv/projects/by-test-contributor/browser-1")
        assert "Bredband i byn" in page.inner_text("h1")
        sound(seen)
        page.get_by_role("link", name="Dra tillbaka").click()
        sound(seen)
        page.fill("#reason", "Ett prov.")
        page.get_by_role("button", name="Dra tillbaka det").click()
        page.wait_for_selector("text=Ett prov.")


def test_a_session_that_ends_in_the_middle_loses_nothing_that_was_typed(
    browser: Browser, server: str
) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Contributor", "sv/enter/project")
        page = seen.page
        page.fill("#f-names-sv", "Vägen till byn")
        page.fill("#f-identifier", "browser-3")
        page.context.clear_cookies()
        page.get_by_role("button", name="Spara", exact=True).click()
        page.wait_for_selector("#token")
        told_status(seen, 401)
        sound(seen)
        page.fill("#token", token_of("Contributor"))
        page.click("main form button")
        page.wait_for_selector("input[name=identifier][value=browser-3]", state="attached")
        sound(seen)
        page.click("main form button")
        page.wait_for_selector("text=Sparat.")
        assert page.input_value("#f-names-sv") == "Vägen till byn"


def test_a_fault_in_a_language_that_is_not_shown_is_reached_from_the_list(
    browser: Browser, server: str
) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Contributor", "sv/enter/project")
        page = seen.page
        page.fill("#f-names-sv", "Bredband")
        page.get_by_role("tab", name="Engelska").click()
        page.fill("#f-descriptions-en", "Write to a.b@example.se")
        page.get_by_role("button", name="Spara", exact=True).click()
        page.wait_for_selector("[role=alert]")
        assert page.locator("#f-descriptions-en").is_visible(), "the tab with the fault is shown first"
        page.get_by_role("tab", name="Svenska").click()
        page.locator("[role=alert] a").first.click()
        assert page.locator("#f-descriptions-en").evaluate("each => each === document.activeElement")


def test_a_project_is_entered_and_corrected_without_scripts(browser: Browser, server: str) -> None:
    with watched(browser, server, java_script_enabled=False) as seen:
        signed_in(seen, "Contributor", "sv/enter/project")
        page = seen.page
        page.fill("#f-names-sv", "Bron över ån")
        page.fill("#f-names-nb", "Brua over åa")
        page.fill("#f-identifier", "browser-2")
        page.fill("#f-parties-0-organisation", "Byalaget Norr")
        page.get_by_role("button", name="Spara", exact=True).click()
        page.get_by_label("Ny: ”Byalaget Norr”").check()
        page.get_by_role("button", name="Fler rader").first.click()
        assert page.input_value("#f-parties-1-organisation") == ""
        page.get_by_role("button", name="Spara", exact=True).click()
        page.wait_for_selector("text=Sparat.")
        page.fill("#f-territories", "SE125")
        page.get_by_role("button", name="Spara rättelsen").click()
        page.wait_for_url("**/sv/projects/by-test-contributor/browser-2")
        assert "Västmanlands län" in page.inner_text("main")


def test_tab_reaches_and_leaves_the_form(browser: Browser, server: str) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Contributor", "sv/enter/project")
        page = seen.page
        page.locator("#f-names-sv").focus()
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.locator(".foot a:focus").count():
                break
        assert page.locator(".foot a:focus").count() == 1


def test_a_tree_is_changed_without_scripts(browser: Browser, server: str) -> None:
    path = "sv/documents/vastmanland/rus-2030/outline"
    with watched(browser, server, java_script_enabled=False) as seen:
        signed_in(seen, "Contributor", path)
        page = seen.page
        page.get_by_role("link", name="Lägg till under Ett tillgängligt Västmanland").click()
        page.fill("#act-name", "Bredband till alla")
        page.fill("#act-code", "2.91")
        page.select_option("#act-kind", "pg:SubGoal")
        page.get_by_role("button", name="Lägg till", exact=True).click()
        page.wait_for_selector("[role=status]")
        page.fill("#act-name", "Bussar till alla")
        page.fill("#act-code", "2.92")
        page.get_by_role("button", name="Lägg till", exact=True).click()
        page.wait_for_selector("text=Bussar till alla")
        page.get_by_role("link", name="Döp om Bussar till alla").click()
        page.fill("#act-name", "Tåg till alla")
        page.get_by_role("button", name="Spara namnet").click()
        page.wait_for_selector("text=Namnet är sparat.")
        page.get_by_role("link", name="Dra tillbaka Tåg till alla").click()
        page.fill("#act-reason", "Ett prov.")
        page.get_by_role("button", name="Dra tillbaka det").click()
        page.wait_for_selector("text=Det är tillbakadraget.")
        assert page.get_by_text("Tåg till alla").count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "sv/documents/vastmanland/rus-2030/outline?add=top",
        "sv/enter/objective",
        "sv/enter/measure",
        "sv/enter/observation",
    ],
)
def test_the_other_forms_are_accessible_and_fit(browser: Browser, server: str, path: str) -> None:
    with watched(browser, server) as seen:
        signed_in(seen, "Contributor", path)
        sound(seen)
