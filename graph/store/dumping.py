"""Writes a copy of the database as one compressed N-Quads file, in a process of its own.

`python -m graph.store.dumping COPY FILE SEQUENCE` writes FILE and prints a line of JSON on it: the engine
keeps Python's lock while it writes, so in the server it would stop every answer for seconds. The database is
`COPY/db`; it is led back to commit SEQUENCE where files of a journal lie beside it.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sys
from pathlib import Path
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.store.leading_back import lead_back

JOURNAL = "journal"
_NICE = 10
_LEVEL = 6
_BUFFER = 1 << 20


class _Counted(io.RawIOBase):
    """Passes bytes on, and knows how many they were, how many lines they held, and their SHA-256."""

    def __init__(self, output: IO[bytes]) -> None:
        self._output = output
        self.sum = hashlib.sha256()
        self.size = 0
        self.lines = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._output.write(data)
        self.sum.update(data)
        self.size += len(data)
        self.lines += bytes(data).count(b"\n")
        return len(data)


def dumped(db: ox.Store, target: Path) -> dict[str, str | int]:
    """Writes a database to a file, and returns the sizes and sums of file and content."""
    with target.open("wb") as file:
        outer = _Counted(file)
        with gzip.GzipFile("", "wb", _LEVEL, cast(IO[bytes], outer), mtime=0) as packed:
            inner = _Counted(cast(IO[bytes], packed))
            with io.BufferedWriter(inner, _BUFFER) as output:
                db.dump(output, ox.RdfFormat.N_QUADS)
        file.flush()
        os.fsync(file.fileno())
    return {
        "quads": inner.lines,
        "bytes": outer.size,
        "sha256": outer.sum.hexdigest(),
        "content_bytes": inner.size,
        "content_sha256": inner.sum.hexdigest(),
    }


def _opened(copy: Path, sequence: int) -> ox.Store:
    """Returns the copied database as it was after a commit."""
    if not (copy / JOURNAL).exists():
        return ox.Store.read_only(str(copy / "db"))
    db = ox.Store(str(copy / "db"))
    lead_back(db, copy / JOURNAL, sequence)
    return db


if __name__ == "__main__":
    os.nice(_NICE)
    told = dumped(_opened(Path(sys.argv[1]), int(sys.argv[3])), Path(sys.argv[2]))
    json.dump(told, sys.stdout)
