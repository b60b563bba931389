"""Views within a page of another site, in a real browser: those that may be there are, nothing else is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser

from browsing import sound, watched
from pages_serving import PAGES

pytestmark = pytest.mark.browser

LIMIT = 60_000


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """Returns the address of another site, whose pages are the files of the test's folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as other:
        thread = Thread(target=other.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{other.server_port}"
        other.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("matrix", "table.matrix"),
        (PAGES["trace"], "article.chain"),
        ("map?goal=sdg:9", "svg.regions"),
        ("flow?region=nuts:SE331", "svg.flow"),
    ],
)
def test_a_view_stands_in_another_site(
    browser: Browser, server: str, site: str, tmp_path: Path, path: str, selector: str
) -> None:
    (tmp_path / "x.html").write_text(
        f'<title>x</title><iframe src="{server}/embed/sv/{path}" width="900"></iframe>'
    )
    page = browser.new_page()
    page.goto(f"{site}/x.html")
    inside = page.frame_locator("iframe")
    inside.locator(selector).first.wait_for(timeout=LIMIT)
    assert inside.locator("form").count() == 0
    with page.context.expect_page(timeout=LIMIT) as opened:
        inside.locator(".source a").click()
    assert "/embed/" not in opened.value.url
    page.context.close()


@pytest.mark.parametrize("path", ["matrix", PAGES["trace"], "map?goal=sdg:9", "flow?region=nuts:SE331"])
def test_a_view_by_itself_is_sound(browser: Browser, server: str, path: str) -> None:
    with watched(browser, server, bypass_csp=False) as seen:
        seen.open(f"embed/sv/{path}")
        sound(seen)


def test_a_page_does_not(browser: Browser, server: str, site: str, tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(f'<title>x</title><iframe src="{server}/sv/" width="900"></iframe>')
    page = browser.new_page()
    refused = []
    page.on("console", lambda told: refused.append(told.text))
    page.goto(f"{site}/x.html")
    page.wait_for_load_state("networkidle")
    assert any("frame-ancestors" in each for each in refused)
    page.context.close()
