"""A funding officer brings a spreadsheet in a real browser: it is told apart, mended, and read in."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import Watched, signed_in, sound, watched
from workbooks import xlsx

pytestmark = pytest.mark.browser

HEADINGS = ["Diarienr", "Projektets namn", "Projektägare", "Län", "Kronor", "Noteringar"]
WRONG = ["A-2", "Skolan i byn", "Sala kommun", "Vestmanland", 800000, "y"]
LINES_OF = "(each, name) => { each.textContent = name; return each.getClientRects().length; }"
RIGHT = ["A-1", "Bron över ån", "Sala kommun", "Västmanlands län", 1200000, "x"]


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
        # Rows are counted as rows: both that at fault and the whole of them.
        assert seen.page.locator(".figures dt").all_inner_texts()[:3] == ["rader", "rad med fel", "nya"]
        assert seen.page.locator(".figures dd").all_inner_texts()[:3] == ["2", "1", "1"]
        assert "Vestmanland" in seen.page.inner_text("table.findings")
        assert seen.page.locator("button[value=commit]").count() == 0
        if scripts:
            sound(seen)
        with seen.page.expect_download() as given:
            seen.page.get_by_role("link", name="Hämta filen med anmärkningar").click()
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
            seen.open("sv/import")
            assert (
                seen.page.locator(".history td:nth-child(3) a").first.evaluate(LINES_OF, "Kommandoraden") == 1
            )
