"""Backups of a store on disk: a checkpoint of the database with the journal up to it, each file summed up.

A backup is a directory with `db`, `journal` and `backup.json`, which is written last: without it, or with a
file that is not as it says, it is none. The journal leads back from the checkpoint, so a backup restores any
commit from `oldest` to `sequence`: a bulk load holds no quads, and cannot be undone. The numbers of the
commits after it are not given again.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.causes import engine_cause, os_cause
from graph.errors import BackupProblem, Conflict, InputError, NotFound, StoreProblem
from graph.store.base import Changes, Store
from graph.store.copying import Start, sync_file
from graph.store.given_up import given_up, refuse_given_up
from graph.store.journal import FileJournal
from graph.store.leading_back import lead_back
from graph.store.marks import operations, stored_mark
from graph.store.oxigraph import OxigraphStore
from graph.store.segment import sync_directory
from graph.store.space import Floor, unwritten

FORM = 1
MANIFEST = "backup.json"
DRAFTS, SAVED = "drafts", "saved"
BESIDE = (DRAFTS, SAVED)
"""What lies beside the store in files of its own."""
MOST_BEYOND = 10_000
"""How many numbers that the backup does not know a restore may pass over: lists of commits read them."""
_OURS = 0o600  # the journal tells who wrote, and from where


@dataclass(frozen=True, slots=True)
class Backup:
    """Is what a backup says of itself: sums are SHA-256, by the path of the file within it."""

    base: str
    sequence: int
    oldest: int
    quads: int
    made: str
    sums: Mapping[str, str]
    form: int = FORM

    @property
    def size(self) -> int:
        """Returns the number of its files."""
        return len(self.sums)


def back_up(store: Store, directory: Path, lock: AbstractContextManager[Any]) -> Backup:
    """Writes a backup into a new directory while the store goes on; `lock` holds the writer for milliseconds.

    Raises Conflict where the directory is there already, StoreFull where the disk has no room for it, and
    BackupProblem where it cannot be written; nothing is left of it then.
    """
    if not isinstance(store, OxigraphStore):
        raise BackupProblem("backup-memory", path=type(store).__name__)
    try:
        _begin(store, directory)
    except OSError as error:
        raise _failed(directory, error) from error
    try:
        with whole_or_gone(directory):
            return _written(store, directory, lock)
    except OSError as error:
        raise _failed(directory, error) from error


@contextmanager
def whole_or_gone(directory: Path) -> Iterator[None]:
    """Removes what was begun, be it that somebody interrupts it: half a copy would keep the next one out."""
    try:
        yield
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise


def _begin(store: OxigraphStore, directory: Path) -> None:
    """Makes the directory, which is this backup's alone; no other user reads the journal or drafts in it."""
    if directory.exists():
        raise Conflict("backup-exists", path=directory.name)
    if _is_within(directory, Path(store.place)):
        raise Conflict("backup-inside", path=str(directory), store=store.place)
    store.check_room(directory)
    directory.parent.mkdir(parents=True, exist_ok=True)
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError as error:  # another one of the name has begun at the same time
        raise Conflict("backup-exists", path=directory.name) from error


def _failed(directory: Path, error: OSError) -> StoreProblem:
    return unwritten("backup-failed", os_cause(error), path=str(directory), otherwise=BackupProblem)


def _written(store: OxigraphStore, directory: Path, lock: AbstractContextManager[Any]) -> Backup:
    with ExitStack() as held:
        with lock:
            store.checkpoint(directory / "db")
            journal = [held.enter_context(Start(path, end)) for path, end in store.journal_so_far()]
            sequence = store.sequence
            # A draft that is published leaves its file with its commit: a backup holds one of the two.
            for name in BESIDE:
                _copy_beside(Path(store.place) / name, directory / name)
        for file in journal:
            file.copy_to(directory)
    for path in (path for name in BESIDE for path in _files(directory / name)):
        sync_file(path)
    for path in _files(directory / "db"):
        _own(path)
    with_sums = {str(path.relative_to(directory)): _sum(path) for path in _files(directory)}
    quads = len(ox.Store.read_only(str(directory / "db")))
    made = datetime.now(UTC).isoformat(timespec="seconds")
    backup = Backup(store.base, sequence, _oldest(directory, store.base), quads, made, with_sums)
    _write_manifest(directory, backup)
    return backup


