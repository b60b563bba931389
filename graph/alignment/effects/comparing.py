"""What differs between the portfolio as it is and as it would be, objective by objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.alignment.effects.answers import Shift
from graph.alignment.effects.coverage import Figures, Pairs
from graph.alignment.portfolio import Figure
from graph.alignment.portfolio.frame import Frame, natural
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.selecting import Selection
from graph.alignment.portfolio.snapshot import Snapshot

_ORDER = {"uncovered": 0, "covered": 1, "changed": 2}


@dataclass(frozen=True, slots=True)
class Side:
    """Is one of two states to compare: what it holds, what filters leave of it, and what serves what."""

    snapshot: Snapshot
    selection: Selection
    pairs: Pairs

    def figures(self, rows: Array) -> Figures:
        """Returns the figures of the rows that are True in the mask; those of other rows are empty."""
        return Figures(self.snapshot, self.selection, self.pairs.chosen(rows[self.pairs.row]), len(rows))


def compare(before: Side, after: Side, objectives: Sequence[str], rows: Array) -> tuple[Shift, ...]:
    """Returns what changes among the rows that are True in the mask, what falls first."""
    return tuple(sorted(_shifts(before, after, objectives, rows), key=_rank))


def _rank(shift: Shift) -> tuple[object, ...]:
    return _ORDER[shift.kind], not shift.is_prioritised, natural(shift.objective)


def _shifts(before: Side, after: Side, objectives: Sequence[str], rows: Array) -> Iterator[Shift]:
    old, new = before.figures(rows), after.figures(rows)
    regions = before.snapshot.frame.regions
    was, will = old.by_region(), new.by_region()
    prioritised = frozenset(after.snapshot.frame.prioritised)
    for row in np.flatnonzero(rows).tolist():
        shift = Shift(
            objective=objectives[row],
            is_prioritised=objectives[row] in prioritised,
            before=old.figure(row),
            after=new.figure(row),
            lost=tuple(regions[place] for place in np.flatnonzero(was[row] & ~will[row])),
            won=tuple(regions[place] for place in np.flatnonzero(will[row] & ~was[row])),
        )
        if shift.before != shift.after or shift.lost or shift.won:
            yield shift


def rows_of(frame: Frame, several: Sequence[Pairs]) -> Array:
    """Returns a mask of the rows that occur in any of the pairs."""
    mask = np.zeros(len(frame.objectives), bool)
    for pairs in several:
        mask[pairs.row] = True
    return mask


def total(side: Side) -> Figure:
    """Returns the figure of all selected projects that serve any objective, each counted once."""
    pairs = side.pairs.of(side.selection.projects)
    size = len(side.snapshot.holdings.projects)
    serves, sure = np.zeros(size, bool), np.zeros(size, bool)
    serves[pairs.project] = True
    sure[pairs.project[pairs.accepted]] = True
    project = np.flatnonzero(serves)
    once = Pairs(project, np.zeros_like(project), sure[project])
    return Figures(side.snapshot, side.selection, once, 1).figure(0)
