"""Which project serves which objective, as pairs in arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.alignment.portfolio import Filters
from graph.alignment.portfolio.numbers import Array, Lists, spread
from graph.alignment.portfolio.served import chains_of
from graph.alignment.portfolio.snapshot import Snapshot
from graph.distinct import distinct

# So many numbers 16 bits tell apart.
_SMALL = 1 << 16


@dataclass(frozen=True, slots=True)
class Pairs:
    """Is pairs of a project and a row that it serves, each once; `accepted` if by an accepted statement."""

    project: Array
    row: Array
    accepted: Array

    def chosen(self, mask: Array) -> Pairs:
        """Returns the pairs at which a mask is True, or those at some places."""
        return Pairs(self.project[mask], self.row[mask], self.accepted[mask])

    def of(self, projects: Array) -> Pairs:
        """Returns the pairs of projects that are True in a mask by project."""
        return self.chosen(projects[self.project])


class Serving:
    """Holds the pairs of all projects in the order of projects, so that those of some are found at once."""

    def __init__(self, pairs: Pairs, projects: int) -> None:
        self._pairs = pairs
        self._count = np.bincount(pairs.project, minlength=projects)
        self._start = np.cumsum(self._count) - self._count
        self._accepted = np.zeros(projects, bool)
        self._accepted[pairs.project[pairs.accepted]] = True

    def of(self, projects: Array) -> Pairs:
        """Returns the pairs of projects, by number; what it does not know serves nothing."""
        known = projects[projects < len(self._count)]
        _, places = spread(self._start[known], self._count[known])
        return self._pairs.chosen(places)

    def once(self, projects: Array) -> Pairs:
        """Returns the same with all rows as one, in which each project is once."""
        known = projects[projects < len(self._count)]
        some = known[self._count[known] > 0]
        return Pairs(some, np.zeros_like(some), self._accepted[some])


class ByRow:
    """Holds pairs in the order of rows, and within a row in the order in which they came."""

    def __init__(self, pairs: Pairs, rows: int) -> None:
        # Numbers of 16 bits are sorted by their digits, which is much quicker.
        small = pairs.row.astype(np.uint16) if rows <= _SMALL else pairs.row
        self._pairs = pairs.chosen(np.argsort(small, kind="stable"))
        self.count = np.bincount(pairs.row, minlength=rows)
        self._start = np.cumsum(self.count) - self.count

    def of(self, rows: Array) -> Pairs:
        """Returns the pairs of the rows at which a mask is True."""
        chosen = np.flatnonzero(rows)
        return self._pairs.chosen(spread(self._start[chosen], self.count[chosen])[1])


def reaching(snapshot: Snapshot, rows: tuple[str, ...], filters: Filters) -> Lists:
    """Returns which of these objectives each policy node reaches."""
    nodes = snapshot.holdings.nodes
    numbers = [(nodes.of[f"<{row}>"],) for row in rows]
    return snapshot.frame.network.reaching(numbers, filters.statuses, len(nodes))


def pairs_of(snapshot: Snapshot, above: Lists, filters: Filters, projects: Array | None = None) -> Pairs:
    """Returns the pairs of all projects, or of some, by chains of the filters' statuses and confidence.

    They come in the order of the projects.
    """
    held = snapshot.holdings
    edges = np.flatnonzero(held.edges.owner > 0) if projects is None else held.edges.expanded(projects)[1]
    chains = chains_of(held, above, filters, edges)
    span = int(chains.row.max(initial=0)) + 1
    key = chains.project.astype(np.int64) * span + chains.row
    both, sure = distinct(key), distinct(key[chains.accepted])
    project, row = np.divmod(both, span)
    accepted = np.zeros(len(both), bool)
    accepted[np.searchsorted(both, sure)] = True
    return Pairs(project, row, accepted)
