"""Takes the pictures of docs/screenshots: the main pages in a wide and in a narrow window."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page

from api_serving import live_server
from browsing import NARROW, WIDE, chromium, watched
from holders import token_file, token_of
from pages_serving import PAGES, shipped_store

FOLDER = Path(__file__).parent.parent / "docs" / "screenshots"
SHOWN = (
    "front",
    "goals",
    "goal",
    "project",
    "strategy",
    "coverage-of-region",
    "trace",
    "why-not",
    "what-if-off",
    "documents",
    "question",
    "search",
    "review",
    "check",
    "flow-of-strategy",
    "map",
    "import",
    "data",
    "help",
)
# What those see who are signed in.
FORMS = {
    "enter": "enter/project",
    "outline": "documents/vastmanland/rus-2030/outline?add=id/objective/vastmanland/target-area-2",
}
TALLEST = {WIDE: 1100, NARROW: 1400}


def take(browser: Browser, server: str, name: str, width: int) -> Path:
    """Takes the top of one page; a project shows the proof of its first step."""
    target = FOLDER / f"{name}-{width}.png"
    with watched(browser, server, width) as seen:
        if name in FORMS:
            _sign_in(seen.page, f"{server}/sv/sign-in")
        seen.open(f"sv/{FORMS.get(name) or PAGES[name]}")
        if name == "project":
            seen.page.click("details.hop summary >> nth=0")
        if name == "check":
            _check(seen.page)
        height = min(TALLEST[width], seen.page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        seen.page.screenshot(path=target, full_page=True, clip=clip)  # type: ignore[arg-type]
    return target


def _sign_in(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#token", token_of("Contributor"))
    page.click("main form button")
    page.wait_for_url("**/sv/")


def _check(page: Page) -> None:
    """Types a project, so that the page shows what came of it."""
    page.fill("#title", "Bredband till byarna")
    page.fill(
        "#text", "Projektet bygger ut bredband med fiber i glesbygd, så att fler får snabb uppkoppling."
    )
    page.get_by_label("Västerbottens län").check()
    page.locator(".panel > button").click()


def main() -> None:
    """Takes every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        shipped_store(store).close()
        tokens = str(token_file(Path(folder)))
        with live_server(store, tokens=tokens) as server, chromium() as browser:
            for name in (*SHOWN, *FORMS):
                for width in TALLEST:
                    path = take(browser, server, name, width)
                    sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
