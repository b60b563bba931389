"""Statements that a search index reads, commits of them, and an index that follows these."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterator

from hypothesis import strategies as st

from graph.search.index import Index
from graph.store import Changes, Store
from graph.terms import Quad
from graph_facts import trig
from small_graph import small_store

NAMES = ("Vatten i Umeå", "Skolan i norr", "Vattnet", "Område 1", "Ære være 2", "Rent vatten för alla skolor")


@st.composite
def quads(draw: st.DrawFn) -> frozenset[Quad]:
    """Returns a statement that an index reads: a name, a code, a kind, a place, a day, a part."""
    number = draw(st.integers(1, 4))
    name = draw(st.sampled_from(NAMES))
    thing = draw(st.sampled_from([f"<id/project/t/{number}>", f"<id/objective/t/{number}>"]))
    graph = draw(st.sampled_from(["<graph/list/t>", "<graph/source/t>"]))
    statement = draw(
        st.sampled_from(
            [
                f'{thing} skos:prefLabel "{name}"@sv',
                f'{thing} skos:altLabel "{name}"@da',
                f'{thing} dct:description "Om {name} och mer."@sv',
                f'{thing} skos:notation "T{number}"',
                f"{thing} a pg:Project",
                f"{thing} a pg:Objective",
                f"{thing} dct:spatial nuts:SE33{number}",
                f"{thing} pg:level pg:RegionalLevel",
                f'{thing} eurio:startDate "201{number}-01-01"^^xsd:date',
                f"{thing} eurio:isFundedBy <id/grant/t/{number}>",
                f"<id/grant/t/{number}> eurio:hasFundingSchemeProgramme <id/programme/t/{number}>",
                f"{thing} dct:temporal <id/period/t/{number}>",
                f'<id/period/t/{number}> dcat:endDate "202{number}-12-31"^^xsd:date',
            ]
        )
    )
    return trig(f"{graph} {{ {statement} . }}")


several = st.lists(quads(), min_size=1, max_size=4).map(lambda each: frozenset().union(*each))
History = list[tuple[bool, frozenset[Quad]]]
histories = st.lists(st.tuples(st.booleans(), several), max_size=8)


def apply(store: Store, *, adds: bool, some: frozenset[Quad]) -> None:
    """Adds those of the statements that the store lacks, or removes those that it holds."""
    held = frozenset(quad for quad in some if any(store.quads(*quad)))
    changes = Changes(added=some - held) if adds else Changes(removed=held)
    if changes:
        store.apply(changes, store.sequence + 1)


def words_by_entry(db: sqlite3.Connection) -> defaultdict[int, tuple[str, ...]]:
    """Returns the words by which an index finds each entry, by its postings or, of a fresh one, by FTS5.

    A word begins with the number of its column.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for word, entries in db.execute("SELECT word, entries FROM posting"):
        for entry in array("i", entries):
            found[entry].add(word)
    for entry, *columns in db.execute("SELECT * FROM fresh"):
        found[entry] = {f"{place}{word}" for place, words in enumerate(columns) for word in words.split()}
    return defaultdict(tuple, {entry: tuple(sorted(words)) for entry, words in found.items()})


def following(history: History) -> Iterator[tuple[Store, Index]]:
    """Yields the small graph with its index, after no commit and then after each."""
    store = small_store()
    index = Index(store, 60)
    yield store, index
    for adds, some in history:
        apply(store, adds=adds, some=some)
        yield store, index
