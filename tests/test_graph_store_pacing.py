"""A long file is read only as fast as the engine writes what it has read: never two millions ahead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from threading import Event, Thread

import pyoxigraph as ox
import pytest

from graph.store import pacing
from graph.store.applying import apply_pile
from graph.store.pacing import Paced
from graph.store.piling import Pile
from graph.terms import NamedNode, Quad

EX = "http://example.org/"
TAKEN_IN = b"external_sst_file."
"""Stands in each file that the engine wrote in order to take it in whole, and in no other."""
LINES = b"one\ntwo\nthree\nfour\nfive\n"


@pytest.fixture
def of_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "AT_ONCE", 2)


def line_by_line(paced: Paced) -> Iterator[bytes]:
    return iter(lambda: paced.read(6), b"")


def write(files: Path, first: int, count: int) -> None:
    for number in range(first, first + count):
        (files / f"bulk-{number}.sst").write_bytes(b"keys")


@pytest.mark.usefixtures("of_two")
def test_it_reads_on_when_the_files_of_what_was_read_are_there(tmp_path: Path) -> None:
    paced, read, is_done = Paced(BytesIO(LINES), tmp_path), list[bytes](), Event()

    def reading() -> None:
        read.extend(line_by_line(paced))
        is_done.set()

    thread = Thread(target=reading)
    thread.start()
    write(tmp_path, 0, pacing.FILES - 1)
    assert not is_done.wait(0.2)  # it may be late here, but must never be done
    write(tmp_path, pacing.FILES - 1, pacing.FILES + 1)
    thread.join(60)

    assert is_done.is_set()
    assert b"".join(read) == LINES


@pytest.mark.usefixtures("of_two")
def test_what_lay_there_before_does_not_count(tmp_path: Path) -> None:
    write(tmp_path, 0, pacing.FILES)
    paced, is_read = Paced(BytesIO(LINES), tmp_path), Event()
    paced.read(8)

    def reading() -> None:
        paced.read(8)
        is_read.set()

    thread = Thread(target=reading)
    thread.start()

    assert not is_read.wait(0.2)
    write(tmp_path, pacing.FILES, pacing.FILES)
    thread.join(60)
    assert is_read.is_set()


@pytest.mark.usefixtures("of_two")
def test_it_does_not_wait_for_ever_for_files_that_do_not_come(tmp_path: Path) -> None:
    assert b"".join(line_by_line(Paced(BytesIO(LINES), tmp_path, patience=0.0))) == LINES


def test_the_engine_writes_as_many_files_as_are_waited_for(tmp_path: Path) -> None:
    """Of quads in graphs, as all of a list are: where it does otherwise, its memory has no bound any more."""
    db, node = ox.Store(tmp_path / "db"), NamedNode(EX + "g")
    with closing(Pile(tmp_path)) as pile:
        pile.put(Quad(NamedNode(f"{EX}{number}"), node, node, node) for number in range(3))
        apply_pile(db, EX, pile, 0, 1, tmp_path / "db")

    assert len(db) == 3
    tables = [each.read_bytes() for each in (tmp_path / "db").glob("*.sst")]
    assert sum(TAKEN_IN in each for each in tables) == pacing.FILES
