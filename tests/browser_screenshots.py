"""Takes the pictures of docs/screenshots, wide and narrow, and the small ones of the page of help."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from api.pages.views.guide import PICTURES
from api_serving import live_server
from browsing import NARROW, WIDE, Watched, chromium, signed_in, watched
from holders import token_file
from ontology.languages import LANGUAGES
from page_states import STATES
from shipped_stores import shipped_store

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "screenshots"
SMALL = ROOT / "api" / "static" / "pictures"
# Without windows the letters are else put on whole pixels, which sets them apart unevenly.
SMOOTH = "--font-render-hinting=none"
SHOWN = (
    "front",
    "goals",
    "goal",
    "project",
    "strategy",
    "compare",
    "coverage-of-region",
    "trace",
    "why-not",
    "what-if-off",
    "documents",
    "question",
    "answer-bars",
    "sparql-bars",
    "sparql-map",
    "search",
    "changes",
    "queue",
    "saved",
    "check-told",
    "memo",
    "flow-of-strategy",
    "map",
    "import",
    "enter-project",
    "outline-adding",
    "data",
    "help",
)
"""The states of pages that are shown, each as a file for each width."""

TALLEST = {WIDE: 1100, NARROW: 1400}
SMALL_HEIGHT = 800


def take(browser: Browser, server: str, name: str, width: int) -> Path:
    """Takes the top of one page; a project shows the proof of its first step."""
    target = FOLDER / f"{name}-{width}.png"
    with watched(browser, server, width) as seen:
        _reach(seen, name, "sv")
        if name == "project":
            seen.page.click("details.hop summary >> nth=0")
        height = min(TALLEST[width], seen.page.evaluate("document.documentElement.scrollHeight"))
        _write(seen, target, width, height)
    return target


def take_small(browser: Browser, server: str, name: str, lang: str) -> Path:
    """Takes the top of one page in one language at half its size."""
    target = SMALL / lang / f"{name}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    with watched(browser, server, WIDE, device_scale_factor=0.5) as seen:
        _reach(seen, name, lang)
        _write(seen, target, WIDE, SMALL_HEIGHT)
    return target


def _reach(seen: Watched, name: str, lang: str) -> None:
    state = STATES[name]
    if state.holder:
        signed_in(seen, state.holder, f"{lang}/{state.path}")
    else:
        seen.open(f"{lang}/{state.path}")
    if state.act:
        state.act(seen.page)
    seen.page.wait_for_load_state("networkidle")


def _write(seen: Watched, target: Path, width: int, height: int) -> None:
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    seen.page.screenshot(path=target, full_page=True, clip=clip)  # type: ignore[arg-type]


def main() -> None:
    """Takes every picture anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        shipped_store(store).close()
        tokens = str(token_file(Path(folder)))
        with live_server(store, tokens=tokens) as server, chromium(SMOOTH) as browser:
            # Whoever comes first while figures are gathered sees that they come soon.
            with watched(browser, server) as seen:
                seen.open("sv/")
                seen.open("sv/coverage?region=nuts:SE331")
            taken = [take(browser, server, name, width) for name in SHOWN for width in TALLEST]
            taken += [take_small(browser, server, name, lang) for name in PICTURES for lang in LANGUAGES]
    for path in taken:
        sys.stdout.write(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
