"""A store read once for each subject answers as the store did, and asks it no more than once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from graph.store import Changes, open_store
from graph.store.once import Once
from graph.terms import Literal, NamedNode, Quad

NODES = st.sampled_from([NamedNode(f"http://example.org/{name}") for name in "abc"])
OBJECTS = NODES | st.sampled_from([Literal("1"), Literal("1", language="sv")])
QUADS = st.frozensets(st.builds(Quad, NODES, NODES, OBJECTS, NODES), max_size=12)
PATTERNS = st.tuples(st.none() | NODES, st.none() | NODES, st.none() | OBJECTS, st.none() | NODES)


class Counted:
    """Counts the look-ups of a subject."""

    def __init__(self, store: Any) -> None:
        self._store, self.base, self.subjects = store, store.base, list[NamedNode]()

    def quads(self, *pattern: Any) -> Iterator[Quad]:
        self.subjects += [pattern[0]] if pattern[0] is not None else []
        return iter(list(self._store.quads(*pattern)))


@given(QUADS, st.lists(PATTERNS, max_size=6))
def test_it_answers_as_the_store(quads: frozenset[Quad], patterns: list[Any]) -> None:
    store = open_store("memory:")
    store.apply(Changes(added=quads), 1)
    counted = Counted(store)
    once = Once(counted)
    assert once.base == store.base
    for pattern in patterns:
        assert list(once.quads(*pattern)) == list(store.quads(*pattern))
    assert len(set(counted.subjects)) == len(counted.subjects)
    store.close()
