"""The portfolio as it is, remembered until the next commit, and as it would be."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from graph.alignment.effects.comparing import Side
from graph.alignment.effects.coverage import Pairs, pairs_of, reaching
from graph.alignment.effects.influence import Influences, read_influences
from graph.alignment.effects.supposing import Supposed
from graph.alignment.portfolio import STATUSES, Filters, Portfolio
from graph.alignment.portfolio.numbers import Array, Lists
from graph.alignment.portfolio.selecting import select
from graph.alignment.portfolio.served import ROUNDING
from graph.alignment.portfolio.snapshot import Snapshot
from graph.store import Store

T = TypeVar("T")
_MOST_KEPT = 16


class States:
    """Holds a copy of the portfolio, made anew after a commit, and what was worked out for it."""

    def __init__(self, store: Store, current: Callable[[], Portfolio]) -> None:
        self._store, self._current = store, current
        self._lock = Lock()
        self._snapshot: Snapshot | None = None
        self._kept: dict[Hashable, Any] = {}

    def now(self) -> Snapshot:
        """Returns the portfolio as of the last commit; what was worked out for a former one is forgotten."""
        portfolio = self._current()
        with self._lock:
            if self._snapshot is None or self._snapshot.sequence != portfolio.sequence:
                self._snapshot = portfolio.snapshot()
                self._kept = {}
            return self._snapshot

    def side(self, now: Snapshot, filters: Filters) -> Side:
        """Returns the state as it is."""
        _, pairs = self._served(now, filters)
        key = ("selection", filters)
        selection = self._remembered(now, key, lambda: select(now.holdings, now.frame, filters))
        return Side(now, selection, pairs)

    def supposed(self, before: Side, supposed: Supposed, filters: Filters) -> tuple[Side, Array]:
        """Returns the state under a scenario, and the projects for which anything may differ.

        What the others serve is taken over. A statement among the policy levels touches the projects whose
        own statements lead to where it starts.
        """
        after = supposed.snapshot
        selection = select(after.holdings, after.frame, filters)
        above, _ = self._served(before.snapshot, filters)
        touched = supposed.touched
        if supposed.sources:
            above = reaching(after, after.frame.objectives, filters)
            touched = np.union1d(touched, _below(before.snapshot, supposed.sources, filters))
        kept = np.ones(len(after.holdings.projects), bool)
        kept[touched] = False
        fresh = pairs_of(after, above, filters, touched)
        return Side(after, selection, before.pairs.of(kept).joined(fresh)), touched

    def influences(self, now: Snapshot) -> Influences:
        """Returns the statements among objectives as they are."""
        objectives = now.frame.objectives
        return self._remembered(now, "influences", lambda: read_influences(self._store, objectives))

    def _served(self, now: Snapshot, filters: Filters) -> tuple[Lists, Pairs]:
        chains = Filters(statuses=filters.statuses, minimum=filters.minimum)

        def read() -> tuple[Lists, Pairs]:
            above = reaching(now, now.frame.objectives, chains)
            return above, pairs_of(now, above, chains)

        return self._remembered(now, ("served", chains), read)

    def _remembered(self, now: Snapshot, key: Hashable, compute: Callable[[], T]) -> T:
        with self._lock:
            if now is self._snapshot and key in self._kept:
                return self._kept[key]  # type: ignore[no-any-return]
        value = compute()
        with self._lock:
            if now is self._snapshot:
                self._kept[key] = value
                for oldest in list(self._kept)[:-_MOST_KEPT]:
                    del self._kept[oldest]
        return value


def _below(now: Snapshot, sources: frozenset[int], filters: Filters) -> Array:
    """Returns the projects with a statement that leads to one of the nodes."""
    best, edges = now.frame.network.best(filters.statuses), now.holdings.edges
    nodes = [node for node, own in best.items() if not sources.isdisjoint(own)]
    owners: Array = np.unique(edges.owner[np.isin(edges.target, nodes)]).astype(np.int64)
    return owners[owners > 0]


def any_time(side: Side, filters: Filters) -> Side:
    """Returns a state without the filter by period."""
    if filters.since is None and filters.until is None:
        return side
    always = replace(filters, since=None, until=None)
    return replace(side, selection=select(side.snapshot.holdings, side.snapshot.frame, always))


def direct(side: Side, filters: Filters) -> Mapping[str, int]:
    """Returns how many of the selected projects serve each objective by a statement of their own."""
    held = side.snapshot.holdings
    edges, least = held.edges, float(filters.minimum) - ROUNDING
    codes = [code for code, status in enumerate(STATUSES) if status in filters.statuses]
    chosen = side.selection.projects[edges.owner] & np.isin(edges.status, codes) & (edges.confidence >= least)
    key = np.unique(edges.target[chosen].astype(np.int64) * len(held.projects) + edges.owner[chosen])
    counts: Array = np.bincount(key // len(held.projects), minlength=len(held.nodes))
    of = held.nodes.of
    numbers = ((name, int(counts[of[f"<{name}>"]])) for name in side.snapshot.frame.objectives)
    return {name: count for name, count in numbers if count}
