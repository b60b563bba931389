"""Dumps of earlier revisions: to the byte what was dumped then, whatever happened since."""

from __future__ import annotations

import asyncio
import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.commits import Writer
from graph.dumps import Dump, Dumps, copied
from graph.errors import NotFound, QueryGivenUp, StoreFull, StoreProblem
from graph.store import Changes, Store, journal, open_store, segment
from graph.store.copying import Start
from graph.store.leading_back import lead_back
from graph.store.oxigraph import OxigraphStore
from graph.store.space import Floor
from graph.terms import Quad
from graph_facts import BASE, in_graph, node

LONG = 120.0
GRAPH = node("graph/list/x")
FACTS = [f"<id/a{n % 3}> <p/p{n % 2}> 'text {n}', <id/b{n}> ." for n in range(8)]
CHANGES = st.lists(st.tuples(st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7))), min_size=1, max_size=6)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(str(tmp_path / "store"), base=BASE)
    yield opened
    opened.close()


def taken(dumps: Dumps, sequence: int, patience: float = LONG) -> Dump:
    return asyncio.run(dumps.of(sequence, patience))


def add(store: Store, text: str) -> None:
    Writer(store).commit(Changes(added=in_graph(GRAPH, text)), agent=node("id/agent/x").value, reason="more")


def quads_at(store: Store, sequence: int, folder: Path) -> set[Quad]:
    """Returns what a copy of the store holds once it was led back."""
    assert isinstance(store, OxigraphStore)
    folder.mkdir()
    store.checkpoint(folder / "db")
    db = ox.Store(str(folder / "db"))
    lead_back(db, Path(store.place) / "journal", sequence)
    return set(db)


def test_a_revision_is_to_the_byte_what_was_dumped_then(store: Store) -> None:
    dumps = Dumps(copied(store), RLock(), kept=1)
    then = {}
    for number, text in enumerate(FACTS, 1):
        add(store, text)
        then[number] = taken(dumps, number)
    Writer(store).undo(8, agent=node("id/agent/x").value, reason="wrong")
    for number in (3, 1, 7):
        assert dumps.is_earlier(number)
        again = taken(dumps, number)
        assert dumps.is_earlier(number)
        assert dumps.path(again).stat().st_size == again.bytes
        assert (again.sha256, again.content_sha256) == (then[number].sha256, then[number].content_sha256)
        content = gzip.decompress(dumps.path(again).read_bytes())
        assert (content.count(b"\n"), again.quads) == (again.quads, then[number].quads)
        assert [dump.sequence for dump in dumps.listed()] == [8]
        (led_back,) = set(dumps.path(again).parent.glob("*.nq.gz")) - {dumps.path(then[8])}
        assert led_back == dumps.path(again)
    dumps.close()


@settings(max_examples=25)
@given(CHANGES)
def test_every_revision_of_any_history_is_led_back_to(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[set[int], set[int]]]
) -> None:
    folder = tmp_path_factory.mktemp("history")
    store = open_store(str(folder / "store"), base=BASE)
    facts = [in_graph(GRAPH, text) for text in FACTS]
    held: list[set[Quad]] = [set()]
    for number, (gone, come) in enumerate(history, 1):
        removed = frozenset().union(*(facts[n] for n in gone)) & held[-1]
        added = frozenset().union(*(facts[n] for n in come)) - held[-1]
        store.apply(Changes(frozenset(removed), frozenset(added)), number)
        held.append(set(store.quads()))
    for number, wanted in enumerate(held):
        assert quads_at(store, number, folder / str(number)) == wanted
    store.close()


@pytest.mark.parametrize("long", [1, 1 << 24])
def test_a_long_commit_is_taken_back_as_it_is_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: int
) -> None:
    """Read whole it could be larger than the memory: read in a row, it comes to the same."""
    monkeypatch.setattr(segment, "_LONG", long)
    add(store, FACTS[0])
    before = set(store.quads())
    store.apply(Changes(added=in_graph(GRAPH, " ".join(f"<id/c{n}> <p/p> {n} ." for n in range(2000)))), 2)
    store.apply(Changes(removed=in_graph(GRAPH, FACTS[0])), 3)
    assert quads_at(store, 1, tmp_path / "copy") == before


