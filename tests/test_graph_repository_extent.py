"""How much a store holds, moved on by commits: always what would be counted anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.ledger.words import TYPE
from graph.repository import Repository
from graph.repository import extent as extents
from graph.repository.extent import Extent, Extents
from graph.repository.tally import Counted, Counts
from graph.store import Changes, Store, open_store
from graph.terms import NamedNode, Quad
from graph_facts import BASE, LIST, in_graph
from portfolio_worlds import World
from test_graph_alignment_portfolio_generated import quick, written

THINGS = [NamedNode(f"{BASE}id/{name}") for name in "abc"]
GRAPHS = [NamedNode(f"{BASE}graph/{name}") for name in ("one", "two")]
PREDICATES = [TYPE, NamedNode(f"{BASE}p")]
quads = st.builds(Quad, *(st.sampled_from(each) for each in (THINGS, PREDICATES, THINGS, GRAPHS)))


def anew(store: Store) -> tuple[Counts, Counts, Counts]:
    found = list(store.quads())
    typed = {(quad.subject, quad.object) for quad in found if quad.predicate == TYPE}
    return (
        Counter(quad.graph_name.value for quad in found),  # type: ignore[union-attr]
        Counter(quad.predicate.value for quad in found),
        Counter(kind.value for _, kind in typed),  # type: ignore[union-attr]
    )


class Asked:
    """Counts a store as it is, or as it was `late` commits ago, and how often it did."""

    def __init__(self, store: Store) -> None:
        self.store, self.times = store, 0

    def __call__(self, lookup: str) -> tuple[int, Counts | None]:
        self.times += 1
        names = ("dataset-graphs", "dataset-properties", "dataset-classes")
        return self.store.sequence, anew(self.store)[names.index(lookup)]


def told(found: Extent | None) -> tuple[Counts, Counts, Counts]:
    assert found is not None
    return found.graphs, found.properties, found.classes


@pytest.fixture
def store() -> Iterator[Store]:
    opened = open_store("memory:", base=BASE)
    yield opened
    opened.close()


def commit(store: Store, added: frozenset[Quad], removed: frozenset[Quad] = frozenset()) -> None:
    store.apply(Changes(removed=removed, added=added), store.sequence + 1)


@settings(quick, max_examples=60)
@given(st.lists(st.frozensets(quads, max_size=8), min_size=1, max_size=6), st.booleans())
def test_what_is_moved_on_is_what_would_be_counted_anew(
    states: list[frozenset[Quad]], all_at_once: bool
) -> None:
    store = open_store("memory:", base=BASE)
    kept, asked = Extents(store), Asked(store)
    kept.now(asked)
    before: frozenset[Quad] = frozenset()
    for state in states:
        commit(store, state - before, before - state)
        before = state
        if not all_at_once:
            assert told(kept.now(asked)) == anew(store)
    found = kept.now(asked)
    assert told(found) == anew(store)
    assert (found and found.sequence, asked.times) == (store.sequence, 3)


def test_counts_of_an_older_copy_are_brought_up_to_the_last_commit(store: Store) -> None:
    """Workers read a copy, which each count may have had at another commit."""

    def older(lookup: str) -> tuple[int, Counts | None]:
        answer = Asked(store)(lookup)
        commit(store, in_graph(LIST, f"<id/{store.sequence}> a pg:Project ."))
        return answer

    assert told(Extents(store).now(older)) == anew(store)
    assert store.sequence == 3


def test_a_large_commit_has_it_counted_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.repository.lasting.LARGE", 2)
    kept, asked = Extents(store), Asked(store)
    kept.now(asked)
    store.apply(Changes(added=in_graph(LIST, "<id/a> <p> 1, 2, 3 .")), 1, {"added": 3})
    assert told(kept.now(asked)) == anew(store)
    assert asked.times == 6


def test_a_copy_that_is_too_old_is_waited_for_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extents, "UNTIL_FRESH", 0.0)
    times: Counter[str] = Counter()

    def slow(lookup: str) -> tuple[int, Counts | None]:
        times[lookup] += 1
        return (1, {}) if times[lookup] == 1 else Asked(store)(lookup)

    monkeypatch.setattr("graph.repository.lasting.FAR", 0)
    for _ in range(2):
        commit(store, in_graph(LIST, f"<id/{store.sequence}> <p> 1 ."))
    assert told(Extents(store).now(slow)) == anew(store)
    assert set(times.values()) == {2}


def test_what_is_too_much_is_not_counted_again_at_each_commit(store: Store) -> None:
    kept, times = Extents(store), Counter[str]()

    def too_much(lookup: str) -> tuple[int, Counts | None]:
        times[lookup] += 1
        return store.sequence, None

    for number in range(4):
        assert kept.now(too_much) is None
        commit(store, in_graph(LIST, f"<id/{number}> <p> 1 ."))
    assert set(times.values()) == {1}


class Late:
    """Is a store that tells its number a while after its quads, as one does between two lines of code."""

    def __init__(self, store: Store) -> None:
        self._store, self.behind = store, 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    @property
    def sequence(self) -> int:
        self.behind = max(0, self.behind - 1)
        return self._store.sequence - (1 if self.behind else 0)


def test_what_is_read_before_the_number_is_told_is_not_counted_twice(store: Store) -> None:
    late = Late(store)
    kept, asked = Extents(cast(Counted, late)), Asked(store)
    commit(store, in_graph(LIST, "<id/a> <p> 1 ."))
    kept.now(asked)
    for text in ("<id/a> a pg:Project .", "<id/b> a pg:Project ."):
        commit(store, in_graph(LIST, text))
    late.behind = 6
    assert told(kept.now(asked)) == anew(store)


def test_nor_are_projects() -> None:
    store = written(World((), ())).store
    late = Late(store)
    repository = Repository(cast(Store, late))
    before = repository.reading.tallied("page-figures")["projects"]
    project = in_graph(LIST, "<id/project/t/1> a pg:Project .")
    commit(store, project)
    commit(store, frozenset(), project)
    late.behind = 4
    repository.reading.tallied("page-figures")
    assert repository.reading.tallied("page-figures")["projects"] == before
