"""Quads that are too many to be held as objects: as N-Quads in memory, and piled up in a file of no name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

import pyoxigraph as ox

from graph.causes import os_cause
from graph.store.space import unwritten
from graph.terms import Quad

_IN_MEMORY = 1 << 24
_MEBIBYTE = 1 << 20


class Pile:
    """Is quads on their way into a store, each once and in the form that it gives back.

    `batches` are the lengths of its batches, which come first: each tells all that there is to say of its
    things; `runs` are those of the runs of lines that each begins with, see Told. Long ones lie in a file in
    `directory` that has no name: nothing is left of it, whatever happens.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory
        place = str(directory) if directory else None
        self._file = SpooledTemporaryFile(_IN_MEMORY, dir=place)  # noqa: SIM115
        self.batches: list[int] = []
        self.runs: list[Sequence[int]] = []
        self._count = 0
        self._size = 0

    def __len__(self) -> int:
        return self._count

    @property
    def size(self) -> int:
        """Returns how many bytes they are as N-Quads."""
        return self._size

    def add(self, lines: bytes, count: int) -> None:
        """Adds so many quads, a line each; raises StoreFull where the disk has no room for them."""
        try:
            self._file.seek(self._size)
            self._file.write(lines)
        except OSError as error:
            raise unwritten("store-write-failed", os_cause(error), path=str(self._directory)) from error
        self._size += len(lines)
        self._count += count

    def put_batch(self, lines: bytes, count: int, runs: Sequence[int] = ()) -> None:
        """Adds so many quads that tell all of things of which the store holds nothing."""
        self.add(lines, count)
        self.batches.append(len(lines))
        self.runs.append(runs)

    def put(self, quads: Iterable[Quad]) -> None:
        """Adds quads, after all batches."""
        given = tuple(quads)
        self.add(lines_of(given), len(given))

    def chunks(self) -> Iterator[bytes]:
        """Yields the bytes, a mebibyte at a time."""
        self._file.seek(0)
        while chunk := self._file.read(_MEBIBYTE):
            yield chunk

    def opened(self) -> IO[bytes]:
        """Returns the file, to be read from its beginning and by nobody else meanwhile."""
        self._file.flush()
        self._file.seek(0)
        return self._file

    def quads(self) -> Iterator[Quad]:
        """Yields the quads."""
        return quads_of(self.opened())

    def close(self) -> None:
        """Gives the file back."""
        self._file.close()


def lines_of(quads: Iterable[Quad]) -> bytes:
    """Returns quads as N-Quads, as they come."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def quads_of(lines: bytes | IO[bytes]) -> Iterator[Quad]:
    """Yields the quads of N-Quads."""
    return ox.parse(lines, ox.RdfFormat.N_QUADS)
