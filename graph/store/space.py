"""The floor of free space: writes are refused before the disk is full, when an engine would break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.errors import Cause, StoreFull, StoreProblem

LEAST_FREE = 268_435_456
_COPIES = 4  # the journal, the engine's log, the table that it becomes, and the merging of tables


def free_bytes(path: Path) -> int:
    """Returns how many bytes this user may still write to the disk of a path."""
    return shutil.disk_usage(path).free


def unwritten(
    key: str, why: Cause, *, path: str, otherwise: type[StoreProblem] = StoreProblem
) -> StoreProblem:
    """Returns what is told of a write that failed: StoreFull where the disk was full."""
    return (StoreFull if why.key == "os-full" else otherwise)(key, why=why, path=path)


@dataclass(slots=True)
class Floor:
    """Keeps `least` bytes free on the disk of `path`; it is asked at each write, so nothing has to be reset.

    >>> Floor(Path("."), 10, free=lambda _: 100).check(10)
    """

    path: Path
    least: int = LEAST_FREE
    free: Callable[[Path], int] = free_bytes

    def check(self, size: int) -> None:
        """Raises StoreFull if a write of so many bytes would go below the floor."""
        left = self.free(self.path) - _COPIES * size
        if left < self.least:
            raise StoreFull(
                "store-full", path=str(self.path), free=max(left, 0) >> 20, least=self.least >> 20
            )

    def check_copy(self, place: Path, size: int, key: str = "backup-full") -> None:
        """Raises StoreFull if a copy of so many bytes at a place on this disk would go below the floor.

        `key` is what it is told by; by default that of a backup.
        """
        if _nearest(place).stat().st_dev != self.path.stat().st_dev:
            return
        left = self.free(self.path) - size
        if left < self.least:
            raise StoreFull(
                key,
                path=str(place),
                size=size >> 20,
                free=max(left, 0) >> 20,
                least=self.least >> 20,
            )


def _nearest(place: Path) -> Path:
    """Returns the directory that is there in which a place is, or is going to be."""
    return next(each for each in (place, *place.absolute().parents) if each.exists())
