"""What takes a commit back: the inverse of its changes, and withdrawals in place of deletions in ledgers."""

from __future__ import annotations

from collections.abc import Iterator

from graph.commits.kinds import is_ledger, stated
from graph.commits.statements import in_graph_of, withdrawn
from graph.errors import Conflict, NotFound
from graph.ledger.events import Event, timestamp, withdraw
from graph.ledger.words import ALIGNMENT, CREATED, REVIEW, SUPERSESSION, TYPE, WITHDRAWAL, WITHDRAWS
from graph.store.base import Changes, Record, Store
from graph.terms import NamedNode, Quad, Term, iri

_SHOWN = 5


def inverse_of(store: Store, sequence: int, event: Event) -> Changes:
    """Returns the changes that undo a commit.

    Raises NotFound for a commit that the journal does not hold, Conflict for the bulk load and where later
    commits touch the same subjects.
    """
    record = store.recorded(sequence)
    if record is None:
        raise NotFound("commit-unknown", sequence=sequence, last=store.sequence)
    if record.is_bulk:
        raise Conflict("undo-bulk", sequence=sequence)
    changes = stated(store.base, record.changes)
    _refuse_later(store, record, changes)
    lasting = frozenset(quad for quad in changes.added if is_ledger(store, quad.graph_name))
    events = frozenset(quad for told in lasting for quad in _taken_back(store, told, event))
    inverse = Changes(removed=changes.added - lasting, added=changes.removed)
    return Changes(inverse.removed, inverse.added | events)


def _refuse_later(store: Store, record: Record, changes: Changes) -> None:
    subjects = _subjects(changes)
    later = range(record.sequence + 1, store.sequence + 1)
    blocking = {number: found for number in later if (found := _later(store, number, subjects))}
    if blocking:
        shown = sorted({str(node) for found in blocking.values() for node in found})
        commits = ", ".join(map(str, blocking))
        raise Conflict(
            "undo-later-changes",
            sequence=record.sequence,
            commits=commits,
            count=len(shown),
            subjects=", ".join(shown[:_SHOWN]),
        )


def _later(store: Store, sequence: int, subjects: set[Term]) -> set[Term]:
    record = store.recorded(sequence)
    return _subjects(stated(store.base, record.changes)) & subjects if record else set()


def _subjects(changes: Changes) -> set[Term]:
    return {quad.subject for quad in (*changes.removed, *changes.added)}


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
    for node in _withdrawn_by(store, told.subject):
        former = list(_withdrawn_by(store, node))
        for stating in (quad for each in former for quad in store.quads(each, TYPE, ALIGNMENT)):
            yield from withdrawn(store, stating, event)
        if any(store.quads(node, TYPE, ALIGNMENT)):
            yield from _void(store, told, event)
        elif not former:
            yield from _said_again(store, node, event)


def _withdrawn_by(store: Store, withdrawal: Term) -> Iterator[NamedNode]:
    found = store.quads(withdrawal, WITHDRAWS) if isinstance(withdrawal, NamedNode) else ()
    yield from (quad.object for quad in found if isinstance(quad.object, NamedNode))


def _void(store: Store, told: Quad, event: Event) -> frozenset[Quad]:
    """Returns the withdrawal of an event, nothing if it is withdrawn already."""
    assert isinstance(told.subject, NamedNode)
    if any(store.quads(None, WITHDRAWS, told.subject)):
        return frozenset()
    return withdraw(store.base, told.subject, in_graph_of(told, event))


def _said_again(store: Store, node: NamedNode, event: Event) -> Iterator[Quad]:
    """Yields a withdrawn review or supersession under a new IRI, as its author made it."""
    new = iri(f"{node.value}.{store.sequence + 1}")
    for quad in store.quads(node):
        value = timestamp(event.at) if quad.predicate == CREATED else quad.object
        yield Quad(new, quad.predicate, value, quad.graph_name)
