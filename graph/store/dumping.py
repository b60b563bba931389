"""Writes a copy of the database as one compressed N-Quads file, in a process of its own.

`python -m graph.store.dumping COPY FILE` writes FILE and prints what it holds as a line of JSON: the engine
keeps Python's lock while it writes, so in the server it would stop every answer for seconds.
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


def dumped(copy: Path, target: Path) -> dict[str, str | int]:
    """Writes the database in a directory to a file, and returns the sizes and sums of file and content."""
    with target.open("wb") as file:
        outer = _Counted(file)
        with gzip.GzipFile("", "wb", _LEVEL, cast(IO[bytes], outer), mtime=0) as packed:
            inner = _Counted(cast(IO[bytes], packed))
            with io.BufferedWriter(inner, _BUFFER) as output:
                ox.Store.read_only(str(copy)).dump(output, ox.RdfFormat.N_QUADS)
        file.flush()
        os.fsync(file.fileno())
    return {
        "quads": inner.lines,
        "bytes": outer.size,
        "sha256": outer.sum.hexdigest(),
        "content_bytes": inner.size,
        "content_sha256": inner.sum.hexdigest(),
    }


if __name__ == "__main__":
    os.nice(_NICE)
    json.dump(dumped(Path(sys.argv[1]), Path(sys.argv[2])), sys.stdout)
