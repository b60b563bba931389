"""How many projects reach some objectives: without their money, which takes longer to sum than to count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.alignment.portfolio.digits import product
from graph.alignment.portfolio.frame import Frame, natural
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.served import Served

Rows = tuple[str, ...]


def tables_of(frame: Frame, objectives: Sequence[str]) -> dict[str, Rows]:
    """Returns the tables that hold objectives, by the names under which they are remembered, with their rows.

    What stands in no table is left out.
    """
    left = set(objectives)
    found: dict[str, Rows] = {}
    for name, rows in _tables(frame):
        if not left:
            break
        if not left.isdisjoint(rows):
            found[name] = tuple(sorted(rows, key=natural))
            left -= set(rows)
    return found


def counts(served: Served, projects: Array) -> list[int]:
    """Returns for each row how many of the projects, a mask, serve it."""
    chosen = np.flatnonzero(projects)
    found: list[int] = []
    for block in served.blocks:
        alike = np.bincount(block.profile[chosen], minlength=len(block.serves))[None, :]
        found += product(alike, block.serves)[0].astype(np.int64).tolist()
    return found


def _tables(frame: Frame) -> Iterator[tuple[str, Rows | frozenset[str]]]:
    yield "goals", frame.goals
    yield "targets", frame.targets
    yield from frame.documents.items()