def forget_covered(store: Store, directory: Path) -> tuple[int, int]:
    """Removes what the journal holds of commits that a backup covers, file by file, once it is verified.

    Returns how many files went, and the oldest commit that a backup made from now on can restore. Raises
    BackupProblem for a backup that is not whole, or of another store.
    """
    backup = verify(directory)
    if not isinstance(store, OxigraphStore):
        raise BackupProblem("backup-memory", path=type(store).__name__)
    if backup.base != store.base or backup.sequence > store.sequence:
        raise BackupProblem("backup-foreign", path=str(directory), base=backup.base, sequence=backup.sequence)
    return len(store.forget(backup.sequence)), store.oldest


def listed(directory: Path) -> tuple[tuple[str, Backup], ...]:
    """Returns what the backups in a directory say of themselves, by name, the newest first."""
    found = [(path.parent.name, _manifest(path.parent)) for path in directory.glob(f"*/{MANIFEST}")]
    return tuple(sorted(found, key=lambda each: (each[1].sequence, each[1].made), reverse=True))


def verify(directory: Path) -> Backup:
    """Returns what a backup says of itself, once all of it was found to be so; else raises BackupProblem."""
    backup = _manifest(directory)
    found = {str(path.relative_to(directory)) for path in _files(directory)} - {MANIFEST}
    for name in sorted(found ^ set(backup.sums)):
        raise BackupProblem("backup-file-differs", path=str(directory), file=name)
    for name, told in backup.sums.items():
        if _sum(directory / name) != told:
            raise BackupProblem("backup-file-differs", path=str(directory), file=name)
    _check_content(directory, backup)
    return backup


def restore(directory: Path, target: Path, to: int | None = None, beyond: int = 0) -> int:
    """Makes a store of a backup as it was after commit `to`, by default its last; returns that commit.

    The numbers of later commits are given up: those that the backup knows, and all to `beyond`, the last one
    of a store that went on after it. Raises Conflict where something is in `target`, or it lies within the
    backup, BackupProblem for a backup that is not whole, NotFound for a commit that it does not reach, Gone
    for one that was given up before, and InputError for a `beyond` that is too far; a target that was begun
    is removed.
    """
    backup = verify(directory)
    wanted = backup.sequence if to is None else to
    if not backup.oldest <= wanted <= backup.sequence:
        raise NotFound("backup-commit-unknown", sequence=wanted, oldest=backup.oldest, last=backup.sequence)
    with _journal(directory, backup.base) as journal:
        refuse_given_up(journal, wanted)
    if beyond > backup.sequence + MOST_BEYOND:
        raise InputError("restore-beyond-far", beyond=beyond, most=backup.sequence + MOST_BEYOND)
    if target.exists() and not (target.is_dir() and not any(target.iterdir())):
        raise Conflict("restore-not-empty", path=str(target))
    if _is_within(target, directory):
        raise Conflict("restore-inside", path=str(target))
    try:
        with whole_or_gone(target):
            _restored(directory, target, backup, wanted, max(backup.sequence, beyond))
    except OSError as error:
        raise BackupProblem("restore-failed", path=str(target), why=os_cause(error)) from error
    return wanted


