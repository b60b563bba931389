"""The ledger as it stood at a moment: events recorded later are not seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from graph.ledger.status import Standing, standing_of
from graph.ledger.words import CREATED, REVIEWS, SUPERSEDES, WITHDRAWS
from graph.store.overlay import Pattern, Readable, View
from graph.terms import Literal, Quad, Subject, Term, Triple

EVENTS = frozenset((REVIEWS, WITHDRAWS, SUPERSEDES))


class AsRecorded(View):
    """Reads a store without the events that were recorded after a moment, or at no known one."""

    def __init__(self, store: Readable, at: datetime) -> None:
        super().__init__(store)
        self._at = at

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        for quad in self._store.quads(*pattern):
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
