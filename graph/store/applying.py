"""How changes get into the database: as one update, or, where they only add very much, as whole files."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

import pyoxigraph as ox

from graph.store.base import Changes
from graph.store.marks import operations
from graph.terms import Quad

LARGE = 20_000


def apply(
    db: ox.Store, base: str, changes: Changes, old: int | None, new: int, *, is_on_disk: bool = False
) -> None:
    """Applies changes, which the journal holds, and moves the mark from `old` to `new`.

    All of them become visible at once or not at all: in one transaction, or, where they take nothing away
    and there are more than LARGE, in files that the engine takes in together. The mark follows these; where
    it cannot, the journal brings the same changes again at the next opening, which alters nothing.
    """
    if changes.removed or len(changes.added) <= LARGE:
        db.update(operations(base, changes, old, new))
        return
    add: Callable[[Iterable[Quad]], None] = db.bulk_extend if is_on_disk else db.extend
    add(changes.added)
    with suppress(OSError):
        db.update(operations(base, Changes(), old, new))
