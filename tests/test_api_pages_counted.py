"""Pages say the same whether the portfolio has counted what they show, or they count it from the store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from api.pages import counted as counting
from api.pages.reader import Reader
from api.pages.views.documents import tree_of
from api.pages.views.front import front_view, read_figures
from api.pages.views.matrix import matrix
from api.wording.words import Words
from api_serving import Client
from graph.alignment.portfolio import Portfolio
from graph.errors import QueryGivenUp
from graph.repository import Repository
from graph.store import Store
from graph.terms import DEFAULT_BASE
from pages_serving import Page, counted_client, get_page, shipped

OBJECTIVES = (
    "goals/9",
    "goals/9.5",
    "goals/14",
    "goals/9?territory=nuts:SE331",
    "goals/9?territory=nuts:SE331&offset=20",
    "goals/9?territory=id/area/se-kommun/2480",
    "objectives/vastmanland/target-area-2",
    "objectives/vastmanland/target-area-2?territory=nuts:SE125",
)
DOCUMENTS = ("vastmanland/rus-2030", "vasterbotten/rus-2020", "agenda2030/agenda")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with shipped(tmp_path_factory.mktemp("counted") / "store") as opened:
        yield opened


@pytest.fixture(scope="module")
def client(store: Store) -> Iterator[Client]:
    with counted_client(store) as opened:
        yield opened


def gathering(*_: Any) -> Portfolio:
    raise QueryGivenUp("portfolio-building")


@pytest.mark.parametrize("path", OBJECTIVES)
def test_an_objective_is_the_same_page(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted = client.get(f"/sv/{path}", accept="text/html")
    assert counted.status_code == 200
    monkeypatch.setattr(counting, "current_portfolio", lambda _: None)
    assert get_page(client, f"/sv/{path}") == counted.text


def test_the_start_page_says_how_many_projects_the_matrix_has_not(store: Store) -> None:
    reader = Reader(Repository(store), Words("sv"))
    shown = matrix(reader, Portfolio(store).goals_by_region(), whole=False)
    known = read_figures(reader)["projects"]

    def beside(**changed: Any) -> str | None:
        return front_view(reader, replace(shown, **changed)).beside

    assert shown.projects == known, "each project that ships reaches a goal"
    assert (beside(), beside(projects=known - 3, behind=1), beside(projects=0, shows="SEK")) == (None,) * 3
    assert beside(projects=known - 3) == (
        "3 projekt till i grafen når inget mål i någon region och är inte med i tabellen."
    )


def test_documents_are_told_by_the_kinds_that_the_start_page_counts(client: Client) -> None:
    start = Page(client.get("/sv/").text)
    strategies = start.all("dd")[
        [each.text.strip() for each in start.all("dt")].index("strategier och planer")
    ].text
    told = " ".join(Page(client.get("/sv/documents").text).all("main")[0].text.split())
    every, *parts = map(int, re.findall(r"(\d+) (?:dokument:|strategier|program,|övriga)", told)[:4])
    assert f"{strategies} strategier och planer" in told
    assert every == sum(parts)
    alone = Page(client.get("/sv/documents?type=pg:Programme").text)
    assert "övriga" not in alone.all("main")[0].text


def test_the_portfolio_is_what_counts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Portfolio, "counts", lambda *_: {"http://metadata.un.org/sdg/9.5": 12_345})
    assert "12\xa0345" in get_page(client, "/sv/goals/9.5")


@pytest.mark.parametrize("territory", ["nuts:XX1", "sdg:9", "id/area/nowhere"])
def test_what_is_no_territory_is_told_as_before(
    client: Client, territory: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"/sv/goals/9?territory={territory}"
    counted = client.get(path, accept="text/html")
    monkeypatch.setattr(client.app.state.services.portfolio, "current", gathering)
    stored = client.get(path, accept="text/html")
    assert (counted.status_code, counted.text) == (stored.status_code, stored.text)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_tree_of_a_document_is_the_same(store: Store, document: str) -> None:
    reader, iri = Reader(Repository(store), Words("sv")), f"{DEFAULT_BASE}id/document/{document}"
    tree = tree_of(reader, iri)
    assert tree_of(reader, iri, Portfolio(store).objectives(iri)) == tree
    assert len(tree) > 3
