"""The funding officer's story in a real browser: a spreadsheet, a project of it checked, the import."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browsing import LONG, signed_in, sound, watched
from workbooks import xlsx

pytestmark = [pytest.mark.browser, pytest.mark.lists]

SWEDISH = "projects-se-erdf-2014-2020/sweden_erdf_2014_2020.json"
COLUMNS = (
    "ärende-id", "stödmottagare", "beviljat_belopp_sek", "projektnamn", "projektbeskrivning",
    "projekt_starttid", "projekt_sluttid", "län", "kommuner", "område", "insatsområde", "tematiskt_mål",
)  # fmt: skip


@pytest.fixture
def spreadsheet(tmp_path: Path, lists_dir: Path) -> Path:
    """Returns a spreadsheet of real projects."""
    rows = json.loads((lists_dir / SWEDISH).read_text(encoding="utf-8-sig"))[:3]
    path = tmp_path / "ansökningar.xlsx"
    path.write_bytes(xlsx({"Blad1": [COLUMNS, *([str(row[name]) for name in COLUMNS] for row in rows)]}))
    return path


def test_a_project_is_checked_from_a_spreadsheet_to_an_accepted_import(
    browser: Browser, server: str, spreadsheet: Path
) -> None:
    with watched(browser, server) as seen:
        page = seen.page
        signed_in(seen, "Contributor", "sv/import")
        page.set_input_files("#file", str(spreadsheet))
        page.click("form.panel button")
        page.click("button[name=mapping]")
        page.wait_for_selector("#things")
        looked = page.url
        page.get_by_role("link", name="Pröva").nth(1).click()
        page.wait_for_selector("#result")
        assert page.input_value("#title")
        sound(seen)
        proposals = page.locator(".proposal")
        assert proposals.count() > 0
        proposals.first.get_by_label("Godta").check()
        page.get_by_role("button", name="Räkna med mina val").click()
        assert page.locator(".decided-accept").count() == 1
        assert "får fler projekt" in page.inner_text("[role=status]")
        page.get_by_role("button", name="Gör en promemoria").click()
        page.wait_for_selector("text=Promemoria")
        assert page.locator("mark").count() > 0
        sound(seen)
        page.emulate_media(media="print")
        assert page.locator(".foot").is_hidden()
        assert page.locator(".menu").is_hidden()
        page.emulate_media(media="screen")
        page.get_by_role("button", name="Tillbaka till prövningen").click()
        assert page.locator(".decided-accept").count() == 1

        page.goto(looked, timeout=LONG)
        page.click("button[value=commit]")
        page.wait_for_selector("text=är inläst")


def test_a_project_is_typed_and_checked_without_scripts(browser: Browser, server: str) -> None:
    with watched(browser, server, java_script_enabled=False) as seen:
        seen.page.set_default_timeout(LONG)
        seen.open("sv/check")
        seen.page.fill("#title", "Bredband till byarna")
        seen.page.fill("#text", "Vi bygger bredband med fiber i glesbygd så att fler får snabb uppkoppling.")
        seen.page.fill("#amount", "mycket")
        seen.page.get_by_label("Västerbottens län").check()
        seen.page.get_by_role("button", name="Pröva").last.click()
        assert "är inget belopp" in seen.page.inner_text("#note-amount")
        assert seen.page.input_value("#title") == "Bredband till byarna"
        assert seen.page.get_by_label("Västerbottens län").is_checked()
        assert seen.page.locator("mark").count() > 0
