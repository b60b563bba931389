"""Drives Debian's Chromium against a server of its own, and notes what the browser complains of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from holders import token_of

CHROMIUM = next(
    (path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), "chromium"
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
AXE = Path(__file__).parent.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
AXE_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
WIDE, NARROW = 1280, 320
LONG = 120_000  # milliseconds


@contextmanager
def chromium() -> Iterator[Browser]:
    """Starts the browser and ends it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """Is a page with what went wrong on it: complaints of the console, and requests that left the server."""

    page: Page
    server: str
    complaints: list[str] = field(default_factory=list)
    strayed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._check)

    def _note(self, kind: str, text: str) -> None:
        # A page that is not found says so in the console, which is no fault of the page.
        if kind in ("error", "warning") and "404 (Not Found)" not in text:
            self.complaints.append(text)

    def _check(self, request: Request) -> None:
        if not request.url.startswith((self.server, "data:")):
            self.strayed.append(request.url)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.server}/{path.removeprefix('/')}", wait_until="load")


@contextmanager
def watched(browser: Browser, server: str, width: int = WIDE, **options: object) -> Iterator[Watched]:
    """Opens a page of a width in a context of its own."""
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
    try:
        yield Watched(context.new_page(), server)
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """Returns what axe finds wrong, each with the elements that it concerns."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {json.dumps(AXE_RULES)})")
    return [
        f"{each['id']}: {[node['html'][:150] for node in each['nodes'][:3]]}" for each in found["violations"]
    ]


def signed_in(seen: Watched, name: str, path: str) -> None:
    """Signs a holder of a token in and goes on to a path."""
    seen.page.set_default_timeout(LONG)
    seen.open(f"sv/sign-in?after=/{path}")
    seen.page.fill("#token", token_of(name))
    seen.page.click("main form button")
    seen.page.wait_for_url(f"**/{path}")


def sound(seen: Watched) -> None:
    """Asserts that a state of a page is accessible, fits a narrow window and complains of nothing."""
    assert violations(seen.page) == []
    seen.page.set_viewport_size({"width": NARROW, "height": 900})
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= NARROW
    seen.page.set_viewport_size({"width": WIDE, "height": 900})
    assert (seen.complaints, seen.strayed) == ([], [])
