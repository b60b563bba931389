"""The policy levels as a network: what each objective and document reaches, and by how good a chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np

from graph.alignment.portfolio.numbers import Array, Lists, spread

Best = Mapping[int, float]
Row = tuple[int, ...]
_NOTHING = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True)
class Link:
    """Is an alignment between two nodes, by number, with its status."""

    source: int
    target: int
    status: str
    confidence: float


class Hop(NamedTuple):
    """Is a way into a node: from where, how sure, and by which of the links, None for a step in a tree."""

    source: int
    confidence: float
    link: Link | None


class Reach:
    """Holds what reaches what, and by how good a chain, in the order of what is reached."""

    def __init__(self, best: Mapping[int, Best]) -> None:
        pairs = [(above, node, value) for node, own in best.items() for above, value in own.items()]
        above, node, value = (np.array(column) for column in zip(*pairs, strict=True)) if pairs else _NOTHING
        order = np.argsort(above, kind="stable")
        self._node, self._confidence = node[order], value[order]
        self._count = np.bincount(above)
        self._start = np.cumsum(self._count) - self._count

    def below(self, node: int) -> Array:
        """Returns what reaches a node, itself included; nothing for what is no policy node."""
        if not 0 <= node < len(self._start):
            return self._node[:0]
        start = int(self._start[node])
        return self._node[start : start + int(self._count[node])]

    def into(self, nodes: Array) -> tuple[Array, Array, Array]:
        """Returns the position in `nodes`, what reaches that one, and the confidence, for all that does."""
        which, places = spread(self._start[nodes], self._count[nodes])
        return which, self._node[places], self._confidence[places]


@dataclass(slots=True)
class Network:
    """Holds steps in objectives' own trees (confidence 1) and alignments, among policy nodes alone.

    A chain to a node is as good as the product of its hops; of several, the best counts. Since no hop is
    above 1, the best-first search of Dijkstra finds it, cycles of influence included.
    """

    nodes: frozenset[int]
    steps: tuple[tuple[int, int], ...]
    links: tuple[Link, ...]
    _best: dict[frozenset[str], Mapping[int, Best]] = field(default_factory=dict)
    _into: dict[frozenset[str], Mapping[int, Sequence[Hop]]] = field(default_factory=dict)
    _onward: dict[frozenset[str], Mapping[int, Sequence[int]]] = field(default_factory=dict)
    _reach: dict[frozenset[str], Reach] = field(default_factory=dict)

    def best(self, statuses: frozenset[str]) -> Mapping[int, Best]:
        """Returns for each node what it reaches by statements of these statuses, itself included."""
        if statuses not in self._best:
            upward = self._upward(statuses)
            self._best[statuses] = {node: _best_from(node, upward) for node in self.nodes}
        return self._best[statuses]

    def reach(self, statuses: frozenset[str]) -> Reach:
        """Returns the same in arrays, ordered by what is reached."""
        if statuses not in self._reach:
            self._reach[statuses] = Reach(self.best(statuses))
        return self._reach[statuses]

    def into(self, statuses: frozenset[str]) -> Mapping[int, Sequence[Hop]]:
        """Returns the ways into each node by statements of these statuses."""
        if statuses not in self._into:
            found: dict[int, list[Hop]] = defaultdict(list)
            for source, target in self.steps:
                found[target].append(Hop(source, 1.0, None))
            for link in self.links:
                if link.status in statuses:
                    found[link.target].append(Hop(link.source, link.confidence, link))
            self._into[statuses] = found
        return self._into[statuses]

    def onward(self, statuses: frozenset[str]) -> Mapping[int, Sequence[int]]:
        """Returns where the same ways lead from each node."""
        if statuses not in self._onward:
            found: dict[int, list[int]] = defaultdict(list)
            for node, hops in self.into(statuses).items():
                for hop in hops:
                    found[hop.source].append(node)
            self._onward[statuses] = found
        return self._onward[statuses]

    def reaching(self, rows: Iterable[Row], statuses: frozenset[str], size: int) -> Lists:
        """Returns for each of the nodes 0..size-1 the rows that it reaches, with confidence.

        A row of two nodes is reached by passing through the first to the second.
        """
        best = self.best(statuses)
        starts = [
            (first, number, best[first].get(rest[0], -1.0) if rest else 1.0)
            for number, (first, *rest) in enumerate(rows)
            if first in best
        ]
        starts = [each for each in starts if each[2] >= 0]
        if not starts:
            return Lists.laid(*_NOTHING, size)
        first, number, onward = (np.array(column) for column in zip(*starts, strict=True))
        which, node, confidence = self.reach(statuses).into(first)
        return Lists.laid(node, number[which], confidence * onward[which], size)

    def among(self, nodes: frozenset[int]) -> Network:
        """Returns the network with these nodes, of which the new ones reach nothing and nothing reaches."""
        return self if nodes == self.nodes else Network(nodes, self.steps, self.links)

    def judged(self, verdicts: Sequence[tuple[Link, Link]]) -> Network:
        """Returns the network in which links have another status; what they cannot change is taken over."""
        links = list(self.links)
        for old, new in verdicts:
            links[links.index(old)] = new
        twin = Network(self.nodes, self.steps, tuple(links))
        sources = {old.source for old, _ in verdicts}
        for statuses, best in self._best.items():
            upward = twin._upward(statuses)
            twin._best[statuses] = {
                node: own if sources.isdisjoint(own) else _best_from(node, upward)
                for node, own in best.items()
            }
        return twin

    def _upward(self, statuses: frozenset[str]) -> Mapping[int, Best]:
        upward: dict[int, dict[int, float]] = defaultdict(dict)
        for source, target in self.steps:
            upward[source][target] = 1.0
        for link in self.links:
            if link.status in statuses:
                better = max(link.confidence, upward[link.source].get(link.target, 0.0))
                upward[link.source][link.target] = better
        return upward


def _best_from(start: int, upward: Mapping[int, Best]) -> Best:
    best: dict[int, float] = {}
    waiting = [(-1.0, start)]
    while waiting:
        negative, node = heappop(waiting)
        if node in best:
            continue
        best[node] = -negative
        for above, confidence in upward.get(node, {}).items():
            if above not in best:
                heappush(waiting, (negative * confidence, above))
    return best
