"""What was found by words, kept until the index moves on: pages, facets and suggestions ask for it again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable

from graph.search.columns import Numbers

MOST_BYTES = 1 << 25  # some 900 words of 4,600 finds each
_OVERHEAD = 1 << 10  # of an array and its key, so that what finds nothing is counted too


class Kept:
    """Keeps arrays by what asks for them, at most so many bytes: what was not asked for longest goes first.

    A key must say all that an answer depends on but the commit: the words, the way, and the graphs read.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._held: OrderedDict[Hashable, Numbers] = OrderedDict()
        self.size = 0

    def __len__(self) -> int:
        return len(self._held)

    def of(self, key: Hashable, find: Callable[[], Numbers]) -> Numbers:
        """Returns the array that is kept for the key, found now if there is none; nobody may write to it."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key]
        found = find()
        found.setflags(write=False)
        if _size(found) <= self._most_bytes:
            self._held[key] = found
            self.size += _size(found)
            self._shrink()
        return found

    def clear(self) -> None:
        """Forgets all."""
        self._held.clear()
        self.size = 0

    def _shrink(self) -> None:
        while self.size > self._most_bytes:
            _, gone = self._held.popitem(last=False)
            self.size -= _size(gone)


def _size(found: Numbers) -> int:
    return found.nbytes + _OVERHEAD
