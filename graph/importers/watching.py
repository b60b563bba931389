"""How far an import has come: told while it works, so that people see it, and may stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
# Is told a stage, and how many rows of how many are done; what it raises ends the import.
Watch = Callable[[str, int, int], None]
_EVERY = 100


def silent(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


def watched(rows: Sequence[T], watch: Watch) -> Iterator[T]:
    """Yields the rows, and tells at every hundredth how many were read."""
    for number, row in enumerate(rows):
        if number % _EVERY == 0:
            watch("checking", number, len(rows))
        yield row
