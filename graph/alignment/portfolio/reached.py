"""How many projects reach some objectives: without their money, which takes longer to sum than to count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from graph.alignment.portfolio.answers import DEFAULT_STATUSES, STATUSES
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.network import Network
from graph.alignment.portfolio.numbers import Array, spread


class Leading:
    """Holds which projects each node is named by in a statement that counts by default."""

    def __init__(self, holdings: Holdings) -> None:
        edges = holdings.edges
        counts = np.array([status in DEFAULT_STATUSES for status in STATUSES])
        chosen = np.flatnonzero((edges.owner > 0) & counts[edges.status])
        target = edges.target[chosen]
        self._owner = edges.owner[chosen[np.argsort(target, kind="stable")]]
        self._count = np.bincount(target, minlength=len(holdings.nodes))
        self._start = np.cumsum(self._count) - self._count

    def projects(self, nodes: Array) -> Array:
        """Returns the projects that name any of the nodes, some of them repeatedly."""
        _, places = spread(self._start[nodes], self._count[nodes])
        return self._owner[places]


def counts(
    holdings: Holdings, network: Network, leading: Leading, objectives: Iterable[str], projects: Array
) -> Iterator[tuple[str, int]]:
    """Yields each objective that the network holds, and how many of the projects, a mask, reach it."""
    for objective in objectives:
        reaching = reached(holdings, network, leading, objective)
        if reaching is not None:
            yield objective, int(np.count_nonzero(reaching & projects))


def reached(holdings: Holdings, network: Network, leading: Leading, objective: str) -> Array | None:
    """Returns a mask of the projects that reach an objective, None for what the network does not hold."""
    node = holdings.nodes.of.get(f"<{objective}>", -1)
    if node not in network.nodes:
        return None
    reaching = np.zeros(len(holdings.projects), bool)
    reaching[leading.projects(network.reach(DEFAULT_STATUSES).below(node))] = True
    return reaching
