"""How many projects reach some objectives: without their money, which takes longer to sum than to count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

from graph.alignment.portfolio.answers import DEFAULT_STATUSES, STATUSES
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.network import Network
from graph.alignment.portfolio.numbers import Array


def counts(
    holdings: Holdings, network: Network, objectives: Iterable[str], projects: Array
) -> Iterator[tuple[str, int]]:
    """Yields each objective that the network holds, and how many of the projects, a mask, reach it."""
    edges, below = holdings.edges, network.below(DEFAULT_STATUSES)
    codes = [code for code, status in enumerate(STATUSES) if status in DEFAULT_STATUSES]
    chosen = projects[edges.owner] & np.isin(edges.status, codes)
    owner, target = edges.owner[chosen], edges.target[chosen]
    for objective in objectives:
        node = holdings.nodes.of.get(f"<{objective}>", -1)
        if node in below:
            leads = np.zeros(len(holdings.nodes), bool)
            leads[below[node]] = True
            reaching = np.zeros(len(projects), bool)
            reaching[owner[leads[target]]] = True
            yield objective, int(np.count_nonzero(reaching))
