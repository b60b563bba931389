"""Quads given to the engine's bulk loader no faster than it writes them, or it holds millions at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import IO

BULK_FILES = "bulk-*.sst"
# The loader gathers so many quads and hands them to a thread, which writes so many files of them: their
# words, their graphs, and six orders. Meanwhile it gathers the next ones, and has no setting for either.
AT_ONCE, FILES = 1_000_000, 8
_PATIENCE, _GLANCE = 60.0, 0.05


class Paced:
    """Is a file of N-Quads that is read on only when all but the last few quads before are in files.

    `files` is where the engine writes. How much it holds at once is all that hangs on this: where its files
    are not as they are expected, and nothing about them changes for `patience` seconds, it reads on.
    """

    def __init__(self, quads: IO[bytes], files: Path, patience: float = _PATIENCE) -> None:
        self._quads, self._files, self._patience = quads, files, patience
        self._left = sum(1 for _ in self._sizes())
        self._lines = self._awaited = 0

    def read(self, size: int = -1) -> bytes:
        """Returns the next bytes, at most so many, none at the end."""
        gathered = self._lines // AT_ONCE
        if gathered > self._awaited:
            self._awaited = gathered
            self._wait_for(self._left + gathered * FILES)
        chunk = self._quads.read(size)
        self._lines += chunk.count(b"\n")
        return chunk

    def _wait_for(self, wanted: int) -> None:
        before: list[int] = []
        until = monotonic() + self._patience
        while len(sizes := list(self._sizes())) < wanted and monotonic() < until:
            if sizes != before:
                before, until = sizes, monotonic() + self._patience
            sleep(_GLANCE)

    def _sizes(self) -> Iterator[int]:
        return (each.stat().st_size for each in sorted(self._files.glob(BULK_FILES)))
