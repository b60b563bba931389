"""A copy of the database is led back to an earlier commit by what the journal says of the later ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from graph.store.journal import FileJournal
from graph.store.marks import stored_mark
from graph.terms import Quad


def lead_back(db: ox.Store, journal: Path, sequence: int) -> None:
    """Takes back each commit after one, the last first; not in one transaction, and marks are left alone.

    The quads are those that were stated then, derived ones too. Raises StoreProblem for a damaged journal.
    """
    mark = stored_mark(db)
    assert mark is not None, "a store that has commits has a mark"
    records = FileJournal(journal, mark.base, writable=False)
    for number in range(mark.sequence, sequence, -1):
        _take_back(db, records, number)
    records.close()
    db.flush()


def _take_back(db: ox.Store, records: FileJournal, number: int) -> None:
    """Takes back one commit; a long one is read as it is taken back, for it may be larger than the memory."""
    pile = records.pile(number)
    if pile is not None:
        _remove(db, pile.quads())
        pile.close()
        return
    record = records.read(number)
    assert record is not None, "the journal was copied from where it leads back"
    _remove(db, record.changes.added)
    db.extend(record.changes.removed)


def _remove(db: ox.Store, quads: Iterable[Quad]) -> None:
    for quad in quads:
        db.remove(quad)
