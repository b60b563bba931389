"""What was read of each commit is kept: a commit never changes, and only its numbers are held."""

from __future__ import annotations

from threading import Lock

from graph.since.parts import Part, parts_of
from graph.store import Store

# Commits kept, and bytes of the journal read for one question before it says that it has not read all.
MOST_COMMITS = 20_000
MOST_BYTES = 1 << 28


class Kept:
    """Takes commits to pieces, each once; two that ask at the same time wait for each other."""

    def __init__(self, store: Store, most: int = MOST_BYTES) -> None:
        self._store = store
        self._most = most
        self._parts: dict[int, tuple[Part, ...] | None] = {}
        self._lock = Lock()

    def budget(self) -> Budget:
        """Returns what one question may read anew."""
        return Budget(self, self._most)

    def weight(self, sequence: int) -> int:
        """Returns how many bytes there are to read of a commit, 0 for one that was read."""
        return 0 if sequence in self._parts else self._store.weight(sequence)

    def parts(self, sequence: int) -> tuple[Part, ...] | None:
        """Returns what a commit did, None where the journal holds too little of it, or too much."""
        with self._lock:
            if sequence not in self._parts:
                self._parts[sequence] = parts_of(self._store, sequence)
                if len(self._parts) > MOST_COMMITS:
                    del self._parts[next(iter(self._parts))]
            return self._parts[sequence]


class Budget:
    """Lets one question read so many bytes of commits that nobody asked about before, one commit at least."""

    def __init__(self, kept: Kept, most: int) -> None:
        self._kept = kept
        self._left = most

    def allows(self, sequence: int) -> bool:
        """Says whether a commit may be read, and counts it."""
        if self._left <= 0:
            return self._kept.weight(sequence) == 0
        self._left -= self._kept.weight(sequence)
        return True
