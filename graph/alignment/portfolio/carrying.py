"""Who carries an objective: the organisation or the one project without which nothing serves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from graph.alignment.portfolio.answers import Carrier, Concentration
from graph.alignment.portfolio.frame import natural
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.tables import Asked


def carriers(holdings: Holdings, asked: Asked, rows: Sequence[str]) -> Concentration:
    """Returns who carries each row that has a project."""
    row, project = asked.served.pairs(asked.choice.selection.projects)
    counts = np.bincount(row, minlength=len(rows)).tolist()
    only = dict(zip(row.tolist(), project.tolist(), strict=True))
    by_row = shares(holdings, row, project)
    found = (
        _carrier(holdings, name, counts[number], only[number], by_row.get(number, {}))
        for number, name in enumerate(rows)
        if counts[number]
    )
    return Concentration(tuple(found), asked.basis)


def shares(holdings: Holdings, row: np.ndarray, project: np.ndarray) -> Mapping[int, Mapping[str, int]]:
    """Returns for each row in how many of its projects each organisation takes part."""
    which, places = holdings.parties.expanded(project)
    size, names = max(len(holdings.organisations), 1), holdings.organisations.names
    keys = row[which] * size + holdings.parties.organisation[places]
    found, counts = np.unique(keys, return_counts=True)
    columns = (column.tolist() for column in np.divmod(found, size))
    shares: dict[int, dict[str, int]] = defaultdict(dict)
    for number, organisation, count in zip(*columns, counts.tolist(), strict=True):
        shares[number][names[organisation][1:-1]] = count
    return shares


def taking_part(holdings: Holdings, places: Array, projects: Array) -> Sequence[tuple[str, int]]:
    """Returns in how many of the projects, a mask, each organisation takes part, those in most first.

    Of those in as many the order is that of their IRIs, in which `places` says where each stands.
    """
    _, rows = holdings.parties.expanded(np.flatnonzero(projects))
    counts = np.bincount(holdings.parties.organisation[rows])
    found = np.flatnonzero(counts)
    found = found[np.lexsort((places[found], -counts[found]))]
    names = holdings.organisations.names
    return [
        (names[each][1:-1], count) for each, count in zip(found.tolist(), counts[found].tolist(), strict=True)
    ]


def places_of(names: Sequence[str]) -> Array:
    """Returns where each name stands in the order of all of them."""
    places = np.empty(len(names), np.int64)
    places[sorted(range(len(names)), key=lambda number: names[number][1:-1])] = np.arange(len(names))
    return places


def _carrier(
    holdings: Holdings, objective: str, projects: int, last: int, shares: Mapping[str, int]
) -> Carrier:
    largest = min(shares, key=lambda name: (-shares[name], natural(name)), default=None)
    return Carrier(
        objective=objective,
        projects=projects,
        only_project=holdings.projects.names[last][1:-1] if projects == 1 else None,
        carried_by=tuple(sorted((each for each in shares if shares[each] == projects), key=natural)),
        largest=largest,
        share=shares[largest] if largest else 0,
    )
