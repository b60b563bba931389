"""What takes a commit back: the inverse of its changes, and withdrawals in place of deletions in ledgers."""

from __future__ import annotations

from collections.abc import Iterator

from graph.commits.kinds import is_ledger, stated
from graph.commits.statements import in_graph_of, withdrawn
from graph.errors import Conflict, NotFound
from graph.ledger.events import Event, withdraw
from graph.ledger.status import withdrawals_of
from graph.ledger.words import ALIGNMENT, REVIEW, SUPERSESSION, TYPE, WITHDRAWAL, WITHDRAWS
from graph.store.base import Changes, Record, Store
from graph.terms import NamedNode, Quad, Term

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
    elif told.object in (REVIEW, SUPERSESSION) and not withdrawals_of(store, told.subject):
        yield from withdraw(store.base, told.subject, in_graph_of(told, event))


def _withdrawal_taken_back(store: Store, told: Quad, event: Event) -> Iterator[Quad]:
    """Yields what makes a withdrawal void: its own withdrawal, or that of the alignment it had restored."""
    assert isinstance(told.subject, NamedNode)
    restored = list(_restored_by(store, told.subject))
    for stating in restored:
        yield from withdrawn(store, stating, event)
    if not restored and not any(store.quads(None, WITHDRAWS, told.subject)):
        yield from withdraw(store.base, told.subject, in_graph_of(told, event))


def _restored_by(store: Store, withdrawal: NamedNode) -> Iterator[Quad]:
    """Yields what states the alignments whose withdrawal this one took back."""
    for quad in store.quads(withdrawal, WITHDRAWS):
        for former in store.quads(quad.object, WITHDRAWS) if isinstance(quad.object, NamedNode) else ():
            if isinstance(former.object, NamedNode):
                yield from store.quads(former.object, TYPE, ALIGNMENT)
