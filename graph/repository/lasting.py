"""What only some commits can change is remembered across the others, which are most of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Protocol, TypeVar

from graph.store.base import About, Changes, Record

T = TypeVar("T")
# Commits, and quads of one commit, beyond which it is quicker to read anew than to look at what they changed.
FAR = 100
LARGE = 5_000


class Recorded(Protocol):
    """Is a store whose journal can be asked."""

    @property
    def sequence(self) -> int:
        """Returns the number of the last commit."""

    def recorded(self, sequence: int) -> Record | None:
        """Returns what the journal holds of a commit, None if it holds nothing."""

    def about(self, sequence: int) -> About | None:
        """Returns what a commit was told to be about, None if the journal does not hold it."""


class Lasting:
    """Remembers what was computed until a commit changes what it was computed from.

    `moves` says whether changes do that, in a store that has taken them; where it cannot tell it says yes. A
    commit of which the journal does not say what it changed changes everything.
    """

    def __init__(self, store: Recorded, moves: Callable[[Changes], bool]) -> None:
        self._store, self._moves = store, moves
        self._memory: dict[Hashable, Any] = {}
        self._at = store.sequence
        self._lock = Lock()

    def remembered(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Returns what was computed under the key and still holds, or computes it now."""
        with self._lock:
            self._catch_up()
            if key in self._memory:
                return self._memory[key]  # type: ignore[no-any-return]
            at = self._at
        value = compute()
        with self._lock:
            # What was read while a commit was made may be half of it.
            if self._at == at == self._store.sequence:
                self._memory[key] = value
        return value

    def _catch_up(self) -> None:
        """Forgets everything if a commit since the last time has changed it."""
        sequence = self._store.sequence
        if self._at == sequence:
            return
        commits = range(self._at + 1, sequence + 1)
        if self._memory and (len(commits) > FAR or any(map(self._is_moved_by, commits))):
            self._memory.clear()
        self._at = sequence

    def _is_moved_by(self, commit: int) -> bool:
        told = self._store.about(commit) or {}
        if sum(int(told.get(name) or 0) for name in ("added", "removed")) > LARGE:
            return True
        record = self._store.recorded(commit)
        return record is None or record.is_bulk or self._moves(record.changes)
