"""What the events on an alignment amount to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from graph.ledger.words import AGREEMENT, CREATOR, REVIEWS, SOFTWARE_AGENT, SUPERSEDES, TYPE, WITHDRAWS
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Subject, Term, Triple


@dataclass(frozen=True, slots=True)
class Standing:
    """Is where an alignment stands: its status, and whether a machine proposed it."""

    status: str
    by_machine: bool

    @property
    def is_admitted(self) -> bool:
        """Says whether it counts by default: accepted, or proposed by people."""
        return self.status == "accepted" or (self.status == "proposed" and not self.by_machine)


def status_of(agreements: Iterable[Decimal], *, withdrawn: bool = False, superseded: bool = False) -> str:
    """Returns the status that the events of an alignment amount to; agreements range from -1 to 1.

    >>> status_of([Decimal(1), Decimal(-1)]), status_of([]), status_of([Decimal(1)], withdrawn=True)
    ('contested', 'proposed', 'withdrawn')
    """
    if withdrawn or superseded:
        return "withdrawn" if withdrawn else "superseded"
    signs = {agreement > 0 for agreement in agreements if agreement}
    if len(signs) == 2:
        return "contested"
    return {True: "accepted", False: "rejected"}[signs.pop()] if signs else "proposed"


def standing_of(store: Readable, alignment: Subject) -> Standing:
    """Returns where an alignment stands by the events that the store holds."""
    status = status_of(
        _agreements(store, alignment),
        withdrawn=bool(withdrawals_of(store, alignment)),
        superseded=any(events_on(store, alignment, SUPERSEDES)),
    )
    return Standing(status, _is_by_machine(store, alignment))


def is_in_force(store: Readable, alignment: Subject) -> bool:
    """Says whether an alignment is neither withdrawn nor superseded."""
    return not withdrawals_of(store, alignment) and not any(events_on(store, alignment, SUPERSEDES))


def events_on(store: Readable, node: Term, predicate: NamedNode) -> Iterator[Subject]:
    """Yields the events on an alignment that are not withdrawn themselves: what is withdrawn stays void."""
    for event in {quad.subject for quad in store.quads(predicate=predicate, object_=node)}:
        if not isinstance(event, Triple) and not any(store.quads(predicate=WITHDRAWS, object_=event)):
            yield event


def withdrawals_of(store: Readable, node: Subject) -> list[Subject]:
    """Returns the withdrawals of an alignment that hold: a withdrawal is taken back by another one of it."""
    return sorted(events_on(store, node, WITHDRAWS), key=str)


def _agreements(store: Readable, alignment: Subject) -> Iterator[Decimal]:
    for review in events_on(store, alignment, REVIEWS):
        for quad in store.quads(review, AGREEMENT):
            if isinstance(quad.object, Literal):
                yield Decimal(quad.object.value)


def _is_by_machine(store: Readable, alignment: Subject) -> bool:
    creators = (quad.object for quad in store.quads(alignment, CREATOR))
    return any(
        any(store.quads(creator, TYPE, SOFTWARE_AGENT))
        for creator in creators
        if isinstance(creator, NamedNode)
    )
