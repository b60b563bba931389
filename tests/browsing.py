"""Drives Debian's Chromium against a server of its own, and notes what the browser complains of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

import browsers
from holders import token_of

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
AXE_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],  # of what passes axe would name each element
}
WIDE, NARROW, HEIGHT = 1280, 320, 900
LONG = 120_000  # milliseconds
MOST_PARTS = 5  # a field for a day has a part for each of its numbers, and a button


@contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Starts the browser, with these flags too, and ends it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browsers.place(), args=[*FLAGS, *flags])
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
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": HEIGHT}, **options)  # type: ignore[arg-type]
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
    seen.open(f"sv/sign-in?after={quote(f'/{path}')}")
    seen.page.fill("#token", token_of(name))
    seen.page.click("main form button")
    seen.page.wait_for_url(f"**/{path}")


def sound(seen: Watched, told: int = 200) -> None:
    """Asserts all that holds of every state of a page: it is accessible, fits, and complains of nothing.

    It fits 320 pixels, a zoom of 200 %, and text of twice the size; it stands in forced colours; Tab goes on
    from whatever takes it. `told` is the status of the answer where that is no 200: the browser notes it.
    """
    page = seen.page
    assert violations(page) == []
    assert strays(page) == []
    _fits(page, NARROW, "320 pixels")
    _fits(page, WIDE // 2, "a zoom of 200 %")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    _fits(page, WIDE, "text of twice the size")
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.emulate_media(forced_colors="active")
    assert page.evaluate(UNSEEN) == []
    page.emulate_media(forced_colors="none")
    noted = [each for each in seen.complaints if f"a status of {told} " not in each]
    assert (noted, seen.strayed) == ([], [])


def _fits(page: Page, width: int, what: str) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    assert page.evaluate(BEYOND, width) == [], what
    assert width > NARROW or (beside := page.evaluate(BESIDE)) == [], (what, beside)
    assert (cut := page.evaluate(CUT)) == [], (what, cut)
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})


def strays(page: Page) -> list[str]:
    """Returns what Tab does not leave, both ways, of the elements that take more keys than links do."""
    caught = []
    for place in range(page.evaluate(HOLDING)):
        held = page.evaluate(FOCUS, place)
        for keys in ("Tab", "Shift+Tab"):
            page.evaluate(FOCUS, place)
            for _ in range(MOST_PARTS):
                page.keyboard.press(keys)
                if not page.evaluate(STILL, place):
                    break
            else:
                caught.append(f"{keys} stays in {held}")
    return caught


# What is wider than the window though nothing around it scrolls by itself, where the page scrolls at all.
BEYOND = """width => {
  const root = document.documentElement;
  if (Math.max(root.scrollWidth, document.body.scrollWidth) <= width) return [];
  const wide = [...document.querySelectorAll("body *")].filter((each) => {
    const box = each.getBoundingClientRect();
    return box.width && box.right > width + 1 && !each.closest(".scroll, .hidden-text, .map");
  });
  return ["the page scrolls sideways", ...wide.slice(-3).map((each) => each.outerHTML.slice(0, 120))];
}"""
# Columns that only who scrolls within a table would see. The matrix has one for each region.
BESIDE = """() => [...document.querySelectorAll(".scroll > table:not(.matrix)")]
  .filter((each) => each.scrollWidth > each.parentElement.clientWidth + 1)
  .map((each) => `${each.className} ${each.getAttribute("aria-labelledby")} ${each.scrollWidth}`)"""

# What hides a part of its text. A name in the head of the page may be cut: its title says it whole. In a
# field the text moves along.
CUT = """() => [...document.querySelectorAll("body *")]
  .filter((each) => {
    const style = getComputedStyle(each);
    const hides = style.overflowX === "hidden" || style.overflowX === "clip";
    return hides && each.scrollWidth > each.clientWidth + 2 && each.clientWidth > 1
      && style.visibility !== "hidden"
      && !each.closest("svg, input, .hidden-text, .visitor, .skip, .cm-editor");
  })
  .slice(0, 3).map((each) => each.outerHTML.slice(0, 120))"""
# What keeps its colours where they are the reader's own, and shapes that cannot be told from the paper then.
UNSEEN = """() => {
  const kept = [...document.querySelectorAll("body, body *:not(svg, svg *)")]
    .filter((each) => getComputedStyle(each).forcedColorAdjust === "none");
  const paper = getComputedStyle(document.body).backgroundColor;
  const none = new Set(["none", "transparent", "rgba(0, 0, 0, 0)", paper]);
  const shapes = [...document.querySelectorAll("main svg :is(rect, path, circle)")]
    .filter((each) => each.getBoundingClientRect().width && !each.closest("[aria-hidden]"))
    .filter((each) => { const s = getComputedStyle(each); return none.has(s.fill) && none.has(s.stroke); });
  return [...kept, ...shapes].slice(0, 3).map((each) => each.outerHTML.slice(0, 120));
}"""
_HELD = """[...document.querySelectorAll(
  "textarea, select, input:not([type=hidden]), summary, [tabindex]:not([tabindex='-1']), [data-sparql] + *"
)].filter((each) => each.checkVisibility())"""
# One of each kind is tried, and of each kind the first and the last.
_TRIED = f"""(() => {{
  const kinds = new Map();
  for (const each of {_HELD}) {{
    const kind = `${{each.tagName}} ${{each.type}} ${{each.getAttribute("role")}} ${{each.className}}`;
    kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
  }}
  return [...new Set([...kinds.values()].flatMap((all) => [all[0], all[all.length - 1]]))];
}})()"""
HOLDING = f"() => {_TRIED}.length"
FOCUS = f"place => {{ const each = {_TRIED}[place]; each.focus(); return each.outerHTML.slice(0, 120); }}"
STILL = f"place => {_TRIED}[place] === document.activeElement"
