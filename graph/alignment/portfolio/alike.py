"""Projects that have something in common: documents that they reach, objectives and goals that they serve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from graph.alignment.portfolio.answers import DEFAULT_STATUSES, STATUSES
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.reached import Leading
from graph.distinct import distinct


def similar(holdings: Holdings, leading: Leading, project: int) -> Mapping[str, int]:
    """Returns the other projects that serve some objective of a project's, and how many of them."""
    edges = holdings.edges
    _, rows = edges.expanded(np.array([project]))
    counts = np.array([status in DEFAULT_STATUSES for status in STATUSES])[edges.status[rows]]
    served = distinct(edges.target[rows[counts]])
    others = [distinct(leading.projects(np.array([node]))) for node in served]
    shared = np.bincount(np.concatenate([served[:0], *others]), minlength=project + 1)
    shared[project] = 0
    found = np.flatnonzero(shared)
    return dict(zip(named(holdings, found), shared[found].tolist(), strict=True))


def near(holdings: Holdings, reaching: Sequence[Array], projects: Array) -> Mapping[str, int]:
    """Returns those of some projects, a mask, that some masks hold, and how many of these hold each."""
    shared = sum(reaching, np.zeros(len(projects), np.int64))
    found = np.flatnonzero(projects & (shared > 0))
    return dict(zip(named(holdings, found), shared[found].tolist(), strict=True))


def named(holdings: Holdings, projects: Array) -> Iterable[str]:
    """Returns the IRIs of projects by number."""
    names = holdings.projects.names
    return [names[number][1:-1] for number in projects.tolist()]
