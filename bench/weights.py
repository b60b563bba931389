"""What a browser loads for a page beside the page itself: scripts, styles and fonts, in bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import Response, sync_playwright

from bench.visits import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

KINDS = ("script", "stylesheet", "font")
PLACES = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
_LONG = 120_000  # milliseconds


def weights(visitor: Visitor, paths: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yields each path with the bytes that a browser which has nothing yet loads for it; follows no links."""
    with _chromium() as browser:
        for path in paths:
            yield path, _weight(browser, visitor, path)


def _weight(browser: Browser, visitor: Visitor, path: str) -> int:
    address = str(visitor.http.base_url)
    context = browser.new_context()
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in visitor.cookie.items()]
    )
    page, loaded = context.new_page(), list[Response]()
    page.on("response", lambda response: loaded.append(response))
    page.set_default_timeout(_LONG)
    page.goto(address.rstrip("/") + path, wait_until="networkidle")
    page.evaluate("document.fonts.ready.then(() => true)")
    bytes_of = [len(each.body()) for each in loaded if each.request.resource_type in KINDS]
    context.close()
    return sum(bytes_of)


@contextmanager
def _chromium() -> Iterator[Browser]:
    """Starts Debian's Chromium, which `make test` installs, and ends it."""
    place = next((path for path in PLACES if Path(path).exists()), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
