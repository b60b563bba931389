"""What takes a commit back: the inverse of its changes, and withdrawals in place of deletions in ledgers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.commits.in_the_way import refuse_later, said_again, withdrawn_by
from graph.commits.kinds import is_ledger, stated
from graph.commits.reasons import values_in
from graph.commits.statements import in_graph_of, withdrawn
from graph.errors import Conflict, NotFound
from graph.ledger.events import Event, timestamp, withdraw
from graph.ledger.words import (
    ALIGNMENT,
    CREATED,
    REVIEW,
    SUPERSESSION,
    TYPE,
    WITHDRAWAL,
)
from graph.model import Commit
from graph.store.base import Changes, Store
from graph.store.given_up import refuse_given_up
from graph.terms import NamedNode, Quad, iri


def undone_by(reason: str) -> int | None:
    """Returns which commit one with this reason took back, None where it took none back."""
    told = values_in(reason, "undo")
    return int(told["sequence"]) if told else None


def undone(commits: Iterable[Commit]) -> frozenset[int]:
    """Returns which commits were taken back, given all of them; not those whose undoing was itself undone."""
    found: set[int] = set()
    for commit in sorted(commits, key=lambda each: -each.sequence):
        named = undone_by(commit.reason)
        if named is not None and commit.sequence not in found:
            found.add(named)
    return frozenset(found)


def inverse_of(store: Store, sequence: int, event: Event) -> Changes:
    """Returns the changes that undo a commit.

    Raises NotFound for a commit that the journal does not hold, Conflict for the bulk load and where later
    commits, those aside that were undone again, are in the way, as `refuse_later` has it.
    """
    refuse_given_up(store, sequence)
    record = store.recorded(sequence)
    if record is None:
        if 0 < sequence <= store.sequence:
            raise NotFound("undo-forgotten", sequence=sequence)
        raise NotFound("commit-unknown", sequence=sequence, last=store.sequence)
    if record.is_bulk:
        raise Conflict("undo-bulk", sequence=sequence)
    changes = stated(store.base, record.changes)
    lasting = frozenset(quad for quad in changes.added if is_ledger(store, quad.graph_name))
    inverse = Changes(removed=changes.added - lasting, added=changes.removed)
    # What stays in a ledger, such as who keeps the list, is in the way of no other list that tells it too.
    refuse_later(store, record, inverse, lasting)
    events = frozenset(quad for told in lasting for quad in _taken_back(store, told, event))
    return Changes(inverse.removed, inverse.added | events)


def _taken_back(store: Store, told: Quad, event: Event) -> Iterator[Quad]:
    """Yields what takes back one statement or event of a ledger, told by the quad of its type."""
    if told.predicate != TYPE or not isinstance(told.subject, NamedNode):
        return
    if told.object == ALIGNMENT:
        yield from withdrawn(store, told, event)
    elif told.object == WITHDRAWAL:
        yield from _withdrawal_taken_back(store, told, event)
    elif told.object in (REVIEW, SUPERSESSION):
        yield from _void(store, told, event)


def _withdrawal_taken_back(store: Store, told: Quad, event: Event) -> Iterator[Quad]:
    """Yields what makes a withdrawal void, or good again what it withdrew; they go two deep at most."""
    for node in withdrawn_by(store, told.subject):
        if any(store.quads(node, TYPE, ALIGNMENT)):
            yield from _void(store, told, event)
        elif not any(said_again(store, node)):
            yield from _said_again(store, node, event)


def _void(store: Store, told: Quad, event: Event) -> Iterator[Quad]:
    """Yields the withdrawal of an event, or of the one that says it again; nothing if it is void already."""
    assert isinstance(told.subject, NamedNode)
    for node in said_again(store, told.subject):
        yield from withdraw(store.base, node, in_graph_of(told, event))


def _said_again(store: Store, node: NamedNode, event: Event) -> Iterator[Quad]:
    """Yields a withdrawn event under a new IRI, as its author made it."""
    new = iri(f"{node.value}.{store.sequence + 1}")
    for quad in store.quads(node):
        value = timestamp(event.at) if quad.predicate == CREATED else quad.object
        yield Quad(new, quad.predicate, value, quad.graph_name)
