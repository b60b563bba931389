"""What the tests of graph.isolation share: a store of some size and queries with known answers."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from graph.isolation import Limits, QueryPool
from graph.isolation.limits import MEBIBYTE
from graph.store import Changes, Store, open_store
from graph.terms import NamedNode, Quad

CSV = "text/csv"
JSON = "application/sparql-results+json"
SIZE = 2_000
COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://example.org/in> ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
FLOOD = "SELECT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
PATIENT = Limits(seconds=60.0, wait_seconds=60.0)
STRICT = Limits(seconds=1.0, wait_seconds=20.0, memory=640 * MEBIBYTE, answer_bytes=MEBIBYTE)


def quad(number: int, graph: str = "http://example.org/graph") -> Quad:
    """Returns one quad; each leads to the next, so that together they are one long path."""
    subject, object_ = (NamedNode(f"http://example.org/{n}") for n in (number, number + 1))
    return Quad(subject, NamedNode("http://example.org/in"), object_, NamedNode(graph))


def fill(store: Store, size: int = SIZE) -> Store:
    """Commits so many quads to an empty store."""
    store.apply(Changes(added=frozenset(quad(number) for number in range(size))), 1)
    return store


@contextmanager
def pool_on(directory: Path, limits: Limits = PATIENT) -> Iterator[tuple[QueryPool, Store]]:
    """Gives a pool over a filled store on disk, and closes both."""
    store = fill(open_store(str(directory / "store")))
    try:
        with QueryPool(store, limits) as pool:
            yield pool, store
    finally:
        store.close()


def ask(pool: QueryPool, query: str, media_type: str = CSV) -> bytes:
    """Returns a whole answer."""
    return b"".join(pool.answer(query, media_type))


def counted(pool: QueryPool) -> int:
    """Returns the answer of COUNT."""
    return int(list(csv.reader(io.StringIO(ask(pool, COUNT).decode())))[1][0])


def children() -> set[int]:
    """Returns the ids of the processes that this one has started and not yet seen end."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            found.update(map(int, (task / "children").read_text().split()))
    return found


def open_files() -> int:
    """Returns how many files and pipes this process holds."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def eventually(holds: Callable[[], bool]) -> bool:
    """Says whether something comes true, however slow the machine is; it is not asked again once it has."""
    until = time.monotonic() + 60
    while not (has_come := holds()) and time.monotonic() < until:
        time.sleep(0.02)
    return has_come
