"""What a search keeps of its finds: so much at most, never for other readers, never after a commit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.repository import Repository
from graph.search import Filters, Found, Search
from graph.search.columns import Numbers
from graph.search.index import Index
from graph.search.kept import Kept
from graph.store import Changes, Store
from graph.terms import graph_iri
from graph_facts import BASE, LIST, in_graph
from small_graph import short, small_store

SECRET = graph_iri(BASE, "list", "secret")
GRAPHS = (LIST.value, graph_iri(BASE, "list", "x").value, SECRET.value)
TEXTS = ("umeå", "vatten", "vatten i ume", "norr", "9", "kärnkraft", "område", "")


def with_a_secret() -> Store:
    """Returns a store in which one graph alone says that a project is of nuclear power."""
    store = small_store()
    named = "<id/project/x/p1> skos:prefLabel 'Kärnkraft i Umeå'@sv ; dct:description 'Om kärnkraft.'@sv ."
    store.apply(Changes(added=in_graph(SECRET, named)), store.sequence + 1)
    return store


def search_of(store: Store) -> Search:
    return Search(store, Repository(store), patience=60)


@pytest.fixture(scope="module")
def asked_before() -> Iterator[Search]:
    search = search_of(with_a_secret())
    yield search
    search.close()


def of(values: int) -> Numbers:
    return np.zeros(values, np.int64)


def test_what_is_kept_is_found_once() -> None:
    kept, found = Kept(), list[str]()

    def find() -> Numbers:
        found.append("found")
        return of(3)

    assert kept.of("a", find) is kept.of("a", find)
    assert found == ["found"]
    kept.clear()
    kept.of("a", find)
    assert found == ["found"] * 2


def test_nobody_can_write_to_what_is_kept() -> None:
    with pytest.raises(ValueError, match="read-only"):
        Kept().of("a", lambda: of(3))[0] = 1


def test_what_was_not_asked_for_longest_is_forgotten_first() -> None:
    kept = Kept(most_bytes=3 * 2000)
    for key in "abcad":
        kept.of(key, lambda: of(100))
    found = {key: kept.of(key, lambda: of(1)).size for key in "cadb"}
    assert found == {"c": 100, "a": 100, "d": 100, "b": 1}


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 2000))), st.integers(0, 20_000))
def test_never_more_is_kept_than_may_be(asked: list[tuple[int, int]], most: int) -> None:
    kept = Kept(most)
    for key, size in asked:
        kept.of(key, partial(of, size))
        assert 0 <= kept.size <= most
        assert len(kept) * 1024 <= kept.size


questions = st.tuples(
    st.sampled_from(TEXTS),
    st.sampled_from([Filters(), Filters(kind="project"), Filters(year=2018)]),
    st.none() | st.frozensets(st.sampled_from(GRAPHS)),
    st.integers(0, 3),
)


@given(st.lists(questions, min_size=1, max_size=6))
@settings(deadline=None, max_examples=30)
def test_what_others_asked_before_changes_no_answer(
    asked_before: Search, several: list[tuple[str, Filters, frozenset[str] | None, int]]
) -> None:
    for text, filters, graphs, offset in several:
        told = ask(asked_before, text, filters, graphs, offset)
        asked_before._index.read(lambda opened: opened.kept.clear())
        assert told == ask(asked_before, text, filters, graphs, offset)


def ask(search: Search, text: str, filters: Filters, graphs: frozenset[str] | None, offset: int) -> Found:
    return search.search(text, filters, lang="sv", limit=2, offset=offset, graphs=graphs)


def test_a_graph_that_one_reader_may_read_is_told_no_other(asked_before: Search) -> None:
    everything, without = frozenset(GRAPHS), frozenset(GRAPHS[:2])
    for graphs, total in ((None, 1), (without, 0), (everything, 1), (without, 0), (frozenset[str](), 0)):
        told = ask(asked_before, "kärnkraft", Filters(), graphs, 0)
        assert told.page.total == total
        assert len(told.page.items) == total
    [hit] = ask(asked_before, "umeå", Filters(kind="project"), without, 0).page.items
    assert "Kärnkraft" not in str(hit)


@pytest.fixture
def moved_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Returns a store on disk, whose index follows it by the journal: it is built once, if it is built."""
    times = list[str]()
    build = Index._build

    def counted(index: Index) -> None:
        times.append("built")
        build(index)

    monkeypatch.setattr(Index, "_build", counted)
    store = small_store(str(tmp_path / "store"))
    yield store
    store.close()
    assert times == ["built"]


def test_each_commit_is_seen_by_who_asks_again(moved_on: Store) -> None:
    search = search_of(moved_on)

    def found() -> tuple[set[str], int]:
        told = search.search("vatten").page
        return {short(hit.thing.iri) for hit in told.items}, told.total

    before, total = found()
    added = in_graph(LIST, '<id/project/x/p5> a pg:Project ; skos:prefLabel "Mer vatten"@sv .')
    for _ in range(2):
        assert found() == found() == (before, total)
        moved_on.apply(Changes(added=added), moved_on.sequence + 1)
        assert found() == found() == (before | {"project/x/p5"}, total + 1)
        moved_on.apply(Changes(removed=added), moved_on.sequence + 1)
    assert found() == (before, total)
    search.close()


def test_a_word_that_nothing_is_called_yet_is_found_when_something_is(moved_on: Store) -> None:
    search = search_of(moved_on)
    assert [search.search("vätgas").page.total for _ in range(2)] == [0, 0]
    added = in_graph(LIST, '<id/project/x/p5> skos:prefLabel "Mer vätgas"@sv .')
    moved_on.apply(Changes(added=added), moved_on.sequence + 1)
    [hit] = search.search("vätgas").page.items
    assert hit.thing.name.text == "Mer vätgas"
    search.close()
