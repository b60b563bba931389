"""How much the dataset holds: each count made once, then moved on by what commits change."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from graph.ledger.words import TYPE
from graph.repository.lasting import changes_since, is_still
from graph.repository.tally import Counted, Counts
from graph.store.base import Changes
from graph.store.overlay import Overlay, Readable
from graph.terms import NamedNode, Quad

PATIENCE = 2.0
"""In seconds: how long anybody waits while another one's counts are made."""
UNTIL_FRESH = 1.1
"""In seconds: within one, workers answer from a copy that holds the last commit."""
_MOMENT = 0.005

Ask = Callable[[str], tuple[int, Counts | None]]
"""Returns what a lookup (`dataset-…`) counts, by IRI, and of which commit; None where it is too much."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Is statements by graph and by property, and things by class, each by IRI, as of a commit."""

    sequence: int
    graphs: Counts
    properties: Counts
    classes: Counts

    @property
    def triples(self) -> int:
        """Returns how many statements the dataset holds, each once for each graph that states it."""
        return sum(self.graphs.values())


class Extents:
    """Holds how much a store holds as of its last commit.

    Counting reads all of the graph, which is left to whoever is asked by `ask`; a commit is counted by what
    it changes. Only where many commits, or a large one, have come since is all of it counted anew.
    """

    def __init__(self, store: Counted) -> None:
        self._store = store
        self._parts: dict[str, tuple[int, Counts | None]] = {}
        self._lock = Lock()

    def now(self, ask: Ask) -> Extent | None:
        """Returns the counts; None where they are too much, or are made for somebody else at the moment."""
        with _had(self._lock) as is_ours:
            if not is_ours:
                return None
            self._ask(ask)
            return self._settled()

    def _ask(self, ask: Ask) -> None:
        """Has counted what cannot be moved on; once more where the answer was of a copy that is too old."""
        for wait in (0.0, UNTIL_FRESH):
            sequence = self._store.sequence
            lacking = [name for name in _MOVES if self._changes(name, sequence) is None]
            if not lacking:
                break
            time.sleep(wait)
            self._parts |= {name: ask(f"dataset-{name}") for name in lacking}

    def _changes(self, name: str, sequence: int) -> Changes | None:
        """Returns what has changed since something was counted, None where it has to be counted anew."""
        if name not in self._parts:
            return None
        return changes_since(self._store, self._parts[name][0], sequence)

    def _settled(self) -> Extent | None:
        """Returns all counts as of one commit: what was read while another was made may be half of that."""
        while True:
            sequence = self._store.sequence
            moved = {name: self._moved(name, sequence) for name in _MOVES}
            found = {name: counts for name, counts in moved.items() if counts is not None}
            if len(found) < len(moved):
                return None
            if is_still(self._store, sequence):
                self._parts = {name: (sequence, counts) for name, counts in found.items()}
                return Extent(sequence, **found)
            time.sleep(_MOMENT)

    def _moved(self, name: str, sequence: int) -> Counts | None:
        changes, counts = self._changes(name, sequence), self._parts[name][1]
        if changes is None or counts is None:
            return None
        moved = Counter(counts)
        moved.update(_MOVES[name](self._store, changes.added, changes))
        moved.subtract(_MOVES[name](Overlay(self._store, changes.inverse()), changes.removed, changes))
        return {each: number for each, number in sorted(moved.items()) if number}


@contextmanager
def _had(lock: Lock) -> Iterator[bool]:
    """Says whether a lock is had in time, and gives it back."""
    is_ours = lock.acquire(timeout=PATIENCE)
    try:
        yield is_ours
    finally:
        if is_ours:
            lock.release()


def _graphs(_: Readable, moved: Iterable[Quad], __: Changes) -> Iterator[str]:
    yield from (quad.graph_name.value for quad in moved if isinstance(quad.graph_name, NamedNode))


def _properties(_: Readable, moved: Iterable[Quad], __: Changes) -> Iterator[str]:
    yield from (quad.predicate.value for quad in moved if isinstance(quad.graph_name, NamedNode))


def _classes(view: Readable, _: Iterable[Quad], changes: Changes) -> Iterator[str]:
    """Yields the class of each thing that has it in a view, whichever graphs say so, where that changed."""
    touched = {(q.subject, q.object) for q in (*changes.removed, *changes.added) if q.predicate == TYPE}
    for thing, kind in touched:
        if (
            isinstance(thing, NamedNode)
            and isinstance(kind, NamedNode)
            and any(view.quads(thing, TYPE, kind))
        ):
            yield kind.value


_MOVES: Mapping[str, Callable[[Readable, Iterable[Quad], Changes], Iterator[str]]] = {
    "graphs": _graphs,
    "properties": _properties,
    "classes": _classes,
}
"""What is counted, by the lookup that counts it: each yields a name for each one there is, or was."""
