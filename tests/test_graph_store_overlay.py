"""A store as it will be: whatever is looked up, it holds what it held, less what goes, and what comes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.commits import Writer
from graph.store import Changes, Store, open_store
from graph.store.overlay import Overlay, fits
from graph.terms import NamedNode, Quad
from graph_facts import ALICE, node

GRAPH = node("graph/source/c")
THINGS = tuple(node(f"id/objective/c/{name}") for name in ("sea", "lake", "river"))
PROPERTIES = tuple(node(f"id/property/c/{name}") for name in ("feeds", "drains"))
ALL = tuple(Quad(*terms, GRAPH) for terms in product(THINGS, PROPERTIES, THINGS))
HELD = frozenset(ALL[::2])


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = open_store("memory:")
    Writer(opened).commit(Changes(frozenset(), HELD), agent=ALICE, reason="What there is")
    yield opened
    opened.close()


@given(
    removed=st.frozensets(st.sampled_from(sorted(HELD, key=str)), max_size=4),
    added=st.frozensets(st.sampled_from(ALL), max_size=4),
    subject=st.sampled_from((None, *THINGS)),
    predicate=st.sampled_from((None, *PROPERTIES)),
    end=st.sampled_from((None, *THINGS)),
)
def test_it_holds_what_it_will_hold_once(
    store: Store,
    removed: frozenset[Quad],
    added: frozenset[Quad],
    subject: NamedNode | None,
    predicate: NamedNode | None,
    end: NamedNode | None,
) -> None:
    seen = list(Overlay(store, Changes(removed, added)).quads(subject, predicate, end, GRAPH))
    will = [quad for quad in (HELD - removed) | added if fits(quad, (subject, predicate, end, GRAPH))]
    assert sorted(map(str, seen)) == sorted(map(str, will))
