"""What would happen if: answered from the portfolio's arrays, while nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from graph.alignment.effects.answers import Effect, Ripple, SinglePoints, SmallestSet, Window
from graph.alignment.effects.bearing import Bearing
from graph.alignment.effects.comparing import Side, compare, rows_of, total
from graph.alignment.effects.dates import windows
from graph.alignment.effects.influence import Activity, ripples
from graph.alignment.effects.scenario import MOST_ORDERS, ORDERS, Scenario
from graph.alignment.effects.single import single_points
from graph.alignment.effects.smallest import smallest_set
from graph.alignment.effects.states import States, any_time, direct
from graph.alignment.effects.supposing import Supposed, suppose
from graph.alignment.portfolio import Basis, Filters, Portfolio
from graph.alignment.portfolio.frame import Frame
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.selecting import known
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

    def effect(self, scenario: Scenario, filters: Filters = _NONE, *, orders: int = ORDERS) -> Effect:
        """Returns what the scenario changes among the projects that the filters leave.

        `orders` says through how many statements among objectives a change is followed, 1 to 3. What cannot
        be done to a thing raises InputError.
        """
        if not 1 <= orders <= MOST_ORDERS:
            raise InputError("what-if-orders", value=orders, most=MOST_ORDERS)
        now = self._states.now()
        before = self._states.side(now, filters)
        supposed = suppose(self._store, now, scenario)
        after, touched = self._states.supposed(before, supposed, filters)
        objectives = now.frame.objectives
        return Effect(
            shifts=compare(
                before, after, objectives, _served_by(before, touched) | _served_by(after, touched)
            ),
            total_before=total(before),
            total_after=total(after),
            windows=_windows(before, after, supposed, filters),
            ripples=self._ripples(before, after, supposed, filters, orders),
            removed=supposed.removed,
            shared=supposed.shared,
            basis=Basis(now.sequence, filters),
        )

    def single_points(
        self, document: str | None = None, filters: Filters = _NONE, *, prioritised: bool = False
    ) -> SinglePoints:
        """Returns the covered objectives, of a document or of all, that one thing carries alone."""
        now = self._states.now()
        side = self._states.side(now, filters)
        own = _members(now.frame, document)
        rows = _mask(now.frame, own.intersection(now.frame.prioritised) if prioritised else own)
        chosen = side.pairs.of(side.selection.projects).row
        covered = len(np.unique(chosen[rows[chosen]]))
        points = single_points(side, now.frame.objectives, rows, Bearing(self._store, side, filters))
        return SinglePoints(tuple(points), covered, Basis(now.sequence, filters))

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
        rows = _mask(now.frame, wanted)
        return smallest_set(side, now.frame.objectives, rows, Basis(now.sequence, filters))

    def _ripples(
        self, before: Side, after: Side, supposed: Supposed, filters: Filters, orders: int
    ) -> tuple[Ripple, ...]:
        was = self._states.influences(before.snapshot)
        will = was.judged(supposed.verdicts) if supposed.verdicts else was
        old, new = direct(before, filters), direct(after, filters)
        most = {name: max(old.get(name, 0), new.get(name, 0)) for name in {**old, **new}}
        return ripples((was, _active(old, most)), (will, _active(new, most)), filters.statuses, orders)


def _active(counts: Mapping[str, int], most: Mapping[str, int]) -> Activity:
    """Returns what share of its direct projects an objective has, of those in the fuller state."""
    return {name: Fraction(count, most[name]) for name, count in counts.items()}


def _served_by(side: Side, projects: Array) -> Array:
    own = np.zeros(len(side.snapshot.holdings.projects) + 1, bool)
    own[projects[projects < len(own)]] = True
    return rows_of(side.snapshot.frame, [side.pairs.of(own)])


def _windows(before: Side, after: Side, supposed: Supposed, filters: Filters) -> tuple[Window, ...]:
    if not len(supposed.delayed):
        return ()
    moving = _served_by(before, supposed.delayed)
    sides = (any_time(before, filters), any_time(after, filters))
    return windows(*sides, before.snapshot.frame.objectives, moving, filters)


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
