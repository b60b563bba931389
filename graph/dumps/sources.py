"""What dumps are made of: a copy of the store and, for a revision before its last, of the journal's end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast, runtime_checkable

from graph.store.copying import copy_start


@runtime_checkable
class Source(Protocol):
    """Is a store that can be copied."""

    @property
    def sequence(self) -> int:
        """Returns the number of the last commit."""

    @property
    def place(self) -> str:
        """Returns the directory of the store, or `memory:`."""

    def checkpoint(self, directory: Path) -> None:
        """Writes the last commit's database into a new directory."""


class Journalled(Source, Protocol):
    """Is a store on disk, whose journal leads back."""

    @property
    def oldest(self) -> int:
        """Returns the oldest commit to which the journal leads back."""

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


def copy_back(source: Source, directory: Path, sequence: int) -> None:
    """Copies the database, and of the journal what leads back to a commit, while no other is made."""
    source.checkpoint(directory / "db")
    if sequence < source.sequence:
        for path, length in _leading_back(cast(Journalled, source).journal_so_far(), sequence):
            copy_start(path, directory / path.name, length)


def _leading_back(files: Sequence[tuple[Path, int]], sequence: int) -> Sequence[tuple[Path, int]]:
    """Returns the files that hold the commits after one; all but the last are named after their first."""
    first = [int(path.suffix[1:]) for path, _ in files[:-1]]
    return files[max((at for at, number in enumerate(first) if number <= sequence + 1), default=0) :]
