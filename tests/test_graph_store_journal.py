"""The journal: nothing acknowledged is lost, nothing is half applied, and a foreign database is noticed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import StoreProblem
from graph.store import Changes, Store, open_store
from graph.store.base import Record
from graph.store.journal import FileJournal, MemoryJournal
from graph.terms import Literal, NamedNode, Quad

EX = "http://example.org/"
GRAPH = NamedNode(EX + "g")


def quad(value: str) -> Quad:
    return Quad(NamedNode(EX + "s"), NamedNode(EX + "p"), Literal(value), GRAPH)


def commit(store: Store, *values: str) -> None:
    for value in values:
        store.apply(Changes(added=frozenset([quad(value)])), store.sequence + 1, {"reason": value})


def made(path: Path, *values: str) -> Path:
    store = open_store(str(path))
    commit(store, *values)
    store.close()
    return path


def values(store: Store) -> set[str]:
    return {found.object.value for found in store.quads() if isinstance(found.object, Literal)}


def problem(action: Callable[[], object]) -> StoreProblem:
    with pytest.raises(StoreProblem) as caught:
        action()
    return caught.value


def test_database_that_lost_its_last_commits_is_brought_up_from_the_journal(tmp_path: Path) -> None:
    path = made(tmp_path / "store", "a", "b")
    shutil.copytree(path / "db", tmp_path / "old")
    made(path, "c", "d")
    shutil.rmtree(path / "db")
    shutil.copytree(tmp_path / "old", path / "db")
    store = open_store(str(path))
    assert (store.sequence, values(store)) == (4, {"a", "b", "c", "d"})


def test_emptied_database_is_rebuilt_where_the_journal_holds_everything(tmp_path: Path) -> None:
    path = made(tmp_path / "store", "a", "b")
    shutil.rmtree(path / "db")
    (path / "db").mkdir()
    store = open_store(str(path))
    assert (store.sequence, values(store)) == (2, {"a", "b"})


def test_emptied_database_is_noticed_where_the_journal_has_only_a_bulk_record(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    store.bulk_add([quad("a")])
    store.apply(Changes(), 1)
    store.close()
    shutil.rmtree(tmp_path / "store" / "db")
    (tmp_path / "store" / "db").mkdir()
    found = problem(lambda: open_store(str(tmp_path / "store")))
    assert (found.key, found.values["store"], found.values["journal"]) == ("store-journal-differs", 0, 1)


@pytest.mark.parametrize("keep", ["nothing", "first record"])
def test_database_ahead_of_its_journal_is_noticed(tmp_path: Path, keep: str) -> None:
    path = made(tmp_path / "store", "a")
    size = (path / "journal").stat().st_size
    made(path, "b")
    if keep == "nothing":
        (path / "journal").unlink()
    else:
        os.truncate(path / "journal", size)
    assert problem(lambda: open_store(str(path))).key == "store-journal-differs"


def test_database_that_the_program_did_not_write_is_noticed(tmp_path: Path) -> None:
    path = made(tmp_path / "store")
    shutil.rmtree(path / "db")
    foreign = ox.Store(path / "db")
    foreign.add(quad("x"))
    del foreign
    assert problem(lambda: open_store(str(path))).key == "store-journal-differs"


@pytest.mark.parametrize("torn", [1, 15, 16, 17, 40])
def test_torn_tail_is_cut_and_writing_goes_on(tmp_path: Path, torn: int) -> None:
    path = made(tmp_path / "store", "a", "b")
    backup = (path / "journal").read_bytes()
    journal = FileJournal(path / "journal", "http://127.0.0.1:8000/")
    journal.append(Record(3, Changes(added=frozenset([quad("c")]))))
    journal.close()
    whole = (path / "journal").read_bytes()
    (path / "journal").write_bytes(whole[: len(backup) + torn])
    store = open_store(str(path))
    assert (store.sequence, values(store)) == (2, {"a", "b"})
    commit(store, "d")
    store.close()
    assert values(open_store(str(path))) == {"a", "b", "d"}


def test_zeros_of_a_grown_file_are_cut(tmp_path: Path) -> None:
    path = made(tmp_path / "store", "a")
    size = (path / "journal").stat().st_size
    os.truncate(path / "journal", size + 4096)
    store = open_store(str(path))
    assert (store.sequence, (path / "journal").stat().st_size) == (1, size)


def test_damage_before_the_last_record_is_named_and_nothing_is_cut(tmp_path: Path) -> None:
    path = made(tmp_path / "store", "first", "second", "third")
    content = (path / "journal").read_bytes()
    (path / "journal").write_bytes(content.replace(b"second", b"sec0nd"))
    found = problem(lambda: open_store(str(path)))
    assert (found.key, found.values["sequence"]) == ("store-journal-damaged", 2)
    assert len((path / "journal").read_bytes()) == len(content)


def test_journal_whose_header_was_torn_is_begun_again(tmp_path: Path) -> None:
    path = made(tmp_path / "store")
    os.truncate(path / "journal", 5)
    store = open_store(str(path))
    commit(store, "a")
    store.close()
    assert values(open_store(str(path))) == {"a"}


def test_filling_that_was_cut_short_is_emptied_at_the_next_opening(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"), base="http://a.example/")
    store.bulk_add([quad("a")])
    store.abandon()
    assert problem(store.size).key == "store-unfinished"
    again = open_store(str(tmp_path / "store"), base="http://b.example/")
    assert (again.size(), again.sequence, again.base) == (0, 0, "http://b.example/")
    commit(again, "b")
    again.close()
    assert values(open_store(str(tmp_path / "store"))) == {"b"}


FULL = """
import resource, signal, sys
from graph.errors import StoreProblem
from graph.store import Changes, open_store
from graph.terms import Literal, NamedNode, Quad
def changes(text):
    node = NamedNode("http://example.org/s")
    return Changes(added=frozenset([Quad(node, node, Literal(text), node)]))
store = open_store(sys.argv[1])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
try:
    store.apply(changes("x" * 200_000), 2)
except StoreProblem as error:
    print(error.key, store.sequence, store.size())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.apply(changes("b"), 2)
"""


def test_commit_for_which_there_is_no_room_leaves_nothing_behind(tmp_path: Path) -> None:
    path = made(tmp_path / "store", "a")
    found = subprocess.run(
        [sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, check=True
    )
    assert found.stdout == "store-write-failed 1 1\n"
    store = open_store(str(path))
    assert (store.sequence, values(store)) == (2, {"a", "b"})


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_both_journals_give_back_records_in_order(tmp_path: Path, kind: str) -> None:
    journal = MemoryJournal() if kind == "memory" else FileJournal(tmp_path / "journal", EX)
    told = [Record(n, Changes(added=frozenset([quad(f"å\n{n}")])), {"reason": f"ö{n}"}) for n in (1, 2, 3)]
    for record in told:
        journal.append(record)
    assert [journal.read(n) for n in (1, 2, 3, 4)] == [*told, None]
    assert (journal.about(2), journal.about(9), journal.last) == ({"reason": "ö2"}, None, 3)
    journal.drop_last()
    assert (journal.last, journal.read(3)) == (2, None)
    journal.close()