def _restored(directory: Path, target: Path, backup: Backup, wanted: int, last: int) -> None:
    """Writes the store; its last number is `last`, and those after the wanted commit are of none."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(directory / "db", target / "db")
    for file in directory.glob("journal*"):
        shutil.copyfile(file, target / file.name)
        (target / file.name).chmod(_OURS)
    for name in BESIDE:
        if (directory / name).is_dir():
            shutil.copytree(directory / name, target / name)
    db = ox.Store(target / "db")
    # Quad by quad, for a list may be larger than the memory; nobody sees what is half done.
    lead_back(db, target / "journal", wanted)
    db.update(operations(backup.base, Changes(), backup.sequence, last))
    if last > wanted:
        _give_up(target / "journal", backup, wanted, last)
    db.flush()
    sync_directory(target)


def _give_up(path: Path, backup: Backup, wanted: int, last: int) -> None:
    """Puts into the place of each commit after one that its number is given up, as far as `last`."""
    with closing(FileJournal(path, backup.base)) as journal:
        journal.floor = Floor(path.parent, 0)  # what was copied is the most of it
        for _ in range(wanted, backup.sequence):
            journal.drop_last()
        journal.extend(given_up(sequence, wanted) for sequence in range(wanted + 1, last + 1))


def _check_content(directory: Path, backup: Backup) -> None:
    """Raises BackupProblem unless database and journal agree with what the backup says."""
    try:
        db = ox.Store.read_only(str(directory / "db"))
        mark, quads = stored_mark(db), len(db)
    except OSError as error:
        raise BackupProblem("backup-unreadable", path=str(directory), why=engine_cause(error)) from error
    last = _last(directory, backup.base)
    if mark is None or (mark.base, mark.sequence, quads, last) != (
        backup.base,
        backup.sequence,
        backup.quads,
        backup.sequence,
    ):
        raise BackupProblem("backup-disagrees", path=str(directory), sequence=backup.sequence, journal=last)


def _last(directory: Path, base: str) -> int:
    try:
        with _journal(directory, base) as journal:
            return journal.last
    except StoreProblem as error:
        raise BackupProblem("backup-file-differs", path=str(directory), file="journal") from error


def _oldest(directory: Path, base: str) -> int:
    """Returns the oldest commit that can be restored: the last one whose record holds no quads, else 0."""
    with _journal(directory, base) as journal:
        return journal.oldest


def _journal(directory: Path, base: str) -> closing[FileJournal]:
    """Returns the journal of a backup, to be read and closed."""
    return closing(FileJournal(directory / "journal", base, writable=False))


def _manifest(directory: Path) -> Backup:
    try:
        told = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        backup = Backup(**told)
    except (OSError, ValueError, TypeError) as error:
        raise BackupProblem("backup-none", path=str(directory)) from error
    if backup.form != FORM or not _is_sound(backup):
        raise BackupProblem("backup-none", path=str(directory))
    return backup


def _is_sound(backup: Backup) -> bool:
    """Says whether what a manifest tells is of the kinds that it has to be."""
    numbers = (backup.sequence, backup.oldest, backup.quads)
    texts = (backup.base, backup.made)
    return (
        all(isinstance(each, int) for each in numbers)
        and all(isinstance(each, str) for each in texts)
        and isinstance(backup.sums, dict)
    )


def _is_within(place: Path, directory: Path) -> bool:
    return place.absolute().resolve().is_relative_to(directory.absolute().resolve())


def _write_manifest(directory: Path, backup: Backup) -> None:
    path = directory / MANIFEST
    with path.open("w", encoding="utf-8") as file:
        json.dump(asdict(backup), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    for folder in (directory / "db", directory, directory.parent):
        sync_directory(folder)


def _files(directory: Path) -> Iterator[Path]:
    yield from (path for path in sorted(directory.rglob("*")) if path.is_file() and path.name != "LOCK")


def _own(path: Path) -> None:
    """Makes a file a copy of its own: a checkpoint shares files with its store, and so their damage."""
    if path.stat().st_nlink > 1:
        copy = path.with_name(f"{path.name}.copy")
        shutil.copyfile(path, copy)
        copy.replace(path)
    sync_file(path)


def _copy_beside(source: Path, target: Path) -> None:
    """Copies private drafts, or saved questions; one that is thrown away meanwhile is left out."""
    for path in sorted(source.glob("*.json")):
        target.mkdir(mode=0o700, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copyfile(path, target / path.name)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
