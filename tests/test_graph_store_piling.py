"""Quads that go into a store as text: with the others, at once, or not at all."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from graph.errors import StoreFull, StoreProblem
from graph.store import Changes, Store, open_store, oxigraph, piling, segment
from graph.store.piling import Pile, lines_of
from graph.terms import Literal, NamedNode, Quad

EX = "http://example.org/"
NODE = NamedNode(EX + "p")


def quads(*names: str) -> frozenset[Quad]:
    return frozenset(
        Quad(NamedNode(EX + name), NODE, value, NODE) for name in names for value in (Literal('å\n"'), NODE)
    )


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    made = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"))
    yield made
    made.close()


def apply(store: Store, changes: Changes, piled: frozenset[Quad], sequence: int) -> None:
    with closing(store.pile()) as pile:
        for name in sorted({quad.subject for quad in piled}, key=str):
            own = [quad for quad in piled if quad.subject == name]
            pile.put_batch(lines_of(own), len(own))
        store.apply(changes, sequence, {"reason": "first"}, pile)


@pytest.mark.parametrize("large", [1, 20_000], ids=["as a file", "as objects"])
def test_a_pile_is_added_with_the_changes(store: Store, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(oxigraph, "LARGE", large)
    apply(store, Changes(added=quads("a")), quads("b", "c"), 1)
    apply(store, Changes(added=quads("d"), removed=quads("a")), quads("e"), 2)
    apply(store, Changes(added=quads("f")), frozenset(), 3)

    assert set(store.quads()) == quads("b", "c", "d", "e", "f")
    commits = [record.changes for number in (1, 2, 3) if (record := store.recorded(number))]
    assert commits == [
        Changes(added=quads("a", "b", "c")),
        Changes(quads("a"), quads("d", "e")),
        Changes(added=quads("f")),
    ]
    assert store.about(1) == {"reason": "first"}
    assert len(list(store.batches(1))) == (2 if large == 1 and store.place != "memory:" else 0)
    for number, changes in enumerate(commits, 1):
        lines = sorted(lines_of(changes.removed).splitlines() + lines_of(changes.added).splitlines())
        told = [batch.lines.splitlines() for batch in store.batches(number)]
        assert sorted([*store.lines(number), *(line for batch in told for line in batch)]) == lines
        assert all(len({line.partition(b" ")[0] for line in batch}) == 1 for batch in told)
    assert [store.holds_quads(number) for number in range(5)] == [False, True, True, True, False]
    assert store.names(1, EX + "c")
    assert not store.names(1, EX + "d")


def test_a_store_is_opened_again_with_what_was_piled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oxigraph, "LARGE", 1)
    store = open_store(str(tmp_path))
    apply(store, Changes(added=quads("a")), quads("b", "c"), 1)
    store.close()
    again = open_store(str(tmp_path))

    assert (again.sequence, set(again.quads())) == (1, quads("a", "b", "c"))
    again.close()
    assert {each.name for each in tmp_path.iterdir()} == {"db", "journal"}


def test_a_commit_that_the_database_lost_is_brought_again_as_it_was_piled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(tmp_path))
    store.apply(Changes(added=quads("a", "b")), 1)
    store.apply(Changes(removed=quads("b"), added=quads("c")), 2)
    store.close()
    shutil.rmtree(tmp_path / "db")
    monkeypatch.setattr(segment, "_LONG", 1)
    again = open_store(str(tmp_path))

    assert (again.sequence, set(again.quads())) == (2, quads("a", "c"))
    again.close()
    assert {each.name for each in tmp_path.iterdir()} == {"db", "journal"}


def test_a_database_that_takes_no_pile_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oxigraph, "LARGE", 1)
    store: Any = open_store(str(tmp_path))

    class Broken:
        def bulk_load(self, *_: object, **__: object) -> None:
            raise OSError("no space left")

    database, store._open = store._open, Broken()
    with pytest.raises(StoreProblem, match="store-write-failed"):
        apply(store, Changes(), quads("a", "b"), 1)
    store._open = database

    assert (store.sequence, store.size(), store.recorded(1)) == (0, 0, None)
    store.close()


def test_a_pile_is_read_as_it_was_written_in_memory_and_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most in (1 << 24, 10):
        monkeypatch.setattr(piling, "_IN_MEMORY", most)
        pile = Pile(tmp_path)
        for name in ("a", "b", "c"):
            pile.put(quads(name))
            assert frozenset(pile.quads()) >= quads(name)
        assert (len(pile), pile.size) == (6, len(b"".join(pile.chunks())))
        assert frozenset(pile.quads()) == quads("a", "b", "c")
        pile.close()
    assert list(tmp_path.iterdir()) == []


def test_a_disk_without_room_for_a_pile_is_told(tmp_path: Path) -> None:
    full: Any = Pile(tmp_path)

    class Full:
        def seek(self, _: int) -> None:
            raise OSError(28, "No space left on device")

    file, full._file = full._file, Full()
    with pytest.raises(StoreFull, match="store-write-failed"):
        full.put(quads("a"))
    file.close()


@pytest.mark.parametrize("at_once", [1, 7, 100, 1 << 20])
def test_lines_are_whole_however_the_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    store = open_store(str(tmp_path))
    store.apply(Changes(added=quads("a", "b", "c")), 1)
    monkeypatch.setattr(segment, "_MEBIBYTE", at_once)

    assert sorted(store.lines(1)) == sorted(lines_of(quads("a", "b", "c")).splitlines())
    record = store.recorded(1)
    assert record is not None
    assert record.changes.added == quads("a", "b", "c")
    store.close()
    again = open_store(str(tmp_path))
    assert again.sequence == 1
    again.close()


def test_a_record_is_written_however_little_the_system_takes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One write takes two gigabytes at most."""
    store, write = open_store(str(tmp_path)), segment.os.write
    monkeypatch.setattr(segment.os, "write", lambda fd, part: write(fd, part[:100]))
    store.apply(Changes(added=quads(*"abcdefgh")), 1)
    monkeypatch.undo()
    store.close()
    again = open_store(str(tmp_path))

    record = again.recorded(1)
    assert record is not None
    assert record.changes.added == quads(*"abcdefgh")
    again.close()
