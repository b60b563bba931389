"""How far partial chains reach: up from a start, and down from a goal, where no chain joins the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count

from graph.alignment.paths import Path, confidence_of
from graph.alignment.policy import Edge
from graph.alignment.views import View
from graph.repository import Repository
from graph.repository.reading import text_of
from graph.terms import expand

LEVEL = expand("pg:level")
LEVELS = ("Municipal", "Regional", "National", "Eu", "Global")


@dataclass(frozen=True, slots=True)
class Frontier:
    """Holds the surest way up to each place from the start, and from each place on to the goal.

    No step of them hinders. A hop from a place of `up` to one of `down` would make a chain.
    """

    view: View
    up: Mapping[str, Path]
    down: Mapping[str, float]
    goal: str

    def onward(self, node: str) -> Path:
        """Returns the surest way from a place of `down` to the goal; none for the goal itself."""
        path: list[Edge] = []
        while node != self.goal:
            edge = min(self._steps(node), key=lambda each: (each.cost + self.down[each.target], each.target))
            path.append(edge)
            node = edge.target
        return tuple(path)

    def joins(self, source: str, target: str) -> bool:
        """Says whether a certain hop between the two would make a chain that counts."""
        hop = Edge(source, target, None, Decimal(1), hinders=False)
        path = (*self.up[source], hop, *self.onward(target))
        nodes = [path[0].source, *(edge.target for edge in path)]
        is_sure = confidence_of(path) >= self.view.least
        return len(set(nodes)) == len(nodes) and is_sure and self.view.wanted(path)

    def _steps(self, node: str) -> Iterator[Edge]:
        return (e for e in self.view.network.edges(node) if not e.hinders and e.target in self.down)


def frontier_of(view: View, start: str, goal: str) -> Frontier:
    """Returns how far partial chains reach from both sides."""
    cost = view.network.distances(frozenset((goal,)), hinders=False).cost
    down = {node: far for (node, marked), far in cost.items() if not marked} | {goal: 0.0}
    return Frontier(view, _ways_up(view, start), down, goal)


def _ways_up(view: View, start: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    number = count()
    waiting: list[tuple[float, int, str, Path]] = [(0.0, next(number), start, ())]
    while waiting:
        cost, _, node, path = heappop(waiting)
        if node in found:
            continue
        found[node] = path
        for edge in view.network.edges(node) if path else view.first(start):
            if not edge.hinders and edge.target not in found:
                heappush(waiting, (cost + edge.cost, next(number), edge.target, (*path, edge)))
    return found


def levels(repository: Repository) -> Mapping[str, int]:
    """Returns how high each policy level stands, by node: 1 for a municipality, 5 for the world."""
    rank = {expand(f"pg:{name}Level").value: place for place, name in enumerate(LEVELS, start=1)}

    def read() -> Mapping[str, int]:
        quads = repository.reading.store.quads(None, LEVEL)
        return {text_of(quad.subject): rank.get(text_of(quad.object), 0) for quad in quads}

    return repository.reading.remembered("levels of nodes", read)
