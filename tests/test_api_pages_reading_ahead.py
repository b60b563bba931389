"""What pages call many things at once: as the store has it, whether or not the index tells it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings

from api.pages.reader import Reader
from api.wording.words import Words
from graph.repository import Repository
from graph.search import Search
from graph.search.entries import named_things
from graph.search.index import Opened
from graph.store import Changes, Store
from graph_facts import BASE, trig
from ontology.languages import LANGUAGES
from search_worlds import History, following
from search_worlds import histories as any_histories
from shipped_stores import shipped_store
from small_graph import small_store

PROJECT = f"{BASE}id/project/t/1"
# Names of another kind alone, two codes, a name without a language: each is read in a way of its own.
ODD = """<graph/list/t> {
    <id/project/t/1> skos:prefLabel "Bron"@sv, "The bridge"@en, "Broen"@da .
    <id/project/t/2> skos:altLabel "Andra namnet"@sv .
    <id/objective/t/1> skos:prefLabel "Två koder"@sv ; skos:notation "B", "A" .
    <id/objective/t/2> skos:prefLabel "Utan språk" ; skos:notation "2.1" .
    <id/objective/t/3> skos:notation "3" .
}
<graph/source/t> { <id/objective/t/2> skos:prefLabel "På svenska"@sv ; skos:notation "2.1" . }"""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = shipped_store(tmp_path_factory.mktemp("ahead") / "store")
    yield store
    store.close()


def odd_store() -> Store:
    store = small_store()
    store.apply(Changes(added=trig(ODD)), store.sequence + 1)
    return store


def asked(store: Store) -> Search:
    """Returns a search whose index is open."""
    search = Search(store, Repository(store), 60)
    search.search("vatten")
    return search


def reader(store: Store, search: Search | None, lang: str) -> Reader:
    words = Words(lang)
    return Reader(Repository(store), words, search.shown) if search else Reader(Repository(store), words)


def links(store: Store, search: Search | None, lang: str) -> Mapping[str, object]:
    found = reader(store, search, lang)
    things = list(named_things(store))
    found.read_ahead(things)
    return {thing: found.link(thing) for thing in things}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_ships_is_called_the_same_in_either_way(shipped: Store, lang: str) -> None:
    search = asked(shipped)
    told = reader(shipped, search, lang)
    things = list(named_things(shipped))
    told.read_ahead(things)
    assert len(told._links) > 0.9 * len(things) > 500, "nearly all is told by the index"
    assert links(shipped, search, lang) == links(shipped, None, lang)
    search.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_named_in_odd_ways_is_called_the_same(lang: str) -> None:
    store = odd_store()
    search = asked(store)
    assert links(store, search, lang) == links(store, None, lang)
    search.close()


@given(any_histories)
@settings(deadline=None, max_examples=15)
def test_after_any_commits_things_are_called_as_the_store_has_it(history: History) -> None:
    for store, index in following(history):
        index.read(lambda _: None)
        search = Search(store, Repository(store), 60)
        search._opened = index
        assert links(store, search, "sv") == links(store, None, "sv")
    index.close()


def test_an_index_that_is_behind_or_not_opened_tells_nothing() -> None:
    store = odd_store()
    search = Search(store, Repository(store), 60)
    assert search.shown([PROJECT]) == {}
    search.search("bron")
    assert search.shown([PROJECT])[PROJECT]["skos:prefLabel"][0] == ["Broen", "da"]
    assert search.shown([]) == {}

    moved = trig('<graph/list/t> { <id/project/t/1> skos:prefLabel "Aa ny"@sv . }')
    store.apply(Changes(added=moved), store.sequence + 1)
    assert search.shown([PROJECT]) == {}
    assert links(store, search, "sv")[PROJECT] == links(store, None, "sv")[PROJECT]
    search.search("bron")
    assert ["Aa ny", "sv"] in search.shown([PROJECT])[PROJECT]["skos:prefLabel"]
    search.close()


def test_an_index_that_breaks_tells_nothing_and_keeps_nobody_waiting() -> None:
    search = asked(odd_store())
    index = search._index

    def breaks(_: Opened) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    assert index.glance(breaks) is None
    assert PROJECT in search.shown([PROJECT]), "nothing is left locked or begun"
    search.close()
    assert search.shown([PROJECT]) == {}
