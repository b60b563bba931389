"""The most confident simple paths first: A* over chains, led by the exact distance to the end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count
from math import prod

from graph.alignment.policy import Distances, Edge, dearness

Path = tuple[Edge, ...]
Entry = tuple[float, int, float, bool, Path]

MOST_STEPS = 20_000
ROUNDING = 1e-4
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Found:
    """Is the best paths, and whether there are more than these."""

    paths: tuple[Path, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Search:
    """Looks for paths to `ends` over `edges`; `hinders` says whether a hindering hop is wanted or excluded.

    A path has at most `most_hops`, or as many as the shortest one has. To an end of `wholes`, and beyond any
    end, it goes by statements alone: that a goal is part of the Agenda says nothing. Only paths of at least
    the confidence `least` are found, and only those that are `wanted`.
    """

    ends: frozenset[str]
    wholes: frozenset[str]
    edges: Callable[[str], Iterable[Edge]]
    distances: Distances
    hinders: bool
    most_hops: int
    least: Decimal = NONE
    wanted: Callable[[Path], bool] = lambda _: True

    def best(self, first: Iterable[Edge], limit: int) -> Found:
        """Returns the `limit` most confident paths that begin with one of the given edges."""
        found: list[Path] = []
        for path in self._in_order(tuple(first)):
            if path is None or len(found) == limit:
                return Found(tuple(found), more=True)
            found.append(path)
        return Found(tuple(found), more=False)

    def surest(self, first: Iterable[Edge]) -> Path:
        """Returns the most confident path alone, () where there is none: others are not looked for."""
        return next(self._in_order(tuple(first)), None) or ()

    def _in_order(self, first: Path) -> Iterator[Path | None]:
        """Yields paths, the most confident first; None once the search has taken too many steps."""
        heap: list[Entry] = []
        number, longest = count(), self._longest(first)
        for edge in filter(self._is_open, first):
            self._push(heap, next(number), 0.0, False, (edge,), longest)
        for _ in range(MOST_STEPS):
            if not heap:
                return
            _, _, cost, marked, path = heappop(heap)
            end = path[-1].target
            if end in self.ends and marked == self.hinders and self._counts(path):
                yield path
            for edge in self._onward(path):
                self._push(heap, next(number), cost, marked, (*path, edge), longest)
        yield None

    def _counts(self, path: Path) -> bool:
        return (not self.least or confidence_of(path) >= self.least) and self.wanted(path)

    def _onward(self, path: Path) -> Iterator[Edge]:
        visited = {path[0].source, *(edge.target for edge in path)}
        at_end = path[-1].target in self.ends
        for edge in self.edges(path[-1].target):
            if edge.target not in visited and self._is_open(edge) and not (at_end and edge.alignment is None):
                yield edge

    def _is_open(self, edge: Edge) -> bool:
        return edge.alignment is not None or edge.target not in self.wholes

    def _push(
        self, heap: list[Entry], number: int, cost: float, marked: bool, path: Path, longest: int
    ) -> None:
        edge = path[-1]
        state = (edge.target, marked or edge.hinders)
        left = self._left(state)
        if (
            left is not None
            and len(path) + left[1] <= longest
            and self._may_be_sure(cost + edge.cost + left[0])
        ):
            heappush(heap, (cost + edge.cost + left[0], number, cost + edge.cost, state[1], path))

    def _may_be_sure(self, cost: float) -> bool:
        """Says whether a path of this cost may reach the least confidence; a step itself costs a trifle."""
        return not self.least or cost <= dearness(self.least) + ROUNDING

    def _left(self, state: tuple[str, bool]) -> tuple[float, int] | None:
        """Returns the least cost and the fewest hops from a place to an end, None if there is no way."""
        if state[0] in self.ends and state[1] == self.hinders:
            return 0.0, 0
        cost = self.distances.cost.get(state)
        return None if cost is None else (cost, self.distances.hops[state])

    def _longest(self, first: Path) -> int:
        ways = (self._left((edge.target, edge.hinders)) for edge in first)
        return max(self.most_hops, min((1 + way[1] for way in ways if way), default=0))


def confidence_of(path: Path) -> Decimal:
    """Returns the confidence of a path: the product of its steps, exactly."""
    return prod((edge.confidence for edge in path), start=Decimal(1))
