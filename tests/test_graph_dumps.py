"""Dumps: whole, verified by their sums, made once for a revision, and loaded back as they were."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import RLock

import pytest

from data import shipped_files
from graph.commits import Writer
from graph.dumps import Dump, Dumps, copied
from graph.errors import FileProblem, NotFound, QueryGivenUp, StoreFull, StoreProblem
from graph.importers.rdf import read_dump
from graph.loading import load_file, load_shipped
from graph.store import Changes, Store, open_store, parse_rdf
from graph.store.oxigraph import OxigraphStore
from graph.store.space import Floor
from graph_facts import BASE, in_graph, node

LONG = 60.0
GRAPH = node("graph/list/x")


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = open_store("memory:" if request.param == "memory" else str(tmp_path / "store"))
    add(opened, "<id/a> <p/one> 'ett', <id/b> .")
    yield opened
    opened.close()


@pytest.fixture
def dumps(store: Store) -> Iterator[Dumps]:
    made = Dumps(copied(store), RLock(), kept=2)
    yield made
    made.close()


def add(store: Store, text: str) -> None:
    Writer(store).commit(Changes(added=in_graph(GRAPH, text)), agent=node("id/agent/x").value, reason="more")


def taken(dumps: Dumps, sequence: int, patience: float = LONG) -> Dump:
    return asyncio.run(dumps.of(sequence, patience))


def test_a_dump_is_the_dataset_and_its_sums_verify_it(store: Store, dumps: Dumps) -> None:
    made = taken(dumps, 1)
    path = dumps.path(made)
    content = gzip.decompress(path.read_bytes())
    assert set(parse_rdf(content, base=BASE, media_type="nq")) == set(store.quads())
    assert (made.bytes, made.content_bytes, made.quads) == (path.stat().st_size, len(content), store.size())
    assert hashlib.sha256(content).hexdigest() == made.content_sha256
    checked = subprocess.run(
        ["sha256sum", "--check"], input=made.line, cwd=path.parent, text=True, check=False
    )
    assert checked.returncode == 0


def test_a_revision_is_written_once_and_the_newest_are_kept(store: Store, dumps: Dumps) -> None:
    with ThreadPoolExecutor(4) as threads:
        several = list(threads.map(lambda _: taken(dumps, 1), range(4)))
    assert len(set(several)) == 1
    for number in (2, 3):
        add(store, f"<id/a> <p/one> {number} .")
        assert taken(dumps, number).quads > several[0].quads
    assert [dump.sequence for dump in dumps.listed()] == [3, 2]
    assert sorted(each.name for each in dumps.path(several[0]).parent.iterdir()) == [
        "policygraph-2.json",
        "policygraph-2.nq.gz",
        "policygraph-3.json",
        "policygraph-3.nq.gz",
    ]
    for number in (0, 4, 10**250):
        with pytest.raises(NotFound, match=r"dump-unknown.*3, 2"):
            taken(dumps, number)


def test_who_waits_too_long_asks_again_and_gets_it(store: Store, dumps: Dumps) -> None:
    with pytest.raises(QueryGivenUp, match="dump-going"):
        taken(dumps, store.sequence, 0.0)
    assert taken(dumps, store.sequence).sequence == store.sequence


class Counted:
    """Is a store that counts how often it is copied."""

    def __init__(self, store: Store) -> None:
        self._source = copied(store)
        self.place = store.place
        self.copies = 0

    @property
    def sequence(self) -> int:
        return self._source.sequence

    def checkpoint(self, directory: Path) -> None:
        self.copies += 1
        self._source.checkpoint(directory)

    def check_dump(self, directory: Path, size: int | None) -> None:
        self._source.check_dump(directory, size)


@pytest.fixture
def counted(store: Store) -> Counted:
    return Counted(store)


class Writing:
    """Is the lock of the writer, and counts who has asked for it by this."""

    def __init__(self) -> None:
        self.lock, self.asked = RLock(), 0

    def __enter__(self) -> None:
        self.asked += 1
        self.lock.acquire()

    def __exit__(self, *_: object) -> None:
        self.lock.release()


def test_any_number_wait_for_one_dump_and_hold_no_thread(counted: Counted) -> None:
    writing = Writing()
    dumps = Dumps(counted, writing)

    async def all_ask() -> list[Dump]:
        with writing.lock:
            asking = [asyncio.create_task(dumps.of(1, LONG)) for _ in range(64)]
            for _ in range(64):
                await asyncio.to_thread(int)  # there is a thread for this, after all have asked
            assert not any(each.done() for each in asking)
        return await asyncio.gather(*asking)

    assert len(set(asyncio.run(all_ask()))) == 1
    assert (counted.copies, writing.asked) == (1, 1)
    dumps.close()


def test_those_who_leave_are_not_waited_for(store: Store, counted: Counted) -> None:
    writing = Writing()
    dumps = Dumps(counted, writing)
    with writing.lock:
        for _ in range(3):
            with pytest.raises(QueryGivenUp, match="dump-going"):
                taken(dumps, 1, 0.2)
        add(store, "<id/a> <p/one> 'later' .")
    assert taken(dumps, 2).sequence == 2
    assert (counted.copies, writing.asked) == (1, 1)
    dumps.close()


def test_a_damaged_description_is_as_good_as_none(counted: Counted) -> None:
    dumps = Dumps(counted, RLock())
    made = taken(dumps, 1)
    for content in (b"", b"[]", b'{"sequence": 1}', b"\xff"):
        (dumps.path(made).parent / "policygraph-1.json").write_bytes(content)
        assert dumps.listed() == ()
        assert taken(dumps, 1).content_sha256 == made.content_sha256
    assert counted.copies == 5
    dumps.close()


def test_what_cannot_be_written_leaves_nothing_and_is_told(store: Store) -> None:
    class Broken:
        sequence, place = 1, store.place

        def checkpoint(self, directory: Path) -> None:
            directory.mkdir()

        def check_dump(self, *_: object) -> None:
            pass

    broken = Dumps(Broken(), RLock())
    with pytest.raises(StoreProblem, match="dump-failed"):
        taken(broken, 1)
    assert broken.listed() == ()
    broken.close()


def test_one_for_which_there_is_no_room_is_made_once_there_is(tmp_path: Path) -> None:
    """By the size of the newest one, before the first by that of the database; those kept are given."""
    opened = open_store(str(tmp_path / "store"))
    assert isinstance(opened, OxigraphStore)
    add(opened, "<id/a> <p/one> 1 .")
    dumps = Dumps(copied(opened), RLock())
    free = 100
    opened.keep_free(Floor(tmp_path, 100, free=lambda _: free))
    folder = tmp_path / "store" / "dumps"
    for sequence in (1, 2):
        with pytest.raises(StoreFull, match="dump-full"):
            taken(dumps, sequence)
        assert [each.sequence for each in dumps.listed()] == list(range(1, sequence))
        assert not list(folder.glob("copy-*"))
        free = 1 << 30
        first = taken(dumps, sequence)
        add(opened, f"<id/b> <p/one> {sequence} .")
        free = 100 + first.bytes - 1
    assert taken(dumps, 1).sequence == 1
    free = 100 + max(each.bytes for each in dumps.listed())
    assert taken(dumps, 3).sequence == 3
    dumps.close()
    opened.close()


def test_what_another_process_left_half_done_is_removed(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"))
    add(store, "<id/a> <p/one> 1 .")
    folder = tmp_path / "store" / "dumps"
    (folder / "copy-x").mkdir(parents=True)
    (folder / "policygraph-1.nq.gz.part").write_text("half")
    (folder / "policygraph-1.nq.gz").write_text("told of by nothing")
    dumps = Dumps(copied(store), RLock())
    assert dumps.listed() == ()
    assert list(folder.iterdir()) == []
    dumps.close()
    store.close()


def test_the_same_dataset_has_the_same_sum_in_any_store_on_disk(tmp_path: Path) -> None:
    """In whichever order it was filled: the engine writes quads in the order of its keys."""
    facts = [f"<id/a{n}> <p/one> 'text {n}', {n} ." for n in range(50)]
    sums = set()
    for name, order in (("one", facts), ("two", facts[::-1])):
        store = open_store(str(tmp_path / name))
        for sequence, text in enumerate(order, 1):
            store.apply(Changes(added=in_graph(GRAPH, text)), sequence)
        dumps = Dumps(copied(store), RLock())
        sums.add(taken(dumps, store.sequence).content_sha256)
        dumps.close()
        store.close()
    assert len(sums) == 1


@pytest.fixture(scope="module")
def shipped_dump(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, frozenset[object]]:
    """Returns the dump of what ships and one list more, and its quads."""
    folder = tmp_path_factory.mktemp("dump")
    store = open_store(str(folder / "store"))
    load_shipped(store, shipped_files(examples=True))
    add(store, "<id/a> <p/one> 'ett', <id/b> .")
    dumps = Dumps(copied(store), RLock())
    path = folder / "all.nq.gz"
    shutil.copy(dumps.path(taken(dumps, 2)), path)
    quads = frozenset(store.quads())
    dumps.close()
    store.close()
    return path, quads


def test_a_dump_of_what_ships_loaded_into_an_empty_store_is_the_same(
    shipped_dump: tuple[Path, frozenset[object]],
) -> None:
    path, quads = shipped_dump
    again = open_store("memory:")
    again.bulk_load([path], 1)
    assert set(again.quads()) == quads


def test_a_dump_is_loaded_into_a_store_in_use_without_what_is_computed(
    shipped_dump: tuple[Path, frozenset[object]],
) -> None:
    """What differs then is the history alone: the commits are those of the store that reads it."""
    path, quads = shipped_dump
    store = open_store("memory:")
    load_shipped(store, shipped_files(examples=True))
    commit = load_file(
        Writer(store), path, agent=node("id/agent/x").value, reason="dump", graph=GRAPH, read=read_dump
    )
    assert commit is not None
    assert commit.added == 2

    def without_history(found: object) -> set[object]:
        return {quad for quad in found if "graph/commits" not in str(quad)}  # type: ignore[attr-defined]

    assert without_history(store.quads()) == without_history(quads)


def test_a_dump_of_another_base_is_refused_and_says_what_to_do(
    shipped_dump: tuple[Path, frozenset[object]],
) -> None:
    path, _ = shipped_dump
    with pytest.raises(FileProblem) as caught:
        list(read_dump(path, "https://other.example/", GRAPH))
    assert (caught.value.key, caught.value.values["other"]) == ("dump-base-differs", BASE)


@pytest.mark.parametrize("cut", [20, 200, -20])
def test_a_dump_that_was_cut_off_is_told(
    shipped_dump: tuple[Path, frozenset[object]], tmp_path: Path, cut: int
) -> None:
    path = tmp_path / "cut.nq.gz"
    path.write_bytes(shipped_dump[0].read_bytes()[:cut])
    with pytest.raises(FileProblem, match="file-gzip-damaged"):
        list(read_dump(path, BASE, GRAPH))


def test_what_is_no_gzip_is_told(tmp_path: Path) -> None:
    path = tmp_path / "not.nq.gz"
    path.write_text("<a> <b> <c> .")
    with pytest.raises(FileProblem, match="file-gzip-damaged"):
        list(read_dump(path, BASE, GRAPH))


def test_what_is_told_of_a_dump_is_kept_beside_it(dumps: Dumps) -> None:
    made = taken(dumps, 1)
    told = json.loads((dumps.path(made).parent / "policygraph-1.json").read_text())
    assert replace(made) == type(made)(**told)
    assert dumps.listed() == (made,)
