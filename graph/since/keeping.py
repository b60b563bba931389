"""What was read of each commit is kept: a commit never changes, and only its numbers are held."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock
from time import monotonic

from graph.since.gone import Gone
from graph.since.parts import Part, parts_of
from graph.store import Store

# Commits kept; bytes of the journal beyond which a commit is read in the background, and for one question.
MOST_COMMITS = 20_000
LONG = 1 << 25
MOST_BYTES = 1 << 28
PATIENCE = 2.0
Parts = tuple[Part, ...] | None


class Kept:
    """Takes commits to pieces, each once; long ones in a thread of its own, one after the other.

    They are to be asked for from the newest back.
    """

    def __init__(
        self, store: Store, most: int = MOST_BYTES, long: int = LONG, patience: float = PATIENCE
    ) -> None:
        self._store, self._gone = store, Gone(store)
        self._most, self._long, self.patience = most, long, patience
        self._parts: dict[int, Parts] = {}
        self._running: dict[int, Future[None]] = {}
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="since")

    def budget(self) -> Budget:
        """Returns what one question may read anew."""
        return Budget(self, self._most)

    def weight(self, sequence: int) -> int:
        """Returns how many bytes a question has to read of a commit: 0 for one that was read, or is long."""
        weight = 0 if sequence in self._parts else self._store.weight(sequence)
        return weight if weight <= self._long else 0

    def is_there(self, sequence: int, patience: float) -> bool:
        """Says whether a commit was read; a long one is begun, and waited for so many seconds."""
        if sequence not in self._parts and self._store.weight(sequence) > self._long:
            wait([self._begun(sequence)], patience)
            return sequence in self._parts
        return True

    def parts(self, sequence: int) -> Parts:
        """Returns what a commit did, None where the journal holds too little of it, or too much."""
        if sequence not in self._parts:
            self._read(sequence)
        return self._parts[sequence]

    def close(self) -> None:
        """Begins no other reading."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _begun(self, sequence: int) -> Future[None]:
        with self._lock:
            running = self._running.get(sequence)
            if running is None or (running.done() and sequence not in self._parts):
                running = self._running[sequence] = self._worker.submit(self._read, sequence)
            return running

    def _read(self, sequence: int) -> None:
        parts = parts_of(self._store, self._gone, sequence)
        with self._lock:
            self._parts[sequence] = parts
            self._running.pop(sequence, None)
            if len(self._parts) > MOST_COMMITS:
                del self._parts[next(iter(self._parts))]


class Budget:
    """Lets one question read so many bytes of commits that nobody asked about before, one commit at least.

    It waits for long ones only so long, together.
    """

    def __init__(self, kept: Kept, most: int) -> None:
        self._kept = kept
        self._left = most
        self._until = monotonic() + kept.patience

    def allows(self, sequence: int) -> bool:
        """Says whether a commit may be read, and counts it."""
        weight = self._kept.weight(sequence)
        if weight and self._left <= 0:
            return False
        self._left -= weight
        return self._kept.is_there(sequence, max(0.0, self._until - monotonic()))
