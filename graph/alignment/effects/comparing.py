"""What differs between the portfolio as it is and as it would be, objective by objective."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

import numpy as np

from graph.alignment.effects.answers import Shift
from graph.alignment.effects.coverage import ByRow, Pairs
from graph.alignment.effects.sums import Sums, comparable, once, sums_of
from graph.alignment.portfolio import Figure
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.selecting import Selection
from graph.alignment.portfolio.snapshot import Snapshot
from graph.alignment.recent import Recent

T = TypeVar("T")
_MOST_KEPT = 64
_UNCOVERED, _COVERED, _CHANGED = range(3)


@dataclass(frozen=True, slots=True)
class Side:
    """Is one of two states to compare: what it holds, what filters leave of it, and what that serves.

    It remembers what was worked out for it last.
    """

    snapshot: Snapshot
    selection: Selection
    pairs: Pairs
    _kept: Recent = field(default_factory=partial(Recent, _MOST_KEPT))

    def remembered(self, key: Hashable, compute: Callable[[], T]) -> T:
        """Returns what was worked out under the key, or works it out now."""
        return self._kept.remembered(key, compute)

    def sums(self) -> Sums:
        """Returns the sums of each objective."""
        return self.remembered("sums", lambda: self.sums_of(self.pairs))

    def whole(self) -> Sums:
        """Returns the sums of all projects that serve any objective, each counted once, as one row."""
        return self.remembered("whole", lambda: self.whole_of(self.pairs))

    def by_row(self) -> ByRow:
        """Returns its pairs in the order of objectives."""
        rows = len(self.snapshot.frame.objectives)
        return self.remembered("by row", lambda: ByRow(self.pairs, rows))

    def sums_of(self, pairs: Pairs) -> Sums:
        """Returns the sums of some of its pairs, by objective."""
        rows = len(self.snapshot.frame.objectives)
        return sums_of(self.snapshot.holdings, self.selection, pairs, rows)

    def whole_of(self, pairs: Pairs) -> Sums:
        """Returns the sums of some of its pairs as one row."""
        return self.one_of(once(pairs))

    def one_of(self, pairs: Pairs) -> Sums:
        """Returns the sums of pairs of which all are of one row."""
        return sums_of(self.snapshot.holdings, self.selection, pairs, 1)


@dataclass(frozen=True, slots=True)
class Change:
    """Is a state and what a scenario makes of it: `gone` are pairs that it loses, `new` has those that come.

    `lost` are the projects of those that it loses, each once. `touched` are the numbers of the projects for
    which anything may differ; all others stay as they are.
    `coming` are their numbers in the state that they come to, which may hold no others.
    """

    before: Side
    new: Side
    gone: Pairs
    lost: Pairs
    touched: Array
    coming: Array

    def sums(self) -> Sums:
        """Returns the sums of each objective after it."""
        return self._after(
            Side.sums, lambda: self.before.sums_of(self.gone), lambda: self.new.sums_of(self.new.pairs)
        )

    def whole(self) -> Sums:
        """Returns the sums of all projects after it, as one row."""
        return self._after(
            Side.whole, lambda: self.before.one_of(self.lost), lambda: self.new.whole_of(self.new.pairs)
        )

    def total(self) -> Figure:
        """Returns the figure of all projects after it."""
        return self.whole().figure(0, self.new.snapshot.holdings)

    def after(self) -> Side:
        """Returns the whole state after it."""
        kept = np.ones(int(self.before.pairs.project.max(initial=-1)) + 1, bool)
        kept[self.touched[self.touched < len(kept)]] = False
        own, others = self.before.pairs.of(kept), self.new.pairs
        names = ("project", "row", "accepted")
        both = (np.concatenate([getattr(own, each), getattr(others, each)]) for each in names)
        return Side(self.new.snapshot, self.new.selection, Pairs(*both))

    def _after(
        self, all_of: Callable[[Side], Sums], gone: Callable[[], Sums], come: Callable[[], Sums]
    ) -> Sums:
        """Returns what was, less what goes, and what comes; summed anew where units have become others."""
        if not comparable(self.before.snapshot.holdings, self.new.snapshot.holdings):
            return all_of(self.after())
        return all_of(self.before).minus(gone()).plus(come())


def compare(
    change: Change, objectives: Sequence[str], most: int | None = None
) -> tuple[tuple[Shift, ...], int]:
    """Returns what changes, what falls first, and how many that is.

    With `most` all that fall are told, and only so many of the others.
    """
    old, new = change.before.sums(), change.sums()
    moved = np.zeros(len(objectives), bool)
    moved[change.gone.row] = moved[change.new.pairs.row] = True
    rows = np.flatnonzero(moved)
    are_changes = comparable(change.before.snapshot.holdings, change.new.snapshot.holdings)
    if are_changes:
        rows = rows[old.differing(new, rows)]
    prioritised = frozenset(change.new.snapshot.frame.prioritised)
    is_prioritised = np.array([objectives[row] in prioritised for row in rows.tolist()], bool)
    was, will = old.projects[rows] > 0, new.projects[rows] > 0
    kind = np.where(was == will, _CHANGED, np.where(was, _UNCOVERED, _COVERED))
    order = np.lexsort((rows, ~is_prioritised, kind))
    shown = None if most is None else int((kind == _UNCOVERED).sum()) + most
    first = order[:shown] if are_changes else order  # else only figures tell what stays as it was
    shifts = (
        _shift(change, (old, new), objectives[row], row, is_first)
        for row, is_first in zip(rows[first].tolist(), is_prioritised[first].tolist(), strict=True)
    )
    told = tuple(each for each in shifts if each.before != each.after or each.lost or each.won)
    return told[:shown], len(told) + len(order) - len(first)


def _shift(change: Change, sums: tuple[Sums, Sums], name: str, row: int, is_prioritised: bool) -> Shift:
    """Returns what changes for an objective."""
    (old, new), regions = sums, change.before.snapshot.frame.regions
    was, will = old.regions[row] > 0, new.regions[row] > 0
    return Shift(
        objective=name,
        is_prioritised=is_prioritised,
        before=old.figure(row, change.before.snapshot.holdings),
        after=new.figure(row, change.new.snapshot.holdings),
        lost=tuple(regions[place] for place in np.flatnonzero(was & ~will)),
        won=tuple(regions[place] for place in np.flatnonzero(will & ~was)),
    )


def total(side: Side) -> Figure:
    """Returns the figure of all selected projects that serve any objective, each counted once."""
    return side.whole().figure(0, side.snapshot.holdings)
