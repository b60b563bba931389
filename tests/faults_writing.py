"""What the fault tests share: a store in which commits were made, and what it held after each of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from graph.commits import Writer
from graph.store import Changes, Store, open_store
from graph.terms import Literal, NamedNode, Quad

EX = "http://example.org/"
AGENT = EX + "agent"
GRAPH = NamedNode(EX + "g")
COUNTER = NamedNode(EX + "counter")
VALUE = NamedNode(EX + "value")


def fact(name: str, value: str) -> Quad:
    """Returns a quad that says one value of one thing."""
    return Quad(NamedNode(EX + name), VALUE, Literal(value), GRAPH)


def writer_of(store: Store) -> Writer:
    """Returns a writer that asks no shapes."""
    return Writer(store, clock=lambda: datetime(2026, 11, 25, tzinfo=UTC))


def commit(writer: Writer, number: int) -> None:
    """Makes a commit that takes away what the one before added, and adds to what stays."""
    added = {fact("counter", str(number)), fact(f"thing-{number}", "kept")}
    removed = {fact("counter", str(number - 1))} if number > 1 else set()
    made = writer.commit(Changes(frozenset(removed), frozenset(added)), agent=AGENT, reason=f"n{number}")
    assert made is not None


def content(store: Store) -> set[str]:
    """Returns every quad of a store."""
    return {str(quad) for quad in store.quads()}


def made(path: Path, commits: int) -> dict[int, set[str]]:
    """Makes a store with so many commits and returns its content after each, and before the first."""
    store = open_store(str(path))
    writer = writer_of(store)
    states = {0: content(store)}
    for number in range(1, commits + 1):
        commit(writer, number)
        states[store.sequence] = content(store)
    store.close()
    return states


# Each commit takes away the three quads of the one before and adds three: any other number is a torn commit.
WRITER = """
import sys
from graph.store import Changes, open_store
from graph.terms import Literal, NamedNode, Quad
graph = NamedNode("http://example.org/g")
def quads(n):
    parts = (NamedNode(f"http://example.org/p{i}") for i in range(3))
    return frozenset(Quad(NamedNode("http://example.org/s"), p, Literal(str(n)), graph) for p in parts)
store = open_store(sys.argv[1])
while True:
    n = store.sequence + 1
    store.apply(Changes(quads(n - 1), quads(n)), n)
    print(n, flush=True)
"""
