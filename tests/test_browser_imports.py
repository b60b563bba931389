"""A funding officer brings a spreadsheet in a real browser: it is told apart, mended, and read in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from api_serving import live_server
from browsing import NARROW, Watched, chromium, watched
from holders import token_file, token_of
from pages_serving import shipped_store
from test_browser_pages import violations
from workbooks import xlsx

pytestmark = pytest.mark.browser

LONG = 120_000
HEADINGS = ["Diarienr", "Projektets namn", "Projektägare", "Län", "Kronor", "Noteringar"]
WRONG = ["A-2", "Skolan i byn", "Sala kommun", "Vestmanland", 800000, "y"]
RIGHT = ["A-1", "Bron över ån", "Sala kommun", "Västmanlands län", 1200000, "x"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser-imports")
    shipped_store(folder / "store").close()
    with live_server(folder / "store", tokens=str(token_file(folder))) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def signed_in(seen: Watched, name: str, path: str) -> None:
    seen.page.set_default_timeout(LONG)
    seen.open(f"sv/sign-in?after=/{path}")
    seen.page.fill("#token", token_of(name))
    seen.page.click("main form button")
    seen.page.wait_for_url(f"**/{path}")


def sent(seen: Watched, folder: Path, *rows: list[object]) -> None:
    path = folder / "våra projekt.xlsx"
    path.write_bytes(xlsx({"Blad1": [HEADINGS, *rows]}))
    seen.open("sv/import")
    seen.page.set_input_files("#file", str(path))
    seen.page.click("form.panel button")
    seen.page.wait_for_selector("table.reading")


def read_as(seen: Watched) -> None:
    seen.page.get_by_label("Projektets namn").select_option("title")
    seen.page.get_by_label("Kronor").select_option("amount")
    seen.page.fill("#currency", "SEK")
    seen.page.get_by_role("button", name="Granska så").click()
    seen.page.wait_for_selector("#things")


def sound(seen: Watched) -> None:
    """Asserts that a state of a page is accessible, fits a narrow window and complains of nothing."""
    assert violations(seen.page) == []
    seen.page.set_viewport_size({"width": NARROW, "height": 900})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= NARROW
    seen.page.set_viewport_size({"width": 1280, "height": 900})
    assert (seen.complaints, seen.strayed) == ([], [])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_unknown_spreadsheet_is_told_apart_mended_and_read_in(
    browser: Browser, server: str, tmp_path: Path, scripts: bool
) -> None:
    with watched(browser, server, java_script_enabled=scripts) as seen:
        signed_in(seen, "Contributor", "sv/import")
        sent(seen, tmp_path, RIGHT, WRONG)
        if scripts:
            sound(seen)
        read_as(seen)
        assert "1 rad bryter mot reglerna" in seen.page.inner_text("main")
        assert "Vestmanland" in seen.page.inner_text("table.findings")
        assert seen.page.locator("button[value=commit]").count() == 0
        if scripts:
            sound(seen)
        with seen.page.expect_download() as given:
            seen.page.click("text=Hämta filen med anmärkningar")
        assert given.value.suggested_filename == "våra projekt-notes.xlsx"

        sent(seen, tmp_path, RIGHT, [f"B-{scripts}", *RIGHT[1:]])
        read_as(seen)
        seen.page.click("button[value=commit]")
        seen.page.wait_for_selector("text=är inläst")
        seen.page.click("main >> text=Ta tillbaka")
        seen.page.click("text=Ja, ta tillbaka")
        assert "är tillbakatagen" in seen.page.inner_text("[role=status]")
        if scripts:
            sound(seen)
