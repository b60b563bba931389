"""The portfolio as it is, remembered until the next commit, and as it would be."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import replace
from threading import Lock
from typing import TypeVar

import numpy as np

from graph.alignment.effects.comparing import Change, Side
from graph.alignment.effects.coverage import Serving, pairs_of, reaching
from graph.alignment.effects.influence import Influences, moves_influences, read_influences
from graph.alignment.effects.supposing import Supposed
from graph.alignment.portfolio import STATUSES, Filters, Portfolio
from graph.alignment.portfolio.numbers import Array, Lists
from graph.alignment.portfolio.selecting import Areas, select
from graph.alignment.portfolio.served import ROUNDING
from graph.alignment.portfolio.snapshot import Snapshot
from graph.alignment.recent import Recent
from graph.distinct import distinct
from graph.repository.lasting import Lasting
from graph.store import Store

T = TypeVar("T")
_MOST_KEPT = 16


class States:
    """Holds a copy of the portfolio, made anew after a commit, and what was worked out for it."""

    def __init__(self, store: Store, current: Callable[[], Portfolio]) -> None:
        self._store, self._current = store, current
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._kept = Recent(_MOST_KEPT)
        self._lasting = Lasting(store, lambda changes: moves_influences(store, changes))

    def now(self) -> Snapshot:
        """Returns the portfolio as of the last commit; what was worked out for a former one is forgotten."""
        portfolio = self._current()
        with self._lock:
            if self._snapshot is None or self._snapshot.sequence != portfolio.sequence:
                self._snapshot = portfolio.snapshot()
                self._kept = Recent(_MOST_KEPT)
            return self._snapshot

    def side(self, now: Snapshot, filters: Filters) -> Side:
        """Returns the state as it is."""

        def read() -> Side:
            selection = select(now.holdings, now.frame, filters, self._areas(now))
            serving = self._served(now, filters)[1]
            return Side(now, selection, serving.of(np.flatnonzero(selection.projects)))

        return self._remembered(now, ("side", filters), read)

    def always(self, now: Snapshot, filters: Filters) -> Side:
        """Returns the state as it is without the filter by period."""
        return self.side(now, replace(filters, since=None, until=None))

    def change(self, before: Side, supposed: Supposed, filters: Filters) -> Change:
        """Returns what a scenario makes of a state.

        What projects that it does not touch serve is taken over. A statement among the policy levels touches
        the projects whose own statements lead to where it starts.
        """
        touched, coming = supposed.touched, supposed.coming
        if supposed.sources:
            touched = coming = np.union1d(touched, _below(before.snapshot, supposed.sources, filters))
        above, serving = self._served(before.snapshot, filters)
        selected = before.selection.projects
        known = touched[touched < len(selected)]
        losing = known[selected[known]]
        new = self._new(before, supposed, filters, coming, above)
        return Change(before, new, serving.of(losing), serving.once(losing), touched, coming)

    def _new(self, before: Side, supposed: Supposed, filters: Filters, coming: Array, above: Lists) -> Side:
        """Returns what the projects that it touches serve under a scenario."""
        after = supposed.snapshot
        if after is before.snapshot:
            return Side(after, before.selection, before.pairs.chosen(coming[:0]))
        areas = self._areas(before.snapshot).of(after.holdings, after.frame)
        selection = select(after.holdings, after.frame, filters, areas)
        above = reaching(after, after.frame.objectives, filters) if supposed.sources else above
        return Side(after, selection, pairs_of(after, above, filters, coming).of(selection.projects))

    def _areas(self, now: Snapshot) -> Areas:
        return self._remembered(now, "areas", lambda: Areas(now.holdings, now.frame))

    def influences(self, now: Snapshot) -> Influences:
        """Returns the statements among objectives as they are, which most commits leave as they were."""
        objectives = now.frame.objectives
        return self._lasting.remembered(objectives, lambda: read_influences(self._store, objectives))

    def nodes(self, now: Snapshot) -> Array:
        """Returns the numbers of the objectives as nodes."""
        of, objectives = now.holdings.nodes.of, now.frame.objectives
        return self._remembered(now, "nodes", lambda: np.array([of[f"<{each}>"] for each in objectives], int))

    def _served(self, now: Snapshot, filters: Filters) -> tuple[Lists, Serving]:
        chains = Filters(statuses=filters.statuses, minimum=filters.minimum)

        def read() -> tuple[Lists, Serving]:
            above = reaching(now, now.frame.objectives, chains)
            return above, Serving(pairs_of(now, above, chains), len(now.holdings.projects))

        return self._remembered(now, ("served", chains), read)

    def _remembered(self, now: Snapshot, key: Hashable, compute: Callable[[], T]) -> T:
        with self._lock:
            kept = self._kept if now is self._snapshot else None
        return compute() if kept is None else kept.remembered(key, compute)


def _below(now: Snapshot, sources: frozenset[int], filters: Filters) -> Array:
    """Returns the projects with a statement that leads to one of the nodes."""
    best, edges = now.frame.network.best(filters.statuses), now.holdings.edges
    nodes = [node for node, own in best.items() if not sources.isdisjoint(own)]
    owners: Array = distinct(edges.owner[np.isin(edges.target, nodes)]).astype(np.int64)
    return owners[owners > 0]


def direct(side: Side, filters: Filters, projects: Array | None = None) -> Array:
    """Returns how many of the selected projects, or of some, serve each node by a statement of theirs."""
    held = side.snapshot.holdings
    edges, least = held.edges, float(filters.minimum) - ROUNDING
    rows = np.flatnonzero(edges.owner > 0) if projects is None else edges.expanded(projects)[1]
    counts = np.array([status in filters.statuses for status in STATUSES])
    chosen = side.selection.projects[edges.owner[rows]] & counts[edges.status[rows]]
    rows = rows[chosen & (edges.confidence[rows] >= least)]
    key = distinct(edges.target[rows].astype(np.int64) * len(held.projects) + edges.owner[rows])
    found: Array = np.bincount(key // len(held.projects), minlength=len(held.nodes))
    return found


def direct_after(change: Change, filters: Filters) -> tuple[Array, Array]:
    """Returns the same for all projects, before and after a scenario."""
    was = change.before.remembered("direct", lambda: direct(change.before, filters))
    size = len(change.new.snapshot.holdings.nodes)
    was = np.concatenate([was, np.zeros(size - len(was), was.dtype)])
    known = change.touched[change.touched < len(change.before.selection.projects)]
    will = was.copy()
    gone = direct(change.before, filters, known)
    will[: len(gone)] -= gone
    if change.new.snapshot is not change.before.snapshot:
        will += direct(change.new, filters, change.coming)
    return was, will
