"""The policy levels as a network: what each objective and document reaches, and by how good a chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from graph.alignment.portfolio.numbers import Lists

Best = Mapping[int, float]
Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Is an alignment between two nodes, by number, with its status."""

    source: int
    target: int
    status: str
    confidence: float


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
    _below: dict[frozenset[str], Mapping[int, list[int]]] = field(default_factory=dict)

    def best(self, statuses: frozenset[str]) -> Mapping[int, Best]:
        """Returns for each node what it reaches by statements of these statuses, itself included."""
        if statuses not in self._best:
            upward = self._upward(statuses)
            self._best[statuses] = {node: _best_from(node, upward) for node in self.nodes}
        return self._best[statuses]

    def below(self, statuses: frozenset[str]) -> Mapping[int, list[int]]:
        """Returns for each node what reaches it by statements of these statuses, itself included."""
        if statuses not in self._below:
            found: dict[int, list[int]] = {node: [] for node in self.nodes}
            for node, best in self.best(statuses).items():
                for above in best:
                    found[above].append(node)
            self._below[statuses] = found
        return self._below[statuses]

    def reaching(self, rows: Iterable[Row], statuses: frozenset[str], size: int) -> Lists:
        """Returns for each of the nodes 0..size-1 the rows that it reaches, with confidence.

        A row of two nodes is reached by passing through the first to the second.
        """
        best = self.best(statuses)
        starting: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for number, (first, *rest) in enumerate(rows):
            onward = best.get(first, {}).get(rest[0], -1.0) if rest else 1.0
            if onward >= 0:
                starting[first].append((number, onward))
        return Lists([list(_rows_of(best.get(node, {}), starting)) for node in range(size)])

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


def _rows_of(best: Best, starting: Mapping[int, list[tuple[int, float]]]) -> Iterator[tuple[int, float]]:
    for node, confidence in best.items():
        for row, onward in starting.get(node, ()):
            yield row, confidence * onward


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
