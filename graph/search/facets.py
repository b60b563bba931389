"""Counts of the values of each facet over all finds, each find once for each value that it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.search.columns import NONE, Columns, Mask, Numbers
from graph.search.entries import LEVEL, PLACE, PROGRAMME, SERVES
from graph.search.finding import Finding
from graph.search.kinds import KINDS
from graph.search.tables import Tables

Counts = dict[str, int]


class Rollup:
    """Is a table of what each value counts for: a place for its regions, an objective for its goals."""

    def __init__(self, tables: Tables, nodes: int, above: Mapping[str, Sequence[str]]) -> None:
        self.tops = sorted({top for tops in above.values() for top in tops})
        number = {top: place for place, top in enumerate(self.tops)}
        listed: list[list[int]] = [[] for _ in range(nodes)]
        for value, tops in above.items():
            for node in tables.known([value]):
                if node < nodes:
                    listed[node] = [number[top] for top in tops]
        self._lengths = np.array([len(each) for each in listed], np.int64)
        self._starts = np.concatenate(([0], np.cumsum(self._lengths)))[:-1]
        self._flat = np.array([top for each in listed for top in each], np.int64)

    def counts(self, things: Numbers, values: Numbers) -> Counts:
        """Returns how many different things each top counts, from pairs of a thing and a value."""
        inside = values < len(self._lengths)
        things, values = things[inside], values[inside]
        lengths = self._lengths[values]
        owners = np.repeat(things, lengths)
        ends = np.cumsum(lengths)
        within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - lengths, lengths)
        tops = self._flat[np.repeat(self._starts[values], lengths) + within]
        pairs = np.unique(owners * max(1, len(self.tops)) + tops) % max(1, len(self.tops))
        counted = np.bincount(pairs, minlength=len(self.tops))
        return {top: int(count) for top, count in zip(self.tops, counted, strict=True) if count}


@dataclass(frozen=True, slots=True)
class Rollups:
    """Holds the two tables, as of one commit."""

    regions: Rollup
    goals: Rollup


def counted(finding: Finding, tables: Tables, columns: Columns, rollups: Rollups) -> dict[str, Counts]:
    """Returns the counts by facet and value; those of a facet let through all filters but its own."""
    counts: dict[str, Callable[[Mask], Counts]] = {
        "kind": lambda mask: _kinds(columns, mask),
        "level": lambda mask: _values(tables, columns, LEVEL, mask),
        "territory": lambda mask: rollups.regions.counts(*_pairs(columns, PLACE, mask)),
        "programme": lambda mask: _values(tables, columns, PROGRAMME, mask),
        "goal": lambda mask: rollups.goals.counts(*_pairs(columns, SERVES, mask)),
        "year": lambda mask: _years(columns, mask),
    }
    return {name: count(finding.chosen(but=name)) for name, count in counts.items()}


def _kinds(columns: Columns, mask: Mask) -> Counts:
    kinds = columns.kind[mask]
    counted = np.bincount(kinds[kinds != NONE], minlength=len(KINDS))
    return {kind: int(count) for kind, count in zip(KINDS, counted, strict=True) if count}


def _pairs(columns: Columns, facet: int, mask: Mask) -> tuple[Numbers, Numbers]:
    pairs = columns.pairs[facet]
    chosen = mask[pairs.thing]
    return pairs.thing[chosen], pairs.value[chosen]


def _values(tables: Tables, columns: Columns, facet: int, mask: Mask) -> Counts:
    things, values = _pairs(columns, facet, mask)
    different, counts = np.unique(np.unique(np.stack((values, things)), axis=1)[0], return_counts=True)
    return {tables.iri(int(node)): int(count) for node, count in zip(different, counts, strict=True)}


def _years(columns: Columns, mask: Mask) -> Counts:
    """Returns how many finds fall within each year, by adding one where a period begins and ends."""
    first, last = columns.first[mask], columns.last[mask]
    known = first > 0
    if not known.any():
        return {}
    first, last = first[known], last[known]
    start = int(first.min())
    steps = np.bincount(first - start, minlength=int(last.max()) - start + 2)
    steps -= np.bincount(last - start + 1, minlength=len(steps))
    return {str(start + place): int(count) for place, count in enumerate(np.cumsum(steps)) if count}
