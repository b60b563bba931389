"""How changes get into the database: as one update, or, where they only add very much, as whole files."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from graph.store.base import Changes
from graph.store.marks import operations
from graph.store.pacing import AT_ONCE, BULK_FILES, Paced
from graph.store.piling import Pile

LARGE = 20_000


def apply(
    db: ox.Store, base: str, changes: Changes, old: int | None, new: int, files: Path | None = None
) -> None:
    """Applies changes, which the journal holds, and moves the mark from `old` to `new`.

    All of them become visible at once or not at all: in one transaction, or, where they take nothing away
    and there are more than LARGE, in files that the engine takes in together. The mark follows these; where
    it cannot, the journal brings the same changes again at the next opening, which alters nothing. `files` is
    where the database lies, None for one in memory.
    """
    if changes.removed or len(changes.added) <= LARGE:
        db.update(operations(base, changes, old, new))
        return
    if files is None:
        db.extend(changes.added)
    else:
        _in_files(files, lambda: db.bulk_extend(changes.added))
    with suppress(OSError):
        db.update(operations(base, Changes(), old, new))


def apply_pile(db: ox.Store, base: str, pile: Pile, old: int, new: int, files: Path) -> None:
    """Adds a pile of more than LARGE, which the journal holds, as `apply` does, and moves the mark."""
    # The engine reads two kilobytes at a time, and gathers so many quads at once anyway.
    lines = _paced(pile, files) if len(pile) > AT_ONCE else pile.opened().read()
    _in_files(files, lambda: db.bulk_load(lines, ox.RdfFormat.N_QUADS, lenient=True))
    with suppress(OSError):
        db.update(operations(base, Changes(), old, new))


def _paced(pile: Pile, files: Path) -> IO[bytes]:
    return cast(IO[bytes], Paced(pile.opened(), files))  # of which the engine calls `read` alone


def sweep(files: Path) -> None:
    """Removes files that the engine wrote and did not take in: it forgets them, and they fill the disk."""
    for left in files.glob(BULK_FILES):
        left.unlink(missing_ok=True)


def _in_files(files: Path, add: Callable[[], None]) -> None:
    try:
        add()
    except OSError:
        sweep(files)
        raise
