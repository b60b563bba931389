"""How many projects and alignments there are, and what projects lack: counted once, moved on by commits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from threading import Lock
from typing import Protocol

from graph.ledger.status import is_in_force
from graph.ledger.words import ALIGNMENT, CONTRIBUTES_TO, PROJECT, SUPERSEDES, TYPE, WITHDRAWS
from graph.repository.lasting import Recorded, changes_since, is_still
from graph.store.base import Changes
from graph.store.overlay import Overlay, Readable
from graph.terms import NamedNode, Quad, Term, expand, iri

Counts = Mapping[str, int]
# What a project lacks, by the property that would say it.
LACKING = {
    "undated": expand("eurio:startDate"),
    "placeless": expand("dct:spatial"),
    "unfunded": expand("eurio:isFundedBy"),
    "undescribed": expand("dct:description"),
    "unlinked": CONTRIBUTES_TO,
}
_LINKS = ("accepted", "proposed")
_ENDING = (WITHDRAWS, SUPERSEDES)
_TOUCHING = frozenset((TYPE, *LACKING.values()))


class Counted(Readable, Recorded, Protocol):
    """Is a store that can be read, and whose journal can be asked."""


class Tally:
    """Holds some counts of a store as of its last commit.

    `count` counts everything anew, which passes over all projects or alignments: of the names in LACKING,
    `projects`, `alignments` in force, and the links that are `accepted` or `proposed`. A commit is counted by
    what it touches: how that stood before it, and how it stands now.
    """

    def __init__(self, store: Counted, count: Callable[[], Counts]) -> None:
        self._store, self._count = store, count
        self._lock = Lock()
        self._counts: Counts = {}
        self._at = -1

    def counts(self) -> Counts:
        """Returns each count by its name."""
        with self._lock:
            while self._at != (sequence := self._store.sequence):
                counts = self._counted(sequence)
                # What was read while a commit was made may be half of it.
                if is_still(self._store, sequence):
                    self._counts, self._at = counts, sequence
            return self._counts

    def _counted(self, sequence: int) -> Counts:
        changes = changes_since(self._store, self._at, sequence) if self._at >= 0 else None
        if changes is None:
            return self._count()
        moved = Counter(self._counts)
        moved.update(_links(self._store.base, changes.added))
        moved.subtract(_links(self._store.base, changes.removed))
        before = Overlay(self._store, changes.inverse())
        touched: set[Term] = {quad.subject for quad in _touching(changes)}
        touched.update(_ended(self._store, changes.added), _ended(before, changes.removed))
        for node in touched:
            if isinstance(node, NamedNode):
                moved.update(_marks(self._store, node))
                moved.subtract(Counter(_marks(before, node)))
        return {name: moved[name] for name in self._counts}


def _touching(changes: Changes) -> Iterator[Quad]:
    for quad in (*changes.removed, *changes.added):
        if quad.predicate in _TOUCHING:
            yield quad


def _ended(view: Readable, quads: Iterable[Quad]) -> Iterator[Term]:
    """Yields the alignments whose end quads tell, be it that the event that ended one is withdrawn itself."""
    for quad in quads:
        if quad.predicate in _ENDING:
            yield quad.object
            if isinstance(quad.object, NamedNode):
                for name in _ENDING:
                    yield from (each.object for each in view.quads(quad.object, name))


def _marks(view: Readable, node: NamedNode) -> Iterator[str]:
    """Yields the names of the counts in which a thing is."""
    if any(view.quads(node, TYPE, ALIGNMENT)) and is_in_force(view, node):
        yield "alignments"
    if any(view.quads(node, TYPE, PROJECT)):
        yield "projects"
        yield from (name for name, lacked in LACKING.items() if not any(view.quads(node, lacked)))


def _links(base: str, quads: Iterable[Quad]) -> Counter[str]:
    """Returns how many of the quads are of each derived graph of links."""
    graphs = {str(iri(f"{base}graph/derived/{name}")): name for name in _LINKS}
    found = (graphs.get(str(quad.graph_name)) for quad in quads if quad.predicate == CONTRIBUTES_TO)
    return Counter(name for name in found if name)
