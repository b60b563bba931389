"""What would happen if: answered from the portfolio's arrays, while nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from graph.alignment.effects.answers import Effect, Ripple, SinglePoints, SmallestSet, Window
from graph.alignment.effects.bearing import Bearing
from graph.alignment.effects.comparing import Change, Side, compare, total
from graph.alignment.effects.dates import windows
from graph.alignment.effects.rippling import ripples
from graph.alignment.effects.scenario import MOST_ORDERS, ORDERS, Scenario
from graph.alignment.effects.single import Point, most_pressing, single_points
from graph.alignment.effects.smallest import smallest_set
from graph.alignment.effects.states import States, direct_after
from graph.alignment.effects.supposing import Supposed, suppose
from graph.alignment.portfolio import Basis, Filters, Portfolio
from graph.alignment.portfolio.frame import Frame
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.selecting import known
from graph.alignment.portfolio.snapshot import Snapshot
from graph.errors import InputError, UnknownName
from graph.store import Store
from graph.terms import expand

_NONE = Filters()


class Effects:
    """Answers what a scenario would change, what hangs on one thing, and which few projects would do.

    It works on a copy of the portfolio that `current` gives, made anew after a commit. Any number of threads
    may ask. What the graph does not hold raises UnknownName.
    """

    def __init__(self, store: Store, current: Callable[[], Portfolio]) -> None:
        self._store, self._states = store, States(store, current)

    def effect(
        self, scenario: Scenario, filters: Filters = _NONE, *, orders: int = ORDERS, most: int | None = None
    ) -> Effect:
        """Returns what the scenario changes among the projects that the filters leave.

        `orders` says through how many statements among objectives a change is followed, 1 to 3. What cannot
        be done to a thing raises InputError. With `most` all objectives that become uncovered are told, and
        only so many of the others and of the ripples.
        """
        if not 1 <= orders <= MOST_ORDERS:
            raise InputError("what-if-orders", value=orders, most=MOST_ORDERS)
        now = self._states.now()
        before = self._states.side(now, filters)
        supposed = suppose(self._store, now, scenario)
        change = self._states.change(before, supposed, filters)
        shifts, found = compare(change, now.frame.objectives, most)
        return Effect(
            shifts=shifts,
            found=found,
            total_before=total(before),
            total_after=change.total(),
            windows=self._windows(now, supposed, filters),
            ripples=self._ripples(change, supposed, filters, orders, most),
            removed=supposed.removed,
            shared=supposed.shared,
            basis=Basis(now.sequence, filters),
        )

    def single_points(
        self,
        document: str | None = None,
        filters: Filters = _NONE,
        *,
        prioritised: bool = False,
        most: int | None = None,
    ) -> SinglePoints:
        """Returns the covered objectives, of a document or of all, that one thing carries alone.

        With `most` only so many, those first that are prioritised, then those that one project carries.
        """
        now = self._states.now()
        side = self._states.side(now, filters)
        bearing = side.remembered("bearing", lambda: Bearing(self._store, side, filters))
        key = ("points", document, prioritised)
        points, covered = side.remembered(key, lambda: _points(side, bearing, document, prioritised))
        shown = points if most is None else most_pressing(points)[:most]
        told = tuple(each.told(bearing) for each in shown)
        return SinglePoints(told, len(points), covered, Basis(now.sequence, filters))

    def smallest_set(
        self,
        objectives: Sequence[str] | None = None,
        document: str | None = None,
        filters: Filters = _NONE,
    ) -> SmallestSet:
        """Returns the fewest projects that cover objectives: those given, or the prioritised ones.

        With a document its prioritised ones, or all of its own where it marks none.
        """
        now = self._states.now()
        side = self._states.side(now, filters)
        if objectives is not None:
            wanted: Collection[str] = _given(now.frame, objectives)
        else:
            own = _members(now.frame, document)
            wanted = own.intersection(now.frame.prioritised) or (own if document else ())
        rows, basis = _mask(now.frame, wanted), Basis(now.sequence, filters)
        key = ("smallest", frozenset(wanted))
        return side.remembered(key, lambda: smallest_set(side, now.frame.objectives, rows, basis))

    def _ripples(
        self, change: Change, supposed: Supposed, filters: Filters, orders: int, most: int | None
    ) -> tuple[Ripple, ...]:
        was = self._states.influences(change.before.snapshot)
        will = was.judged(supposed.verdicts) if supposed.verdicts else was
        names = change.before.snapshot.frame.objectives
        old, new = (
            each[self._states.nodes(change.before.snapshot)] for each in direct_after(change, filters)
        )
        rows = np.flatnonzero(old != new if was is will else (old > 0) | (new > 0))
        active = [
            (names[row], max(one, other), one, other)
            for row, one, other in zip(rows.tolist(), old[rows].tolist(), new[rows].tolist(), strict=True)
        ]
        before = {name: Fraction(one, all_) for name, all_, one, _ in active if one}
        after = {name: Fraction(other, all_) for name, all_, _, other in active if other}
        return ripples((was, before), (will, after), filters.statuses, orders, most)

    def _windows(self, now: Snapshot, supposed: Supposed, filters: Filters) -> tuple[Window, ...]:
        if not len(supposed.delayed):
            return ()
        before = self._states.always(now, filters)
        change = self._states.change(before, supposed, replace(filters, since=None, until=None))
        moving = np.zeros(len(now.frame.objectives), bool)
        moving[change.gone.row[np.isin(change.gone.project, supposed.delayed)]] = True
        return windows(before, change.after(), now.frame.objectives, moving, filters)


def _points(
    side: Side, bearing: Bearing, document: str | None, prioritised: bool
) -> tuple[tuple[Point, ...], int]:
    """Returns what hangs on one thing, and how many objectives are covered."""
    frame = side.snapshot.frame
    own = _members(frame, document)
    rows = _mask(frame, own.intersection(frame.prioritised) if prioritised else own)
    covered = int(np.count_nonzero(side.by_row().count[rows]))
    return tuple(single_points(side, frame.objectives, rows, bearing)), covered


def _members(frame: Frame, document: str | None) -> frozenset[str]:
    if document is None:
        return frozenset(frame.objectives)
    return frame.documents[known(document, frame.documents, "document")]


def _given(frame: Frame, names: Iterable[str]) -> set[str]:
    found = set()
    for name in names:
        full = expand(name).value
        if full not in frame.objectives:
            raise UnknownName("what-if-objective-unknown", name=name)
        found.add(full)
    return found


def _mask(frame: Frame, wanted: Collection[str]) -> Array:
    return np.array([name in wanted for name in frame.objectives], bool)
