"""How many chains of a start and a goal share no hop: how many mistakes it takes to break the connection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.alignment.paths import Path
from graph.alignment.policy import Edge

MOST_TRIES = 100_000
Hop = tuple[str, str]


def count_disjoint(
    start: str,
    goal: str,
    first: Iterable[Edge],
    edges: Callable[[str], Iterable[Edge]],
    leads: Callable[[str], bool],
) -> int:
    """Returns how many serving chains share no hop, whatever their length: the greatest flow (Menger).

    Two statements on the same source and target are one hop. `leads` says whether the goal can be reached
    from a node, so that no more of the network is walked than the question needs.
    """
    import networkx as nx  # its import is a fifth of a server's start

    graph: nx.DiGraph[str] = nx.DiGraph()
    waiting = list(first)
    while waiting:
        edge = waiting.pop()
        if edge.hinders or graph.has_edge(edge.source, edge.target):
            continue
        if edge.target == goal or leads(edge.target):
            graph.add_edge(edge.source, edge.target, capacity=1)
            waiting.extend(edges(edge.target) if edge.target != goal else ())
    if start not in graph or goal not in graph:
        return 0
    return int(nx.maximum_flow_value(graph, start, goal))


def most_disjoint(paths: Sequence[Path]) -> int | None:
    """Returns how many of the paths share no hop, at most; None where too many ways had to be tried.

    Exact, by trying: at most one path for each first hop can be taken.
    """
    groups: dict[Hop, list[frozenset[Hop]]] = {}
    for path in paths:
        hops = frozenset((edge.source, edge.target) for edge in path)
        groups.setdefault((path[0].source, path[0].target), []).append(hops)
    return _Packing(tuple(groups.values())).most()


class _Packing:
    """Tries which paths go together; `groups` holds paths of which at most one of each can be taken."""

    def __init__(self, groups: Sequence[Sequence[frozenset[Hop]]]) -> None:
        self._groups = groups
        self._best = 0
        self._tries = 0

    def most(self) -> int | None:
        self._try(0, 0, frozenset())
        return None if self._tries > MOST_TRIES else self._best

    def _try(self, group: int, taken: int, used: frozenset[Hop]) -> None:
        self._best = max(self._best, taken)
        self._tries += 1
        hopeless = taken + len(self._groups) - group <= self._best
        if hopeless or self._tries > MOST_TRIES:
            return
        for hops in self._groups[group]:
            if not hops & used:
                self._try(group + 1, taken + 1, used | hops)
        self._try(group + 1, taken, used)
