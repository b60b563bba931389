"""Through what projects reach a goal, and who says so: how many by each way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from graph.alignment.portfolio.answers import DEFAULT_STATUSES, STATUSES
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.network import Network
from graph.alignment.portfolio.numbers import Array, Lists, Numbers
from graph.distinct import distinct

_NO_PART = -1


class Way(NamedTuple):
    """Is what projects serve, the part of the goal that it leads to, if any, and who says that they do."""

    through: str
    part: str | None
    author: str


def ways(
    holdings: Holdings, network: Network, goal: int, parts: Collection[int], projects: Array
) -> Mapping[Way, int]:
    """Returns how many of the projects, a mask, reach a goal by each way; `parts` stand right below it."""
    authors = Numbers()
    project, through, author = _stated(holdings, network, goal, projects, authors)
    led = _led(network, parts, len(holdings.nodes))
    which, part, _ = led.of(through)
    sizes = (len(led), len(led) + 1, max(len(authors), 1))
    way = np.ravel_multi_index((through[which], part + 1, author[which]), sizes)
    different = distinct(way * len(projects) + project[which])
    found, counts = np.unique(different // len(projects), return_counts=True)
    columns = (column.tolist() for column in np.unravel_index(found, sizes))
    names = ["", *holdings.nodes.names]
    return {
        Way(names[through + 1][1:-1], names[part][1:-1] or None, authors.names[author]): count
        for through, part, author, count in zip(*columns, counts.tolist(), strict=True)
    }


def parts_of(network: Network, goal: int) -> frozenset[int]:
    """Returns what stands right below an objective in its tree."""
    return frozenset(below for below, above in network.steps if above == goal)


def _stated(
    holdings: Holdings, network: Network, goal: int, projects: Array, authors: Numbers
) -> tuple[Array, Array, Array]:
    """Returns project, target and author of each statement that counts and leads to the goal."""
    edges = holdings.edges
    leads = np.zeros(len(holdings.nodes), bool)
    leads[network.reach(DEFAULT_STATUSES).below(goal)] = True
    counts = np.array([status in DEFAULT_STATUSES for status in STATUSES])
    rows = np.flatnonzero(projects[edges.owner] & leads[edges.target] & counts[edges.status])
    said_by = Lists([list(_singly(name, authors)) for name in holdings.authors.names])
    which, author, _ = said_by.of(edges.author[rows])
    return edges.owner[rows][which], edges.target[rows][which], author


def _singly(name: str, authors: Numbers) -> Iterator[tuple[int, float]]:
    """Yields the number of each author that a name stands for; only what is named by an IRI can be told."""
    return ((authors.add(each[1:-1]), 1.0) for each in name.split() if each.startswith("<"))


def _led(network: Network, parts: Collection[int], size: int) -> Lists:
    """Returns the parts that each node reaches, _NO_PART for a node that reaches none."""
    reach = network.reach(DEFAULT_STATUSES)
    found: list[Sequence[tuple[int, float]]] = [[(_NO_PART, 1.0)]] * size
    by_node: dict[int, list[tuple[int, float]]] = {}
    for part in parts:
        for node in reach.below(part).tolist():
            by_node.setdefault(node, []).append((part, 1.0))
    for node, own in by_node.items():
        found[node] = own
    return Lists(found)
