"""The statements without which nothing would serve an objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count

import numpy as np

from graph.alignment.effects.answers import Bearer
from graph.alignment.effects.comparing import Side
from graph.alignment.effects.naming import code_of
from graph.alignment.effects.passing import Passes
from graph.alignment.portfolio import STATUSES, Filters
from graph.alignment.portfolio.network import Link
from graph.alignment.portfolio.served import ROUNDING
from graph.ledger import standing_of
from graph.ledger.words import ALIGNMENT, CONFIDENCE, CONTRIBUTES_TO, PROPERTY, SOURCE, TARGET, TYPE
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, iri


@dataclass(frozen=True, slots=True)
class _Way:
    """Is the node that a chain's first hop leads to, and the links on its way from there."""

    node: int
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Carrying:
    """Is a statement of a project to a node, by the number of the node, or a link among policy nodes."""

    node: int | None = None
    link: Link | None = None


class Bearing:
    """Looks for statements that are part of every chain to an objective which is good enough to count.

    Where any chain is good enough, these are the hops by which every way enters the nodes that all ways pass.
    Else a statement that all chains share is part of the best one, so only the hops of one chain are tried:
    each is left out, and another chain is looked for.
    """

    def __init__(self, store: Readable, side: Side, filters: Filters) -> None:
        self._store, self._side = store, side
        self._least = float(filters.minimum) - ROUNDING
        self._network, self._statuses = side.snapshot.frame.network, filters.statuses
        self._into = self._network.into(filters.statuses)
        self._best, self._second, self._edge = _firsts(side, filters)
        self._passes = None if filters.minimum > 0 else self._passed()

    def carrying(self, objective: str) -> Iterator[Carrying]:
        """Yields the statements without any one of which nothing would serve the objective."""
        node = self._side.snapshot.holdings.nodes.of[f"<{objective}>"]
        if self._passes is not None:
            yield from sorted(self._only(self._passes, node), key=lambda each: each.node is None)
            return
        way = self._way(node)
        if way is None:
            return
        if self._way(node, thin=way.node) is None:
            yield Carrying(node=way.node)
        for link in way.links:
            if self._way(node, without=link) is None:
                yield Carrying(link=link)

    def named(self, carrying: Carrying) -> Iterator[Bearer]:
        """Yields the statement by its name."""
        if carrying.link is not None:
            yield from self._named(carrying.link)
        elif carrying.node is not None:
            yield from self._first(carrying.node)

    def _passed(self) -> Passes:
        starts = [node for node, best in enumerate(self._best) if best >= 0]
        return Passes(self._network.onward(self._statuses), starts)

    def _only(self, passes: Passes, node: int) -> Iterator[Carrying]:
        """Yields the statements by which alone a node, or one that all ways to it pass, is come to."""
        for place in passes.up_from(node):
            hops = [
                hop
                for hop in self._into.get(place, ())
                if passes.reaches(hop.source) and not passes.passes(hop.source, place)
            ]
            first = (self._best[place] >= 0) + (self._second[place] >= 0)
            if len(hops) + first == 1:
                if first:
                    yield Carrying(node=place)
                elif (link := hops[0].link) is not None:
                    yield Carrying(link=link)

    def _way(self, node: int, *, without: Link | None = None, thin: int = -1) -> _Way | None:
        """Returns the best chain back from a node to a project's statement, None if none is good enough.

        One link may be left out, or at one node the best of the statements that lead to it.
        """
        number = count()
        waiting: list[tuple[float, int, int, tuple[Link, ...]]] = [(-1.0, node, next(number), ())]
        done: set[int] = set()
        while waiting:
            negative, here, _, links = heappop(waiting)
            if here in done:
                continue
            done.add(here)
            first = float((self._second if here == thin else self._best)[here])
            if first >= 0 and -negative * first >= self._least:
                return _Way(here, links)
            for hop in self._into.get(here, ()):
                if hop.source not in done and (hop.link is None or hop.link is not without):
                    more = links if hop.link is None else (*links, hop.link)
                    heappush(waiting, (negative * hop.confidence, hop.source, next(number), more))
        return None

    def _first(self, node: int) -> Iterator[Bearer]:
        held = self._side.snapshot.holdings
        edge = int(self._edge[node])
        source = held.projects.names[held.edges.owner[edge]]
        status = STATUSES[held.edges.status[edge]]
        yield from self._found(source, node, status, float(held.edges.confidence[edge]))

    def _named(self, link: Link) -> Iterator[Bearer]:
        source = self._side.snapshot.holdings.nodes.names[link.source]
        yield from self._found(source, link.target, link.status, link.confidence)

    def _found(self, source: str, target: int, status: str, confidence: float) -> Iterator[Bearer]:
        """Yields the statement that joins two nodes with this status and confidence; there is one."""
        start, end = source[1:-1], self._side.snapshot.holdings.nodes.names[target][1:-1]
        for quad in self._store.quads(None, SOURCE, iri(start)):
            node = quad.subject
            if isinstance(node, NamedNode) and self._is(node, iri(end), status, confidence):
                yield Bearer(node.value, start, end)
                return

    def _is(self, node: NamedNode, target: NamedNode, status: str, confidence: float) -> bool:
        told = (self._store.quads(node, TARGET, target), self._store.quads(node, PROPERTY, CONTRIBUTES_TO))
        if not all(any(quads) for quads in told) or not any(self._store.quads(node, TYPE, ALIGNMENT)):
            return False
        values = [
            q.object.value for q in self._store.quads(node, CONFIDENCE) if isinstance(q.object, Literal)
        ]
        return (
            code_of(standing_of(self._store, node)) == status
            and float(max(values, default="0")) == confidence
        )


def _firsts(side: Side, filters: Filters) -> tuple[Sequence[float], Sequence[float], Sequence[int]]:
    """Returns for each node the best and second best confidence of projects' statements to it, -1 for none.

    The third list says which statement is the best, by its row.
    """
    held = side.snapshot.holdings
    codes = [code for code, status in enumerate(STATUSES) if status in filters.statuses]
    chosen = side.selection.projects[held.edges.owner] & np.isin(held.edges.status, codes)
    rows = np.flatnonzero(chosen)
    rows = rows[np.lexsort((-held.edges.confidence[rows], held.edges.target[rows]))]
    target, size = held.edges.target[rows], len(held.nodes)
    best, second, edge = np.full(size, -1.0), np.full(size, -1.0), np.full(size, -1)
    nodes, first = np.unique(target, return_index=True)
    best[nodes], edge[nodes] = held.edges.confidence[rows[first]], rows[first]
    following = first + 1
    more = following < np.append(first[1:], len(rows))
    second[nodes[more]] = held.edges.confidence[rows[following[more]]]
    return best.tolist(), second.tolist(), edge.tolist()
