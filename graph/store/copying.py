"""Copies of files that go on growing, each on the disk when it is done."""

from __future__ import annotations

import os
from pathlib import Path

_MEBIBYTE = 1 << 20


def copy_start(source: Path, target: Path, length: int) -> None:
    """Copies the first bytes of a file; the copy is on the disk when this returns."""
    with source.open("rb") as read, target.open("wb") as write:
        while length > 0 and (chunk := read.read(min(length, _MEBIBYTE))):
            write.write(chunk)
            length -= len(chunk)
    sync_file(target)


def sync_file(path: Path) -> None:
    """Returns when what was written to a file is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
