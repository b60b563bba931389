"""The ledger as it stood at a moment: events recorded later are not seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from graph.ledger.status import Standing, standing_of
from graph.ledger.words import CREATED, REVIEWS, SUPERSEDES, WITHDRAWS
from graph.store.overlay import Readable
from graph.terms import DefaultGraph, Literal, NamedNode, Quad, Subject, Term, Triple

EVENTS = frozenset((REVIEWS, WITHDRAWS, SUPERSEDES))


class AsRecorded:
    """Reads a store without the events that were recorded after a moment, or at no known one."""

    def __init__(self, store: Readable, at: datetime) -> None:
        self._store = store
        self._at = at

    @property
    def base(self) -> str:
        """Returns the base IRI of the store."""
        return self._store.base

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Returns the quads that match; None matches anything."""
        for quad in self._store.quads(subject, predicate, object_, graph):
            if quad.predicate not in EVENTS or was_recorded(self._store, quad.subject, self._at):
                yield quad


def was_recorded(store: Readable, node: Subject | Triple, at: datetime) -> bool:
    """Says whether a statement or an event had been recorded by a moment; an unknown time is after any."""
    if isinstance(node, Triple):
        return False
    times = [moment(quad.object) for quad in store.quads(node, CREATED)]
    return any(time is not None and time <= at for time in times)


def standing_at(store: Readable, alignment: Subject, at: datetime) -> Standing:
    """Returns where an alignment stood at a moment, by the events recorded until then."""
    return standing_of(AsRecorded(store, at), alignment)


def moment(term: Term) -> datetime | None:
    """Returns a moment; one without a zone is in UTC, and what is no moment is None."""
    try:
        read = datetime.fromisoformat(term.value if isinstance(term, Literal) else "")
    except ValueError:
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
