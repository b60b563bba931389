"""Opening of a store on disk: its directory, its base IRI, and whether database and journal agree.

The directory holds `db` (the engine's files), `journal`, and `filling` while an empty store is being filled.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pyoxigraph as ox

from graph.causes import engine_cause, os_cause
from graph.errors import Cause, StoreProblem
from graph.store.applying import apply, apply_pile, sweep
from graph.store.base import Changes
from graph.store.journal import FileJournal, Journal
from graph.store.marks import Mark, operations, stored_mark
from graph.store.segment import stored_base
from graph.terms import DEFAULT_BASE, iri

DATABASE = "db"
_OF_THE_DISK = {"lost+found"}  # in a directory that is a disk of its own
_OF_THE_SYSTEM = ("os-full", "os-forbidden", "os-read-only", "os-too-many-files")


def opened(directory: Path, base: str | None, create: bool) -> tuple[ox.Store, Journal, str]:
    """Returns the database, its journal and its base, brought up to the last commit in the journal.

    Raises StoreProblem: `store-missing`, `store-locked`, `store-unopened`, `store-damaged`,
    `store-base-differs`, `store-journal-differs`.
    """
    _check_directory(directory, create)
    db = _database(directory / DATABASE)
    sweep(directory / DATABASE)
    if (directory / "filling").exists():
        _empty(db, directory)
    mark = stored_mark(db)
    try:
        kept = _kept_base(directory, mark, base)
        journal = FileJournal(directory / "journal", kept)
    except OSError as error:  # as where another user's command made it
        raise StoreProblem("store-unopened", path=str(directory), why=os_cause(error)) from error
    _reconcile(db, journal, mark, kept, directory)
    return db, journal, kept


def checked_base(base: str) -> str:
    """Returns the base IRI, ending with a slash; raises TermInvalid if it is not an absolute IRI."""
    return iri(base if base.endswith("/") else base + "/").value


def _check_directory(directory: Path, create: bool) -> None:
    try:
        if create:
            directory.mkdir(parents=True, exist_ok=True)
        names = {entry.name for entry in directory.iterdir() if not entry.name.startswith(".")}
    except FileNotFoundError:
        names = set()
    except OSError as error:
        raise StoreProblem("store-unusable", path=str(directory), why=os_cause(error)) from error
    if names - _OF_THE_DISK and DATABASE not in names and "journal" not in names:
        raise StoreProblem("store-foreign", path=str(directory))
    if DATABASE not in names and not create:
        raise StoreProblem("store-missing", path=str(directory))


def _database(path: Path) -> ox.Store:
    try:
        return ox.Store(path)
    except OSError as error:
        why = engine_cause(error)
        raise StoreProblem(_told(why, str(error)), path=str(path.parent), why=why) from error


def _told(why: Cause, words: str) -> str:
    if "lock" in words.lower():
        return "store-locked"
    # Nobody should move a store away, or go back to a backup, because the disk was full.
    return "store-unopened" if why.key in _OF_THE_SYSTEM else "store-damaged"


def _empty(db: ox.Store, directory: Path) -> None:
    """Empties a store whose filling was cut short; it was empty before, so nobody's commits are in it."""
    db.clear()
    db.flush()
    for file in directory.glob("journal*"):
        file.unlink()
    (directory / "filling").unlink()


def _kept_base(directory: Path, mark: Mark | None, wanted: str | None) -> str:
    kept = mark.base if mark else stored_base(directory / "journal")
    if kept is None:
        return checked_base(wanted or DEFAULT_BASE)
    if wanted is not None and checked_base(wanted) != kept:
        raise StoreProblem("store-base-differs", path=str(directory), base=kept, wanted=checked_base(wanted))
    return kept


def _reconcile(db: ox.Store, journal: FileJournal, mark: Mark | None, base: str, directory: Path) -> None:
    """Replays what the database lacks; raises StoreProblem if the journal cannot have led to the database."""
    stored = mark.sequence if mark else 0
    differs = StoreProblem("store-journal-differs", path=str(directory), store=stored, journal=journal.last)
    if stored > journal.last or (mark is None and len(db) > 0):
        raise differs
    if mark is None:
        db.update(operations(base, Changes(), None, 0))
    for sequence in range(stored + 1, journal.last + 1):
        if not _replayed(db, journal, base, sequence, directory / DATABASE):
            raise differs


def _replayed(db: ox.Store, journal: FileJournal, base: str, sequence: int, files: Path) -> bool:
    """Applies a commit to the database; says whether the journal holds it."""
    if (pile := journal.pile(sequence)) is not None:
        with closing(pile):
            apply_pile(db, base, pile, sequence - 1, sequence, files)
        return True
    record = journal.read(sequence)
    if record is None or record.is_bulk:
        return False
    apply(db, base, record.changes, sequence - 1, sequence, files)
    return True
