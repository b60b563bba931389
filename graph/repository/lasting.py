"""What only some commits can change is remembered across the others, which are most of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Protocol, TypeVar

from graph.store.base import About, Changes, Record, told_size
from graph.terms import Quad

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
                known: T = self._memory[key]
                return known
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
        if self._memory:
            changes = changes_since(self._store, self._at, sequence)
            if changes is None or self._moves(changes):
                self._memory.clear()
        self._at = sequence


def is_still(store: Recorded, sequence: int) -> bool:
    """Says whether a store is as a commit left it, and was so all the while if it was when that was asked.

    The journal has a commit before the store has its quads, and the store those before its number: by the
    number alone, what was read in between would be taken for what was before.
    """
    return store.sequence == sequence and store.about(sequence + 1) is None


def changes_since(store: Recorded, at: int, sequence: int) -> Changes | None:
    """Returns what the commits after one, up to another, amount to together.

    None where it is quicker to read anew than to look at that, or where the journal does not say.
    """
    if not 0 <= sequence - at <= FAR:
        return None
    removed: set[Quad] = set()
    added: set[Quad] = set()
    for commit in range(at + 1, sequence + 1):
        record = None if told_size(store.about(commit)) > LARGE else store.recorded(commit)
        if record is None or record.is_bulk:
            return None
        gone, come = record.changes.removed, record.changes.added
        removed, added = removed | (gone - added), added - gone
        removed, added = removed - come, added | (come - removed)
    return Changes(frozenset(removed), frozenset(added))
