"""Which objectives no project serves, which no money reaches, and which have no indicator."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from graph.alignment.portfolio.answers import STATUSES, Basis, Filters, Gaps
from graph.alignment.portfolio.frame import Frame
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.selecting import Selection
from graph.alignment.portfolio.served import ROUNDING


def gaps(
    holdings: Holdings, frame: Frame, selection: Selection, objectives: Iterable[str], basis: Basis
) -> Gaps:
    """Returns what the selected projects leave open among the objectives.

    Money counts from a project that was granted more than nothing. An objective is measured when it, or a
    part right below it, has an indicator.
    """
    own = tuple(objectives)
    funded = np.add.reduce(selection.money.digits).reshape(len(selection.projects), -1).any(axis=1)
    served = _served(holdings, frame, selection.projects, basis.filters)
    paid = _served(holdings, frame, selection.projects & funded, basis.filters)
    return Gaps(
        without_project=tuple(each for each in own if each not in served),
        without_money=tuple(each for each in own if each not in paid),
        without_indicator=tuple(each for each in own if each not in frame.measured),
        basis=basis,
    )


def _served(holdings: Holdings, frame: Frame, projects: Array, filters: Filters) -> set[str]:
    """Returns what projects serve: per target their best statement, then what the target reaches."""
    edges, names = holdings.edges, holdings.nodes.names
    codes = [code for code, status in enumerate(STATUSES) if status in filters.statuses]
    chosen = projects[edges.owner] & np.isin(edges.status, codes)
    best_to = np.full(len(names), -1.0)
    np.maximum.at(best_to, edges.target[chosen], edges.confidence[chosen])
    best, least = frame.network.best(filters.statuses), float(filters.minimum) - ROUNDING
    return {
        names[node][1:-1]
        for target in np.flatnonzero(best_to >= 0).tolist()
        for node, onward in best.get(target, {}).items()
        if best_to[target] * onward >= least
    }
