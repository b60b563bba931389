"""Very many quads go into the database as files: at once, as they would one by one, and never half."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.errors import StoreFull
from graph.store import Changes, Store, applying, open_store, oxigraph
from graph.store.marks import operations
from graph.terms import Literal, NamedNode, Quad

EX = "http://example.org/"
GRAPH = NamedNode(EX + "g")
NUMBER = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")


def quads(*names: str) -> frozenset[Quad]:
    values = (Literal("0.40", datatype=NUMBER), Literal('"å"\n', language="sv"), NamedNode(EX + "o"))
    predicate = NamedNode(EX + "p")
    return frozenset(
        Quad(NamedNode(EX + name), predicate, value, GRAPH) for name in names for value in values
    )


@pytest.fixture(params=["memory", "disk"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return "memory:" if request.param == "memory" else str(tmp_path / "store")


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applying, "LARGE", 2)


def filled(place: str) -> Store:
    store = open_store(place)
    store.apply(Changes(added=quads("a")), 1)
    store.apply(Changes(added=quads("b", "c")), 2)
    store.apply(Changes(removed=quads("a"), added=quads("d")), 3)
    return store


def test_what_goes_in_as_files_is_what_an_update_would_add(
    place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_update = set(filled("memory:").quads())
    monkeypatch.setattr(applying, "LARGE", 2)
    store = filled(place)

    assert set(store.quads()) == by_update
    assert store.sequence == 3
    assert [str(graph) for graph in store.graphs()] == [f"<{EX}g>"]
    record = store.recorded(2)
    assert record is not None
    assert record.changes == Changes(added=quads("b", "c"))


@pytest.mark.usefixtures("few_are_many")
def test_a_store_is_opened_again_as_it_was(tmp_path: Path) -> None:
    store = filled(str(tmp_path))
    held = set(store.quads())
    store.close()
    again = open_store(str(tmp_path))

    assert (again.sequence, set(again.quads())) == (3, held)
    again.close()


@pytest.mark.usefixtures("few_are_many")
def test_a_mark_that_could_not_follow_is_brought_along_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object) -> str:
        raise OSError("IO error: No space left on device")

    store = open_store(str(tmp_path))
    monkeypatch.setattr(applying, "operations", failing)
    store.apply(Changes(added=quads("a")), 1)
    monkeypatch.setattr(applying, "operations", operations)
    store.close()
    again = open_store(str(tmp_path))

    assert (again.sequence, again.size()) == (1, 3)
    again.apply(Changes(removed=quads("a")), 2)
    assert (again.sequence, again.size()) == (2, 0)
    again.close()


class Broken:
    """Is a database that takes some of the quads and then no more."""

    def bulk_extend(self, quads: Iterable[Quad]) -> None:
        next(iter(quads))
        raise OSError("IO error: No space left on device")


@pytest.mark.usefixtures("few_are_many")
def test_what_the_database_does_not_take_stays_nowhere(tmp_path: Path) -> None:
    store: Any = open_store(str(tmp_path))
    database, store._open = store._open, Broken()
    with pytest.raises(StoreFull, match="store-write-failed"):
        store.apply(Changes(added=quads("a")), 1)
    store._open = database

    assert (store.sequence, store.size(), store.recorded(1)) == (0, 0, None)
    store.apply(Changes(added=quads("b")), 1)
    assert (store.sequence, store.size()) == (1, 3)
    store.close()


FULL = """
import os, resource, sys
from pathlib import Path
import pyoxigraph as ox
from graph.store import Changes, applying
from graph.terms import Literal, NamedNode, Quad
node, place = NamedNode("http://example.org/s"), Path(sys.argv[1])
much = frozenset(Quad(node, node, Literal(os.urandom(100_000).hex()), node) for _ in range(40))
database, applying.LARGE = ox.Store(place), 2
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    applying.apply(database, "http://example.org/", Changes(added=much), 0, 1, place)
except OSError as error:
    print("bulk-" in str(error), len(database), sorted(path.name for path in place.glob("bulk*")))
"""


def test_files_for_which_there_is_no_room_do_not_stay(tmp_path: Path) -> None:
    """The engine names the file that it could not write; a disk without room would be filled by it."""
    found = subprocess.run([sys.executable, "-c", FULL, tmp_path], capture_output=True, text=True, check=True)
    assert found.stdout == "True 0 []\n"


def test_files_that_a_cut_left_are_gone_once_the_store_is_open(tmp_path: Path) -> None:
    filled(str(tmp_path)).close()
    left = tmp_path / "db" / "bulk-269647014133733955951404228422286883804.sst"
    left.write_bytes(b"half of it")
    again = open_store(str(tmp_path))
    assert (left.exists(), again.size()) == (False, 9)
    again.close()


class Unflushed:
    """Is a database that has no room to move its log into tables."""

    def __init__(self, database: ox.Store) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def flush(self) -> None:
        raise OSError("IO error: No space left on device")


def test_a_commit_is_made_whose_log_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oxigraph, "MOVED", 2)
    store: Any = open_store(str(tmp_path))
    database, store._open = store._open, Unflushed(store._open)
    store.apply(Changes(added=quads("a")), 1)
    store.apply(Changes(added=quads("b")), 2)
    store._open = database
    store.close()
    del database

    again = open_store(str(tmp_path))
    assert (again.sequence, again.size()) == (2, 6)
    again.close()


class Counted(Unflushed):
    """Is a database that counts how often its log is moved into tables."""

    flushed = 0

    def flush(self) -> None:
        self.flushed += 1
        self._database.flush()


def test_the_log_of_many_short_commits_is_moved_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oxigraph, "MOVED", 7)
    store: Any = open_store(str(tmp_path))
    database, store._open = store._open, Counted(store._open)
    seen = []
    for number in range(1, 7):
        store.apply(Changes(added=quads(str(number))), number)
        seen.append(store._open.flushed)
    assert seen == [0, 0, 1, 1, 1, 2]
    store._open = database
    store.close()


def test_readers_see_none_of_it_before_all_of_it(tmp_path: Path) -> None:
    """Holds the engine to what the commit of a long list relies on: its files are taken in together."""
    database = ox.Store(tmp_path)
    seen = set()

    def coming() -> Iterable[Quad]:
        for number, quad in enumerate(sorted(quads(*map(str, range(1000))), key=str)):
            if number % 100 == 0:
                seen.add(len(database))
            yield quad

    database.bulk_extend(coming())

    assert seen == {0}
    assert len(database) == 3000
