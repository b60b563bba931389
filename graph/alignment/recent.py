"""What was computed last, kept for whoever asks for it again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Recent:
    """Remembers so many answers by what asks for them: what was not asked for longest goes first.

    Two threads that ask for the same at once may both compute it, and no harm is done.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._held)

    def remembered(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Returns what was computed under the key, or computes it now."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                known: T = self._held[key]
                return known
        value = compute()
        with self._lock:
            self._held[key] = value
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return value

    def only(self, kind: type[T]) -> list[T]:
        """Forgets all answers but those of a kind, and returns these."""
        with self._lock:
            self._held = OrderedDict(each for each in self._held.items() if isinstance(each[1], kind))
            return list(self._held.values())

    def clear(self) -> None:
        """Forgets all."""
        with self._lock:
            self._held.clear()
