"""One file of the journal: a header (the base IRI), then records.

A record is length u32, crc32 u32, sequence u64 (little-endian), a line of JSON, then the removed and the
added quads in N-Quads. Each is on the disk before the next is begun.
"""

from __future__ import annotations

import errno
import json
import os
import struct
import zlib
from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from graph.causes import os_cause
from graph.errors import StoreFull, StoreProblem
from graph.store.base import About, Changes, Record
from graph.store.sought import sought
from graph.terms import Quad

_HEAD = struct.Struct("<IIQ")
_MAGIC = b"policygraph journal 1\n"
_MEBIBYTE = 1 << 20


class Segment:
    """Is one file of the journal; a torn record at its end is cut off when it is opened to be written."""

    def __init__(self, path: Path, base: str, writable: bool = True) -> None:
        self._path = path
        self._places: dict[int, int] = {}
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
        return next(iter(self._places), 0)

    def bulk(self) -> int:
        """Returns the last record that holds no quads, 0 if all do."""
        return max((number for number in self._places if self._told(number)["bulk"]), default=0)

    def holds(self, sequence: int) -> bool:
        """Says whether the record is in this file."""
        return sequence in self._places

    @property
    def last(self) -> int:
        """Returns the sequence number of the last record, 0 if there is none."""
        return next(reversed(self._places), 0)

    def append(self, framed: bytes, sequence: int) -> None:
        """Adds the framed record; it is on the disk when this returns, or the journal is as before.

        Raises StoreFull where the disk has no room.
        """
        try:
            self._write(framed)
        except OSError as error:
            os.ftruncate(self._fd, self._end)
            kind = StoreFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else StoreProblem
            raise kind("store-write-failed", path=str(self._path), why=os_cause(error)) from error
        self._places[sequence] = self._end
        self._end += len(framed)

    def _write(self, framed: bytes) -> None:
        if os.write(self._fd, framed) != len(framed):
            raise OSError(errno.ENOSPC, "No space left on device")
        os.fdatasync(self._fd)

    def drop_last(self) -> None:
        """Takes back the last record."""
        _, self._end = self._places.popitem()
        os.ftruncate(self._fd, self._end)
        os.fdatasync(self._fd)

    def read(self, sequence: int) -> Record | None:
        """Returns one record, None if the journal holds none of that number."""
        if sequence not in self._places:
            return None
        place = self._places[sequence]
        length, _, _ = _HEAD.unpack(os.pread(self._fd, _HEAD.size, place))
        return _unpacked(sequence, os.pread(self._fd, length, place + _HEAD.size))

    def about(self, sequence: int) -> About | None:
        """Returns what one record is about, without reading its quads."""
        if sequence not in self._places:
            return None
        about: About = self._told(sequence)["about"]
        return about

    def names(self, sequence: int, *names: str) -> bool:
        """Says whether the quads of a record name any of the IRIs, looked for as they are written."""
        wanted, tail = sought(names), b""
        place, end = self._quads_of(sequence)
        while place < end:
            chunk = os.pread(self._fd, min(_MEBIBYTE, end - place), place)
            if not chunk or wanted.is_in(tail + chunk):
                return bool(chunk)
            tail, place = chunk[-wanted.longest :], place + len(chunk)
        return False

    def weight(self, sequence: int) -> int:
        """Returns the length of a record's quads in bytes, 0 if there is none of that number."""
        place, end = self._quads_of(sequence)
        return end - place

    def _quads_of(self, sequence: int) -> tuple[int, int]:
        """Returns where the quads of a record begin and end in the file."""
        if sequence not in self._places:
            return 0, 0
        place = self._places[sequence] + _HEAD.size
        length, _, _ = _HEAD.unpack(os.pread(self._fd, _HEAD.size, place - _HEAD.size))
        with self._path.open("rb") as file:
            file.seek(place)
            return place + len(file.readline()), place + length

    def _told(self, sequence: int) -> dict[str, Any]:
        """Returns the line of JSON of a record, which says what it is about and holds."""
        with self._path.open("rb") as file:
            file.seek(self._places[sequence] + _HEAD.size)
            told: dict[str, Any] = json.loads(file.readline())
        return told

    def close(self) -> None:
        """Releases the file."""
        os.close(self._fd)

    def _begin(self, header: bytes) -> int:
        """Writes the header of a new file, or of one whose header was torn, and returns its length."""
        size = os.fstat(self._fd).st_size
        if size < len(header) and not self._writable:
            raise self._damaged(0)
        if size < len(header):
            os.ftruncate(self._fd, 0)
            self._write(header)
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
                self._places[sequence], self._end = self._end, file.tell()
            if self._end < size and not (self._writable and _is_torn(file, self._end, size)):
                raise self._damaged(self.last + 1)
        if self._writable:
            os.ftruncate(self._fd, self._end)

    def _damaged(self, sequence: int) -> StoreProblem:
        return StoreProblem("store-journal-damaged", path=str(self._path), sequence=sequence)


def _checked(file: IO[bytes]) -> int:
    """Returns the sequence number of the record that begins here, 0 if it is not whole."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return 0
    length, checksum, sequence = _HEAD.unpack(head)
    body = file.read(length)
    return sequence if len(body) == length and _checksum(sequence, body) == checksum else 0


def _is_torn(file: IO[bytes], place: int, size: int) -> bool:
    """Says whether the broken record at `place` is the last: each is on the disk before the next is begun.

    What follows it can only be the zeros of a file that had grown before its content was written.
    """
    file.seek(place)
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return True
    length = _HEAD.unpack(head)[0]
    file.seek(min(size, place + _HEAD.size + length))
    return not file.read().strip(b"\0")


def _checksum(sequence: int, *body: bytes) -> int:
    """Returns the checksum of a body, whole or in parts."""
    return reduce(lambda value, part: zlib.crc32(part, value), body, sequence & 0xFFFFFFFF)


def framed_record(record: Record) -> bytes:
    """Returns a record as it stands in the file."""
    removed, added = (_lines(quads) for quads in (record.changes.removed, record.changes.added))
    facts = {
        "about": dict(record.about),
        "bulk": record.is_bulk,
        "removed": len(removed),
        "added": len(added),
    }
    body = (json.dumps(facts, ensure_ascii=False).encode() + b"\n", removed, added)
    head = _HEAD.pack(sum(map(len, body)), _checksum(record.sequence, *body), record.sequence)
    return b"".join((head, *body))


def _unpacked(sequence: int, body: bytes) -> Record:
    line, _, quads = body.partition(b"\n")
    facts = json.loads(line)
    removed, added = _quads(quads[: facts["removed"]]), _quads(quads[facts["removed"] :])
    return Record(sequence, Changes(removed, added), facts["about"], facts["bulk"])


def _lines(quads: Iterable[Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _quads(lines: bytes) -> frozenset[Quad]:
    return frozenset(ox.parse(lines, ox.RdfFormat.N_QUADS))


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
