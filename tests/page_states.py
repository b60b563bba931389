"""Every state of a page that the browser tests look at: where it is, who sees it, and how it comes about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from playwright.sync_api import Page

from pages_serving import PAGES

REGIONS = quote(
    "PREFIX pg: <https://w3id.org/policygraph#> PREFIX dct: <http://purl.org/dc/terms/> "
    "SELECT ?region (COUNT(DISTINCT ?p) AS ?n) WHERE { "
    "?p a pg:Project ; dct:spatial ?region . ?region pg:level pg:RegionalLevel } GROUP BY ?region"
)
TREE = "documents/vastmanland/rus-2030/outline"
TEXT = "Projektet bygger ut bredband med fiber i glesbygd, så att fler får snabb uppkoppling."


@dataclass(frozen=True)
class State:
    """Is one state: `holder` is who is signed in, `act` brings it about, `status` is that of its answer."""

    path: str
    holder: str = ""
    act: Callable[[Page], None] | None = None
    status: int = 200


def check(page: Page) -> None:
    """Types a project and has it checked."""
    page.fill("#title", "Bredband till byarna")
    page.fill("#text", TEXT)
    page.get_by_label("Västerbottens län").check()
    page.locator(".panel > button").click()
    page.wait_for_selector("#result")


def make_memo(page: Page) -> None:
    """Accepts what is proposed first, and makes a memo of it all."""
    check(page)
    page.get_by_label("Godta").first.check()
    page.get_by_role("button", name="Gör en promemoria").click()
    page.wait_for_selector("text=Promemoria")


def keep_draft(page: Page) -> None:
    check(page)
    page.locator("button[formaction$='/check/draft']").first.click()
    page.wait_for_url("**/drafts/*")


def enter_wrongly(page: Page) -> None:
    """Sends a project whose end comes before its start."""
    page.fill("#f-names-sv", "Bredband i byn")
    page.fill("#f-start", "2026-01-01")
    page.fill("#f-end", "2025-01-01")
    page.locator("#f-end").press("Enter")
    page.wait_for_selector("#note-f-start")


def save_question(page: Page) -> None:
    """Saves the question that is asked, and looks at it."""
    page.locator("#saved-title").locator("xpath=ancestor::form").locator("button").click()
    page.wait_for_url("**/saved/*")


def open_all(page: Page) -> None:
    """Opens whatever is folded."""
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")


def _public() -> dict[str, State]:
    return {name: State(path, status=404 if name == "not-found" else 200) for name, path in PAGES.items()}


STATES: dict[str, State] = {
    **_public(),
    **{
        f"{name}-open": State(PAGES[name], act=open_all)
        for name in ("front", "project", "strategy", "search")
    },
    "goal-narrowed": State(
        "goals/9?territory=nuts:SE331&programme=id/programme/eu/se-erdf-2014-2020-ovre-norrland"
    ),
    "goal-level-opened": State("goals/9?level=pg:RegionalLevel"),
    "objective-bare": State("objectives/dalarna/target-area-1?territory=nuts:SE312"),
    "strategy-bare": State("documents/dalarna/dalastrategin-2030", act=open_all),
    "search-single": State("search?q=vatten+xyzzy"),
    "changes": State("changes"),
    "changes-of": State("changes?of=sdg:9"),
    "changes-since": State("changes?since=2020-01-01"),
    "changes-since-of": State("changes?of=sdg:9&since=2020-01-01&territory=nuts:SE331"),
    "trace-open": State(PAGES["trace"], act=open_all),
    "trace-between": State("trace?way=up&start=vatten"),
    "trace-unfound": State("trace?way=up&start=xyzzy"),
    "trace-contradicting": State("trace?from=sdg:9&said=2020-01-01&undated=only", status=400),
    "answer-bars": State("questions/goal-counts?ask=1&show=chart"),
    "questions-sought": State("questions?q=pengar"),
    "questions-none": State("questions?q=xyzzy"),
    "question-open": State("questions/projects-of-organisation?organisation=region", status=400),
    "answer-wrong": State("questions/projects-serving-goal?goal=xx:9&ask=1", status=400),
    "sparql-map": State(f"sparql?run=1&show=map&query={REGIONS}"),
    "sparql-wrong": State(f"sparql?run=1&query={quote('SELECT ?s WHERE { ?s a foo:Bar }')}", status=400),
    "withdrawn-nothing": State("projects/no/such", status=404),
    "unusable": State("goals/9?offset=x", status=400),
    "check-told": State("check", act=check),
    "memo": State("check", act=make_memo),
    "signed-in": State("sign-in", "Reader"),
    "forbidden": State("drafts", "Reader", status=403),
    "sign-in-first": State("drafts", status=401),
    "drafts": State("drafts", "Contributor"),
    "draft": State("check", "Contributor", keep_draft),
    "queue": State("review", "Reviewer"),
    "saved-list": State("saved", "Contributor"),
    "saved": State("questions/goal-counts?ask=1", "Contributor", save_question),
    "state-form": State("state?source=sdg:9&target=vatten", "Contributor"),
    "import-form": State("import", "Contributor"),
    "import-codes": State("import/codes/projects/programme"),
    "import-codes-none": State("import/codes/projects/amount", status=400),
    **{
        f"enter-{kind}": State(f"enter/{kind}", "Contributor")
        for kind in ("project", "objective", "measure", "observation")
    },
    "enter-refused": State("enter/project", "Contributor", enter_wrongly, 422),
    "outline": State(TREE, "Contributor"),
    "outline-programme": State("programmes/eu/se-erdf-2014-2020-ovre-norrland/outline", "Contributor"),
    "outline-adding": State(f"{TREE}?add=top", "Contributor"),
}
ELSEWHERE = {
    "/{lang}/saved/{key}": "test_browser_pages.py",  # the state `saved` makes one
    "/{lang}/drafts/{key}": "test_browser_pages.py",  # the state `draft` makes one
    "/{lang}/enter/{kind}/{source}/{key}": "test_browser_entering.py",
    "/{lang}/enter/{kind}/{source}/{key}/withdrawal": "test_browser_entering.py",
    "/{lang}/import/undo/{sequence}": "test_browser_imports.py",
    "/{lang}/import/{job}": "test_browser_imports.py",
}
"""Pages that need something made first, and the file whose tests make it and call `sound`."""
NO_PAGE = {
    "/{lang}/things",
    "/{lang}/changes.atom",
    "/{lang}/saved/{key}/feed",
    "/{lang}/sparql.xlsx",
    "/{lang}/sparql.jsonld",
    "/{lang}/check/draft",
    "/{lang}/sign-in/issuer",
    "/{lang}/import/template/{name}",
    "/{lang}/import/{job}/progress",
    "/{lang}/import/{job}/annotated",
}
"""Addresses below a language that answer with data, or lead on."""
