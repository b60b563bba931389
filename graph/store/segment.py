"""One file of the journal: a header (the base IRI), then records.

A record is length u32, crc32 u32, sequence u64 (little-endian), a line of JSON, then the removed and the
added quads in N-Quads. Each is on the disk before the next is begun.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, pairwise, repeat
from pathlib import Path
from typing import IO, Any

from graph.causes import os_cause
from graph.errors import StoreProblem
from graph.store.base import About, Record
from graph.store.framing import HEAD, Framed, checksum, unpacked
from graph.store.piling import Pile
from graph.store.sought import sought
from graph.store.space import unwritten
from graph.store.told import Told

_MAGIC = b"policygraph journal 1\n"
_MEBIBYTE = 1 << 20
_LONG = 1 << 24
_LINE = 1 << 12
_CLOSED = -1  # a number that no other file will have


class Segment:
    """Is one file of the journal; a torn record at its end is cut off when it is opened to be written.

    Others may read it while the writer adds to it, or gives the file another name: it is read by its handle,
    and what they ask of all records is not asked by going through them.
    """

    def __init__(self, path: Path, base: str, writable: bool = True) -> None:
        self._path = path
        self._places: dict[int, int] = {}
        self._first = self._last = 0
        self._bulk, self._bulk_until = 0, 0
        self._writable = writable
        flags = os.O_CREAT | os.O_RDWR | os.O_APPEND if writable else os.O_RDONLY
        self._fd = os.open(path, flags, 0o600)
        self._end = self._begin(_MAGIC + base.encode() + b"\n")
        self._index()

    @property
    def path(self) -> Path:
        """Returns the file."""
        return self._path

    @property
    def end(self) -> int:
        """Returns the length of the whole records and what stands before them, in bytes."""
        return self._end

    @property
    def first(self) -> int:
        """Returns the sequence number of the first record, 0 if there is none."""
        return self._first

    def bulk(self) -> int:
        """Returns the last record that holds no quads, 0 if all do; each record is looked at once."""
        last = self._last
        for number in range(max(self._first, self._bulk_until + 1), last + 1):
            if number in self._places and self._told(number)["bulk"]:
                self._bulk = number
        self._bulk_until = last
        return self._bulk

    def holds(self, sequence: int) -> bool:
        """Says whether the record is in this file."""
        return sequence in self._places

    @property
    def last(self) -> int:
        """Returns the sequence number of the last record, 0 if there is none."""
        return self._last

    def append(self, *framed: Framed) -> None:
        """Adds the framed records; all are on the disk when this returns, or the journal is as before.

        Raises StoreFull where the disk has no room.
        """
        try:
            self._write(chain.from_iterable(each.parts() for each in framed))
        except OSError as error:
            os.ftruncate(self._fd, self._end)
            raise unwritten("store-write-failed", os_cause(error), path=str(self._path)) from error
        for each in framed:
            self._note(each.sequence, self._end + each.size)

    def _write(self, parts: Iterable[bytes]) -> None:
        for part in parts:
            left = memoryview(part)
            while left:  # the system takes two gigabytes at a time
                written = os.write(self._fd, left)
                if not written:
                    raise OSError(errno.ENOSPC, "No space left on device")
                left = left[written:]
        os.fdatasync(self._fd)

    def drop_last(self) -> None:
        """Takes back the last record."""
        _, self._end = self._places.popitem()
        self._last = self._last - 1 if self._places else 0
        self._first = self._first if self._places else 0
        self._bulk, self._bulk_until = 0, 0
        os.ftruncate(self._fd, self._end)
        os.fdatasync(self._fd)

    def rename(self, path: Path) -> None:
        """Gives the file another name."""
        self._path.rename(path)
        self._path = path

    def _note(self, sequence: int, end: int) -> None:
        self._places[sequence], self._end = self._end, end
        self._first = self._first or sequence
        self._last = sequence

    def read(self, sequence: int) -> Record | None:
        """Returns one record, None if the journal holds none of that number."""
        if sequence not in self._places:
            return None
        place = self._places[sequence] + HEAD.size
        length, _, _ = HEAD.unpack(os.pread(self._fd, HEAD.size, place - HEAD.size))
        return unpacked(sequence, b"".join(self._bytes(place, place + length)))

    def about(self, sequence: int) -> About | None:
        """Returns what one record is about, without reading its quads."""
        if sequence not in self._places:
            return None
        about: About = self._told(sequence)["about"]
        return about

    def names(self, sequence: int, *names: str) -> bool:
        """Says whether the quads of a record name any of the IRIs, looked for as they are written."""
        wanted, tail = sought(names), b""
        for chunk in self._bytes(*self._quads_of(sequence)):
            if wanted.is_in(tail + chunk):
                return True
            tail = chunk[-wanted.longest :]
        return False

    def holds_quads(self, sequence: int) -> bool:
        """Says whether the record is in this file with its quads."""
        return sequence in self._places and not self._told(sequence)["bulk"]

    def pile(self, sequence: int) -> Pile | None:
        """Returns the quads of a long record that only adds, to be taken in as they are; None for others."""
        told, (place, end) = self._told(sequence), self._quads_of(sequence)
        if told["removed"] or told["bulk"] or end - place < _LONG:
            return None
        pile = Pile(self._path.parent)
        for chunk in self._bytes(place, end):
            pile.add(chunk, chunk.count(b"\n"))
        return pile

    def lines(self, sequence: int) -> Iterator[bytes]:
        """Yields the quads of a record that are in no batch, as N-Quads; nothing is parsed."""
        places = self._batches_of(sequence)
        start, end = self._quads_of(sequence)
        yield from self._lines(start, places[0] if places else end)
        yield from self._lines(places[-1], end) if places else ()

    def batches(self, sequence: int) -> Iterator[Told]:
        """Yields the batches of a record; older records do not say which runs of lines they are."""
        places = list(pairwise(self._batches_of(sequence)))
        runs = (self._told(sequence).get("runs") if places else None) or repeat(())
        for (start, end), own in zip(places, runs, strict=False):
            yield Told(b"".join(self._bytes(start, end)), own)

    def _batches_of(self, sequence: int) -> list[int]:
        """Returns where each batch of a record begins, and where the last one ends."""
        told = self._told(sequence) if sequence in self._places else {}
        first = self._quads_of(sequence)[0] + told.get("removed", 0)
        lengths = told.get("batches", ())
        return list(accumulate(lengths, initial=first)) if lengths else []

    def _lines(self, start: int, end: int) -> Iterator[bytes]:
        tail = b""
        for chunk in self._bytes(start, end):
            *whole, tail = (tail + chunk).split(b"\n")
            yield from whole
        if tail:
            yield tail

    def _bytes(self, place: int, end: int) -> Iterator[bytes]:
        """Yields what stands between two places, a mebibyte at a time."""
        while place < end and (chunk := os.pread(self._fd, min(_MEBIBYTE, end - place), place)):
            yield chunk
            place += len(chunk)

    def weight(self, sequence: int) -> int:
        """Returns the length of a record's quads in bytes, 0 if there is none of that number."""
        place, end = self._quads_of(sequence)
        return end - place

    def _quads_of(self, sequence: int) -> tuple[int, int]:
        """Returns where the quads of a record begin and end in the file."""
        if sequence not in self._places:
            return 0, 0
        place = self._places[sequence] + HEAD.size
        length, _, _ = HEAD.unpack(os.pread(self._fd, HEAD.size, place - HEAD.size))
        return place + len(self._line(place)), place + length

    def _told(self, sequence: int) -> dict[str, Any]:
        """Returns the line of JSON of a record, which says what it is about and holds."""
        told: dict[str, Any] = json.loads(self._line(self._places[sequence] + HEAD.size))
        return told

    def _line(self, place: int) -> bytes:
        """Returns what stands from a place to the end of its line."""
        if self._fd == _CLOSED:
            with self._path.open("rb") as file:
                file.seek(place)
                return file.readline()
        line, size = b"", _LINE
        while chunk := os.pread(self._fd, size, place + len(line)):
            line += chunk
            if b"\n" in chunk:
                return line[: line.index(b"\n") + 1]
            size *= 2
        return line

    def close(self) -> None:
        """Releases the file; what a record is about can still be asked, as of a store that is closed."""
        os.close(self._fd)
        self._fd = _CLOSED

    def _begin(self, header: bytes) -> int:
        """Writes the header of a new file, or of one whose header was torn, and returns its length."""
        size = os.fstat(self._fd).st_size
        if size < len(header) and not self._writable:
            raise self._damaged(0)
        if size < len(header):
            os.ftruncate(self._fd, 0)
            self._write((header,))
            sync_directory(self._path.parent)
        elif os.pread(self._fd, len(header), 0) != header:
            raise self._damaged(0)
        return len(header)

    def _index(self) -> None:
        """Notes where each record begins and cuts a torn one off the end."""
        size = os.fstat(self._fd).st_size
        with self._path.open("rb") as file:
            file.seek(self._end)
            while self._end < size and (sequence := _checked(file)):
                if self._places and sequence != self.last + 1:
                    raise self._damaged(sequence)
                self._note(sequence, file.tell())
            if self._end < size and not (self._writable and _is_torn(file, self._end, size)):
                raise self._damaged(self.last + 1)
        if self._writable:
            os.ftruncate(self._fd, self._end)

    def _damaged(self, sequence: int) -> StoreProblem:
        return StoreProblem("store-journal-damaged", path=str(self._path), sequence=sequence)


