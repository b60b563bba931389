"""Copies of files that go on growing, each on the disk when it is done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

_MEBIBYTE = 1 << 20


class Start:
    """Is the first bytes of a file that goes on growing, held open until it is left.

    A file of the journal gets another name, and another file its own, as soon as it is full: what is copied
    later than its length was read is found by no name.
    """

    def __init__(self, path: Path, length: int) -> None:
        self._name, self._length = path.name, length
        self._file = path.open("rb")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def copy_to(self, directory: Path) -> None:
        """Copies it under its name; the copy is on the disk when this returns."""
        target, left = directory / self._name, self._length
        with target.open("xb") as write:
            while left > 0 and (chunk := self._file.read(min(left, _MEBIBYTE))):
                write.write(chunk)
                left -= len(chunk)
        sync_file(target)


def sync_file(path: Path) -> None:
    """Returns when what was written to a file is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
