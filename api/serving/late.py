"""Workers that start with the first job, since their libraries take longer to import than most commands."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from graph.isolation import JobPool, Occupied

P = TypeVar("P", bound="JobPool")


class Late(Generic[P]):
    """Makes a pool of workers when it is first asked for; any number of threads may ask at once."""

    def __init__(self, make: Callable[[], P]) -> None:
        self._make = make
        self._lock = Lock()
        self._pool: P | None = None

    @property
    def pool(self) -> P:
        """Returns the pool."""
        with self._lock:
            if self._pool is None:
                self._pool = self._make()
            return self._pool

    @property
    def occupied(self) -> Occupied | None:
        """Returns what the workers do, None where no job has come yet."""
        return None if self._pool is None else self._pool.occupied

    def close(self) -> None:
        """Ends the workers."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()
