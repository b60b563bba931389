"""Which project serves which objective, as pairs in arrays, and the figures of any of the objectives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from graph.alignment.portfolio import Figure, Filters, Sum
from graph.alignment.portfolio.digits import joined
from graph.alignment.portfolio.numbers import Array, Lists, spread
from graph.alignment.portfolio.selecting import Selection
from graph.alignment.portfolio.served import chains_of
from graph.alignment.portfolio.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Pairs:
    """Is pairs of a project and a row that it serves, each once; `accepted` if by an accepted statement."""

    project: Array
    row: Array
    accepted: Array

    def chosen(self, mask: Array) -> Pairs:
        """Returns the pairs at which a mask is True."""
        return Pairs(self.project[mask], self.row[mask], self.accepted[mask])

    def of(self, projects: Array) -> Pairs:
        """Returns the pairs of projects that are True in a mask by project."""
        return self.chosen(projects[self.project])

    def joined(self, others: Pairs) -> Pairs:
        """Returns these pairs and others."""
        both = ((getattr(self, name), getattr(others, name)) for name in ("project", "row", "accepted"))
        return Pairs(*(np.concatenate(each) for each in both))


def reaching(snapshot: Snapshot, rows: tuple[str, ...], filters: Filters) -> Lists:
    """Returns which of these objectives each policy node reaches."""
    nodes = snapshot.holdings.nodes
    numbers = [(nodes.of[f"<{row}>"],) for row in rows]
    return snapshot.frame.network.reaching(numbers, filters.statuses, len(nodes))


def pairs_of(snapshot: Snapshot, above: Lists, filters: Filters, projects: Array | None = None) -> Pairs:
    """Returns the pairs of all projects, or of some, by chains of the filters' statuses and confidence."""
    held = snapshot.holdings
    edges = np.flatnonzero(held.edges.owner > 0) if projects is None else held.edges.expanded(projects)[1]
    chains = chains_of(held, above, filters, edges)
    span = max(len(held.projects), 1)
    key = chains.row * span + chains.project
    both, sure = _distinct(key), _distinct(key[chains.accepted])
    row, project = np.divmod(both, span)
    accepted = np.zeros(len(both), bool)
    accepted[np.searchsorted(both, sure)] = True
    return Pairs(project, row, accepted)


def _distinct(keys: Array) -> Array:
    """Returns what occurs, in order; for millions of keys sorting them is faster than numpy's hashing."""
    ordered: Array = np.sort(keys)
    found: Array = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
    return found


class Figures:
    """Makes figures of pairs, for the projects that filters leave."""

    def __init__(self, snapshot: Snapshot, selection: Selection, pairs: Pairs, rows: int) -> None:
        self._held, self._selection, self._rows = snapshot.holdings, selection, rows
        self._pairs = pairs.of(selection.projects)
        self.projects = np.bincount(self._pairs.row, minlength=rows)
        self._accepted = np.bincount(self._pairs.row[self._pairs.accepted], minlength=rows)
        names = self._held.currencies.names
        self._money = [(names[c], *self._sums(c)) for c in sorted(range(len(names)), key=names.__getitem__)]

    def figure(self, row: int) -> Figure:
        """Returns the figure of one row."""
        if not self.projects[row]:
            return Figure()
        money = (
            Sum(name, self._decimal(value[row]), self._decimal(sure[row]), int(holders[row]))
            for name, value, sure, holders in self._money
            if holders[row]
        )
        return Figure(int(self.projects[row]), int(self._accepted[row]), tuple(money))

    def by_region(self) -> Array:
        """Returns rows by regions, True where a project of the region serves the row."""
        regions = self._selection.regions
        count = regions.sum(axis=1)
        start = np.cumsum(count) - count
        which, place = spread(start[self._pairs.project], count[self._pairs.project])
        region = np.nonzero(regions)[1][place]
        found = np.zeros((self._rows, regions.shape[1]), bool)
        found[self._pairs.row[which], region] = True
        return found

    def _sums(self, currency: int) -> tuple[Array, Array, Array]:
        """Returns the money of each row in a currency, how much rests on accepted statements, of how many."""
        money, pairs = self._selection.money, self._pairs
        key = pairs.project * max(len(self._held.currencies), 1) + currency
        pairs, key = pairs.chosen(money.has[key]), key[money.has[key]]
        weights = [digit[key] for digit in money.digits]
        value = joined([np.bincount(pairs.row, each, self._rows) for each in weights])
        sure = joined([np.bincount(pairs.row, each * pairs.accepted, self._rows) for each in weights])
        return value, sure, np.bincount(pairs.row, minlength=self._rows)

    def _decimal(self, units: int) -> Decimal:
        return Decimal(int(units)).scaleb(-self._held.money.scale)
