"""What reads the files that strangers send, made with the first one: its imports are no part of a start."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING

from api.settings import Settings
from graph.isolation import Occupied

if TYPE_CHECKING:
    from graph.importers.isolated import IsolatedFiles


class Files:
    """Gives what reads files in worker processes, as the settings say."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._isolated: IsolatedFiles | None = None

    @property
    def isolated(self) -> IsolatedFiles:
        """Returns the reader."""
        with self._lock:
            if self._isolated is None:
                self._isolated = self._made()
            return self._isolated

    @property
    def occupied(self) -> Occupied | None:
        """Returns what the workers do, None where no file has come yet."""
        return None if self._isolated is None else self._isolated.occupied

    def close(self) -> None:
        """Ends the workers."""
        with self._lock:
            if self._isolated is not None:
                self._isolated.close()

    def _made(self) -> IsolatedFiles:
        from graph.importers.isolated import IsolatedFiles
        from graph.isolation.files import FILES

        settings = self._settings
        costs = replace(FILES, seconds=settings.import_seconds, memory=settings.import_memory_bytes)
        return IsolatedFiles(costs)