def _checked(file: IO[bytes]) -> int:
    """Returns the sequence number of the record that begins here, 0 if it is not whole."""
    head = file.read(HEAD.size)
    if len(head) < HEAD.size:
        return 0
    length, told, sequence = HEAD.unpack(head)
    place = file.tell()
    found = checksum(sequence, _read(file, length))
    return sequence if file.tell() - place == length and found == told else 0


def _read(file: IO[bytes], length: int) -> Iterator[bytes]:
    """Yields so many bytes, or as many as there are, a mebibyte at a time."""
    while length and (chunk := file.read(min(length, _MEBIBYTE))):
        yield chunk
        length -= len(chunk)


def _is_torn(file: IO[bytes], place: int, size: int) -> bool:
    """Says whether the broken record at `place` is the last: each is on the disk before the next is begun.

    What follows it can only be the zeros of a file that had grown before its content was written.
    """
    file.seek(place)
    head = file.read(HEAD.size)
    if len(head) < HEAD.size:
        return True
    length = HEAD.unpack(head)[0]
    file.seek(min(size, place + HEAD.size + length))
    return not file.read().strip(b"\0")


def sync_directory(path: Path) -> None:
    """Waits until the names of the files in a directory are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def stored_base(path: Path) -> str | None:
    """Returns the base IRI in a journal's header, None if there is no whole header."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        magic, base = file.readline(), file.readline()
    return base.decode().strip() if magic == _MAGIC and base.endswith(b"\n") else None