def test_only_the_files_of_the_journal_that_are_needed_are_copied(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "SEGMENT_BYTES", 1)
    dumps = Dumps(copied(store), RLock())
    then = {}
    for number, text in enumerate(FACTS, 1):
        add(store, text)
        then[number] = taken(dumps, number).content_sha256
    assert isinstance(store, OxigraphStore)
    assert len(store.journal_so_far()) == len(FACTS)
    store.forget(4)
    dumps.close()
    for file in (tmp_path / "store" / "dumps").iterdir():
        file.unlink()
    dumps = Dumps(copied(store), RLock(), kept=9)
    for number in (7, 6, 5):
        assert taken(dumps, number).content_sha256 == then[number]
    for number in (4, 1):
        assert not dumps.is_earlier(number)
        with pytest.raises(NotFound, match=r"dump-unknown.*oldest=5"):
            taken(dumps, number)
    dumps.close()


def refused(*_: object) -> None:
    raise OSError(95, "Operation not supported")


@pytest.mark.parametrize("shares", [True, False])
def test_commits_do_not_wait_for_the_journal_to_be_copied_nor_harm_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, shares: bool
) -> None:
    monkeypatch.setattr(journal, "SEGMENT_BYTES", 1)
    if not shares:  # a disk on which a file has one name only
        monkeypatch.setattr(os, "link", refused)
    for text in FACTS[:4]:
        add(store, text)
    assert isinstance(store, OxigraphStore)
    before = {path.name: path.read_bytes() for path, _ in store.journal_so_far()[:-1]}

    @contextmanager
    def writing() -> Iterator[None]:
        yield
        if store.sequence < 6:
            add(store, FACTS[store.sequence])

    dumps = Dumps(copied(store), writing())
    assert taken(dumps, 2).quads == len({*quads_at(store, 2, Path(store.place).parent / "copy")})
    assert store.sequence == 5
    assert {name: (Path(store.place) / name).read_bytes() for name in before} == before
    dumps.close()


def test_one_that_would_fill_the_disk_is_refused_before_it_begins(store: Store) -> None:
    for text in FACTS[:3]:
        add(store, text)
    assert isinstance(store, OxigraphStore)
    dumps = Dumps(copied(store), RLock())
    newest = taken(dumps, store.sequence)
    store.keep_free(Floor(Path(store.place), 100, free=lambda _: 100 + newest.bytes))
    with pytest.raises(StoreFull, match="store-full"):
        taken(dumps, 1)
    assert {each.name.partition(".")[0] for each in dumps.path(newest).parent.iterdir()} == {"policygraph-3"}
    dumps.close()


def test_a_disk_that_fills_meanwhile_is_told_as_full(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in FACTS[:3]:
        add(store, text)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Start, "copy_to", full)
    dumps = Dumps(copied(store), RLock())
    with pytest.raises(StoreFull, match="dump-failed"):
        taken(dumps, 1)
    assert [each.name for each in (Path(store.place) / "dumps").iterdir()] == []
    dumps.close()


def test_nothing_leads_back_before_a_bulk_load(tmp_path: Path) -> None:
    store = open_store(str(tmp_path / "store"), base=BASE)
    store.bulk_add(in_graph(GRAPH, FACTS[0]))
    store.apply(Changes(), 1)
    add(store, FACTS[1])
    dumps = Dumps(copied(store), RLock())
    assert (dumps.is_earlier(0), dumps.is_earlier(1)) == (False, True)
    assert taken(dumps, 1).quads == 2
    with pytest.raises(NotFound, match="dump-unknown"):
        taken(dumps, 0)
    dumps.close()
    store.close()


def test_an_earlier_one_does_not_keep_the_newest_waiting_nor_out(store: Store) -> None:
    for text in FACTS[:4]:
        add(store, text)
    dumps = Dumps(copied(store), RLock(), kept=1)

    async def both() -> list[Dump]:
        return await asyncio.gather(dumps.of(1, LONG), dumps.of(4, LONG), dumps.of(2, LONG))

    assert [dump.sequence for dump in asyncio.run(both())] == [1, 4, 2]
    assert dumps.listed()[0].sequence == 4
    with pytest.raises(QueryGivenUp, match="dump-going"):
        taken(dumps, 3, 0.0)
    dumps.close()


def test_a_damaged_journal_is_told_and_leaves_no_dump(store: Store) -> None:
    for text in FACTS[:3]:
        add(store, text)
    file = Path(store.place) / "journal"
    content = bytearray(file.read_bytes())
    content[-40] ^= 1
    file.write_bytes(content)
    dumps = Dumps(copied(store), RLock())
    with pytest.raises(StoreProblem, match="dump-failed"):
        taken(dumps, 1)
    assert dumps.listed() == ()
    assert [each.name for each in (Path(store.place) / "dumps").iterdir()] == []
    dumps.close()
