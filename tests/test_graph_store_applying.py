"""Very many quads go into the database as files: at once, as they would one by one, and never half."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph.errors import StoreProblem
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
        raise OSError("no space left")

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
        raise OSError("no space left")


@pytest.mark.usefixtures("few_are_many")
def test_what_the_database_does_not_take_stays_nowhere(tmp_path: Path) -> None:
    store: Any = open_store(str(tmp_path))
    database, store._open = store._open, Broken()
    with pytest.raises(StoreProblem, match="store-write-failed"):
        store.apply(Changes(added=quads("a")), 1)
    store._open = database

    assert (store.sequence, store.size(), store.recorded(1)) == (0, 0, None)
    store.apply(Changes(added=quads("b")), 1)
    assert (store.sequence, store.size()) == (1, 3)
    store.close()


class Unflushed:
    """Is a database that has no room to move its log into tables."""

    def __init__(self, database: ox.Store) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    def flush(self) -> None:
        raise OSError("no space left")


def test_a_commit_is_made_whose_log_cannot_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oxigraph, "LARGE", 2)
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
