"""The journal: every commit's resolved changes, on the disk before the store's own transaction.

The engine writes its log without waiting for the disk, so a power cut takes its last commits; the journal
brings them back, and is what undo, restore and audit read. It is a row of files: `journal`, which grows, and
before it those that are full, `journal.` with the number of their first commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from graph.errors import StoreProblem
from graph.store.base import About, Changes, Record
from graph.store.framing import Framed, framed_record
from graph.store.piling import Pile, lines_of
from graph.store.segment import Segment, sync_directory
from graph.store.space import Floor
from graph.store.told import Told
from graph.terms import iri

SEGMENT_BYTES = 67_108_864


class Journal(Protocol):
    """Keeps the records of all commits, in order and without gaps from its first on."""

    @property
    def last(self) -> int:
        """Returns the sequence number of the last record, 0 if there is none."""

    def append(self, record: Record, pile: Pile | None = None) -> None:
        """Adds the record, which adds the quads of the pile too; it is on the disk when this returns."""

    def drop_last(self) -> None:
        """Takes back the record just added, whose transaction failed."""

    def read(self, sequence: int) -> Record | None:
        """Returns one record, None if the journal holds none of that number."""

    def about(self, sequence: int) -> About | None:
        """Returns what one record is about, without its quads."""

    def names(self, sequence: int, *names: str) -> bool:
        """Says whether a quad of one record names any of the IRIs."""

    def holds_quads(self, sequence: int) -> bool:
        """Says whether there is a record of that number with its quads."""

    def lines(self, sequence: int) -> Iterator[bytes]:
        """Yields the quads of one record that are in none of its batches, as N-Quads without line breaks."""

    def batches(self, sequence: int) -> Iterator[Told]:
        """Yields the batches of one record."""

    def weight(self, sequence: int) -> int:
        """Returns the length of one record in bytes, 0 if there is none of that number."""

    def close(self) -> None:
        """Releases the file."""


class MemoryJournal:
    """Is the journal of a store in memory: as lasting as the store itself."""

    def __init__(self) -> None:
        self._records: dict[int, Record] = {}

    @property
    def last(self) -> int:
        """Returns the sequence number of the last record, 0 if there is none."""
        return next(reversed(self._records), 0)

    def append(self, record: Record, pile: Pile | None = None) -> None:
        """Adds the record, which adds the quads of the pile too."""
        if pile:
            changes = Changes(record.changes.removed, record.changes.added.union(pile.quads()))
            record = replace(record, changes=changes)
        self._records[record.sequence] = record

    def drop_last(self) -> None:
        """Takes back the record just added, whose transaction failed."""
        self._records.popitem()

    def read(self, sequence: int) -> Record | None:
        """Returns one record, None if the journal holds none of that number."""
        return self._records.get(sequence)

    def about(self, sequence: int) -> About | None:
        """Returns what one record is about, without its quads."""
        record = self._records.get(sequence)
        return record.about if record else None

    def names(self, sequence: int, *names: str) -> bool:
        """Says whether a quad of one record names any of the IRIs."""
        record, wanted = self._records.get(sequence), set(map(iri, names))
        quads = (*record.changes.added, *record.changes.removed) if record else ()
        return any(not wanted.isdisjoint(quad) for quad in quads)

    def holds_quads(self, sequence: int) -> bool:
        """Says whether there is a record of that number with its quads."""
        record = self._records.get(sequence)
        return record is not None and not record.is_bulk

    def lines(self, sequence: int) -> Iterator[bytes]:
        """Yields the quads of one record as N-Quads, those that it removes first."""
        if record := self._records.get(sequence):
            for quads in (record.changes.removed, record.changes.added):
                yield from lines_of(quads).splitlines()

    def batches(self, _sequence: int) -> Iterator[Told]:
        """Yields nothing: its records hold quads as objects."""
        return iter(())

    def weight(self, sequence: int) -> int:
        """Returns the length of one record, as if it were written, in bytes."""
        record = self._records.get(sequence)
        return framed_record(record).size if record else 0

    def close(self) -> None:
        """Does nothing: there is no file."""


class FileJournal:
    """Is the journal of a store on disk; a file longer than SEGMENT_BYTES is closed, and a new one begun.

    A gap between its files, or damage to one of them, raises StoreProblem.
    """

    def __init__(self, path: Path, base: str, writable: bool = True) -> None:
        self._path = path
        self._base = base
        self.floor = Floor(path.parent)
        self._full = [
            Segment(each, base, writable=False) for each in sorted(path.parent.glob("journal.[0-9]*"))
        ]
        self._open = Segment(path, base, writable)
        self._check_row()

    @property
    def last(self) -> int:
        """Returns the sequence number of the last record, 0 if there is none."""
        return max(segment.last for segment in self._segments())

    @property
    def oldest(self) -> int:
        """Returns the oldest commit to which the records lead back.

        It is the last that holds no quads, else the first: a store knows its last commit by a record,
        and only one of which all records are here is led back to its beginning.
        """
        bulk = max(segment.bulk() for segment in self._segments())
        first = next((each.first for each in self._segments() if each.first), 1)
        return bulk or (first if first > 1 else 0)

    def files(self) -> list[tuple[Path, int]]:
        """Returns the files in their order, each with the length of its whole records."""
        return [(segment.path, segment.end) for segment in self._segments()]

    def append(self, record: Record, pile: Pile | None = None) -> None:
        """Adds the record, which adds the quads of the pile too.

        It is on the disk when this returns, or the journal is as before. Raises StoreFull where the disk has,
        or would have, too little room.
        """
        self._add(framed_record(record, pile))

    def extend(self, records: Iterable[Record]) -> None:
        """Adds short records: all are on the disk when this returns, or none; raises StoreFull too."""
        self._add(*map(framed_record, records))

    def _add(self, *framed: Framed) -> None:
        self.floor.check(sum(each.size for each in framed))
        if self._open.end > SEGMENT_BYTES and self._open.last:
            self._begin_next()
        self._open.append(*framed)

    def drop_last(self) -> None:
        """Takes back the last record."""
        if not self._open.last:
            self._reopen_full()
        self._open.drop_last()

    def read(self, sequence: int) -> Record | None:
        """Returns one record, None if the journal holds none of that number."""
        found = self._holder(sequence)
        return found.read(sequence) if found else None

    def pile(self, sequence: int) -> Pile | None:
        """Returns the quads of a long record that only adds, unparsed; None for any other."""
        found = self._holder(sequence)
        return found.pile(sequence) if found else None

    def about(self, sequence: int) -> About | None:
        """Returns what one record is about, without reading its quads."""
        found = self._holder(sequence)
        return found.about(sequence) if found else None

    def names(self, sequence: int, *names: str) -> bool:
        """Says whether a quad of one record names one of the IRIs, by bytes: nothing is parsed or kept."""
        found = self._holder(sequence)
        return found.names(sequence, *names) if found else False

    def holds_quads(self, sequence: int) -> bool:
        """Says whether there is a record of that number with its quads."""
        found = self._holder(sequence)
        return found is not None and found.holds_quads(sequence)

    def lines(self, sequence: int) -> Iterator[bytes]:
        """Yields the quads of one record that are in none of its batches, as N-Quads; nothing is parsed."""
        found = self._holder(sequence)
        return found.lines(sequence) if found else iter(())

    def batches(self, sequence: int) -> Iterator[Told]:
        """Yields the batches of one record."""
        found = self._holder(sequence)
        return found.batches(sequence) if found else iter(())

    def weight(self, sequence: int) -> int:
        """Returns the length of one record in bytes, 0 if there is none of that number."""
        found = self._holder(sequence)
        return found.weight(sequence) if found else 0

    def forget(self, upto: int) -> list[Path]:
        """Removes the full files whose commits are all `upto` or older, and returns them.

        The last file with a record stays: by it the store knows which commit is its last.
        """
        spare = self._full if self._open.last else self._full[:-1]
        gone = [segment for segment in spare if segment.last <= upto]
        for segment in gone:
            segment.close()
            segment.path.unlink()
            self._full.remove(segment)
        sync_directory(self._path.parent)
        return [segment.path for segment in gone]

    def close(self) -> None:
        """Releases the files."""
        for segment in self._segments():
            segment.close()

    def _segments(self) -> list[Segment]:
        return [*self._full, self._open]

    def _holder(self, sequence: int) -> Segment | None:
        return next((segment for segment in self._segments() if segment.holds(sequence)), None)

    def _begin_next(self) -> None:
        full = self._open  # with the handle by which others may just be reading it
        full.rename(self._path.with_name(f"journal.{full.first:010d}"))
        sync_directory(self._path.parent)
        self._full.append(full)
        self._open = Segment(self._path, self._base)

    def _reopen_full(self) -> None:
        full = self._full.pop()
        full.close()
        self._open.close()
        full.path.rename(self._path)
        sync_directory(self._path.parent)
        self._open = Segment(self._path, self._base)

    def _check_row(self) -> None:
        for before, after in self._neighbours():
            if after.first != before.last + 1:
                self.close()
                raise StoreProblem("store-journal-damaged", path=str(after.path), sequence=before.last + 1)

    def _neighbours(self) -> Iterator[tuple[Segment, Segment]]:
        held = [segment for segment in self._segments() if segment.last]
        yield from pairwise(held)
