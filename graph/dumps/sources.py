"""What dumps are made of: a copy of the store and, for a revision before its last, of the journal's end."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from graph.store.base import About
from graph.store.copying import Start
from graph.store.given_up import is_given_up


@runtime_checkable
class Source(Protocol):
    """Is a store that can be copied."""

    @property
    def sequence(self) -> int:
        """Returns the number of the last commit."""

    @property
    def place(self) -> str:
        """Returns the directory of the store, or `memory:`."""

    def about(self, sequence: int) -> About | None:
        """Returns what a commit was told to be about, None if the journal does not hold it."""

    def checkpoint(self, directory: Path) -> None:
        """Writes the last commit's database into a new directory."""

    def check_dump(self, directory: Path, size: int | None) -> None:
        """Raises StoreFull where a dump of so many bytes would leave too little free on our disk.

        None is that of which nobody knows how large it will be.
        """


class Journalled(Source, Protocol):
    """Is a store on disk, whose journal leads back."""

    @property
    def oldest(self) -> int:
        """Returns the oldest commit to which the journal leads back."""

    def check_free(self, size: int) -> None:
        """Raises StoreFull where what is led back by so many bytes would leave too little on our disk."""

    def journal_so_far(self) -> Sequence[tuple[Path, int]]:
        """Returns the journal's files in their order, each with its length."""


def copied(store: object) -> Source:
    """Returns a store that can be copied; any other is a mistake of the program."""
    if not isinstance(store, Source):
        raise TypeError("this store cannot be copied")
    return store


def oldest_of(source: Source) -> int:
    """Returns the oldest commit of which a dump can be made: of a store in memory the last one."""
    return source.sequence if source.place == "memory:" else max(1, cast(Journalled, source).oldest)


def leads_back(source: Source, sequence: int) -> bool:
    """Says whether a dump can be made of a commit before the last."""
    is_within = oldest_of(source) <= sequence < source.sequence
    return is_within and not is_given_up(source.about(sequence))


def copy_of(source: Source, directory: Path, sequence: int) -> Sequence[Start]:
    """Copies the database, and returns what leads back to a commit, while no other is made.

    Files of the journal that do not change any more are there then; those that are returned are to be copied,
    which takes longer than any commit should wait.
    """
    source.checkpoint(directory / "db")
    if sequence >= source.sequence:
        return ()
    files = _leading_back(cast(Journalled, source).journal_so_far(), sequence)
    cast(Journalled, source).check_free(sum(length for _, length in files))
    return [Start(*each) for each in files if not _is_shared(*each, directory)]


def _is_shared(path: Path, length: int, directory: Path) -> bool:
    """Gives a full file of the journal a second name in a directory, and says whether it now has one."""
    if not path.suffix or path.stat().st_size != length:  # the one that grows, or one with a torn end
        return False
    with suppress(OSError):  # on a disk without second names
        os.link(path, directory / path.name)
        return True
    return False


def _leading_back(files: Sequence[tuple[Path, int]], sequence: int) -> Sequence[tuple[Path, int]]:
    """Returns the files that hold the commits after one; all but the last are named after their first."""
    first = [int(path.suffix[1:]) for path, _ in files[:-1]]
    return files[max((at for at, number in enumerate(first) if number <= sequence + 1), default=0) :]
