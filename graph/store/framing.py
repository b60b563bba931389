"""A record of the journal as bytes: a head with its length and checksum, a line of JSON, its quads."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from graph.store.base import Changes, Record
from graph.store.piling import Pile, lines_of, quads_of

HEAD = struct.Struct("<IIQ")


@dataclass(frozen=True, slots=True)
class Framed:
    """Is a record as it stands in the file; what lies in a pile is read when it is written."""

    sequence: int
    size: int
    start: bytes
    pile: Pile | None = None

    def parts(self) -> Iterator[bytes]:
        """Yields the bytes of the record."""
        yield self.start
        yield from self.pile.chunks() if self.pile else ()


def framed_record(record: Record, pile: Pile | None = None) -> Framed:
    """Returns a record as it stands in the file; the quads of the pile are added too."""
    removed, added = (lines_of(quads) for quads in (record.changes.removed, record.changes.added))
    piled = pile.size if pile else 0
    facts: dict[str, Any] = {
        "about": dict(record.about),
        "bulk": record.is_bulk,
        "removed": len(removed),
        "added": len(added) + piled,
    }
    if pile and pile.batches:
        facts |= {"batches": pile.batches, "runs": pile.runs}
    body = (json.dumps(facts, ensure_ascii=False).encode() + b"\n", removed, added)
    size = sum(map(len, body)) + piled
    told = checksum(record.sequence, chain(body, pile.chunks() if pile else ()))
    head = HEAD.pack(size, told, record.sequence)
    return Framed(record.sequence, HEAD.size + size, b"".join((head, *body)), pile)


def unpacked(sequence: int, body: bytes) -> Record:
    """Returns the record of a body."""
    line, _, quads = body.partition(b"\n")
    facts = json.loads(line)
    parts = quads[: facts["removed"]], quads[facts["removed"] :]
    removed, added = (frozenset(quads_of(lines)) for lines in parts)
    return Record(sequence, Changes(removed, added), facts["about"], facts["bulk"])


def checksum(sequence: int, body: Iterable[bytes]) -> int:
    """Returns the checksum of a body in parts."""
    value = sequence & 0xFFFFFFFF
    for part in body:
        value = zlib.crc32(part, value)
    return value
