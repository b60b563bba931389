"""Small files beside the store: each whole or not at all, and on the disk before it is acknowledged."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from graph.store.segment import sync_directory
from graph.store.space import LEAST_FREE, Floor


class Beside:
    """Holds the files of one folder beside a store, by key; a store in memory keeps none.

    What fails raises OSError, which whoever owns the files tells in words; a full disk raises NoSpace.
    """

    def __init__(self, place: str, name: str, least_free: int = LEAST_FREE) -> None:
        self.folder = None if place == "memory:" else Path(place) / name
        self._floor = Floor(Path(place), least_free)

    def paths(self) -> Iterator[Path]:
        """Yields the files, each called by its key."""
        yield from self.folder.glob("*.json") if self.folder else ()

    def write(self, key: str, content: bytes) -> None:
        """Puts content in the place of what the file held, or makes it."""
        if self.folder is None:
            return
        self._floor.check(len(content))
        made = self.folder / f".{key}"
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            made.replace(self.folder / f"{key}.json")
            sync_directory(self.folder)
            sync_directory(self.folder.parent)
        except OSError:
            with suppress(OSError):
                made.unlink(missing_ok=True)
            raise

    def remove(self, key: str) -> None:
        """Forgets a file; one that is gone already is no error."""
        if self.folder is not None:
            (self.folder / f"{key}.json").unlink(missing_ok=True)
            sync_directory(self.folder)
