"""The projects that reach one objective, told apart by region and by programme.

Only these projects are looked at, so that the work grows with them and not with all that there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from graph.alignment.portfolio.answers import ACCEPTED, STATUSES, Apart, Granted, Share
from graph.alignment.portfolio.digits import Digits, joined
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array, Lists, Rows
from graph.distinct import distinct

# What stands for a programme that gave nothing to any project.
NO_PROGRAMME = -1


@dataclass(frozen=True, slots=True)
class Narrow:
    """Is what narrows projects: a mask of places, and the number of a programme; None where nothing does."""

    places: Array | None = None
    programme: int | None = None


def apart(
    holdings: Holdings, regions: Lists, names: Sequence[str], projects: Array, leading: Array, narrow: Narrow
) -> Apart:
    """Returns the projects that are left, and what each region and programme has of them.

    `leading` are the nodes that lead to the objective, `regions` holds the regions of each place, by their
    place in `names`. A region counts what the programme leaves, a programme what the places leave.
    """
    within, funded = _within(holdings, projects, narrow.places), _funded(holdings, projects, narrow.programme)
    left = _funded(holdings, within, narrow.programme)
    return Apart(
        _whole(holdings, left, narrow.programme),
        _accepted(holdings, left, leading),
        _by_region(holdings, regions, names, funded, narrow.programme),
        _by_programme(holdings, within),
    )


def _within(holdings: Holdings, projects: Array, places: Array | None) -> Array:
    return projects if places is None else _having(holdings.areas, projects, places[holdings.areas.place])


def _funded(holdings: Holdings, projects: Array, programme: int | None) -> Array:
    if programme is None:
        return projects
    return _having(holdings.grants, projects, holdings.grants.programme == programme)


def _having(rows: Rows, projects: Array, chosen: Array) -> Array:
    """Returns the projects of which a row is among those chosen."""
    which, own = rows.expanded(projects)
    left: Array = projects[_once(which[chosen[own]], len(projects))]
    return left


def _once(numbers: Array, size: int) -> Array:
    """Returns the numbers below `size`, each once: by marking them, which is quicker than sorting them."""
    marked = np.zeros(size, bool)
    marked[numbers] = True
    return np.flatnonzero(marked)


def _whole(holdings: Holdings, projects: Array, programme: int | None) -> Share:
    count = max(len(holdings.currencies), 1)
    held = holdings.money.of(projects, count, programme)
    has = np.flatnonzero(held.has)
    sides, digits = np.zeros(len(projects), np.int64), tuple(digit[has] for digit in held.digits)
    return _shares(holdings, ("",), sides, has % count, digits).get("", Share(0, ()))


def _accepted(holdings: Holdings, projects: Array, leading: Array) -> int:
    """Returns how many of the projects name a node that leads by an accepted statement."""
    edges = holdings.edges
    which, rows = edges.expanded(projects)
    leads = np.zeros(len(holdings.nodes), bool)
    leads[leading] = True
    accepted = (edges.status[rows] == STATUSES.index(ACCEPTED)) & leads[edges.target[rows]]
    return len(_once(which[accepted], len(projects)))


def _by_region(
    holdings: Holdings, regions: Lists, names: Sequence[str], projects: Array, programme: int | None
) -> Mapping[str, Share]:
    which, rows = holdings.areas.expanded(projects)
    at, found, _ = regions.of(holdings.areas.place[rows])
    size = max(len(names), 1)
    owner, side = np.divmod(_once(which[at] * size + found, len(projects) * size), size)
    count = max(len(holdings.currencies), 1)
    held = holdings.money.of(projects, count, programme)
    key = (owner[:, None] * count + np.arange(count)).ravel()
    has = held.has[key]
    cell = (side[:, None] * count + np.arange(count)).ravel()[has]
    digits = tuple(digit[key[has]] for digit in held.digits)
    return _shares(holdings, names, side, cell, digits)


def _by_programme(holdings: Holdings, projects: Array) -> Mapping[str, Share]:
    names = [name[1:-1] for name in holdings.programmes.names]
    _, rows = holdings.grants.expanded(projects)
    given, digits = holdings.money.given(projects)
    money, count = holdings.money.rows, max(len(holdings.currencies), 1)
    cell = money.programme[given].astype(np.int64) * count + money.currency[given]
    size = len(names) * count
    holders = distinct(money.owner[given] * np.int64(max(size, 1)) + cell) % max(size, 1)
    return _shares(holdings, names, holdings.grants.programme[rows], cell, digits, holders)


def _shares(
    holdings: Holdings,
    names: Sequence[str],
    side: Array,
    cell: Array,
    digits: Digits,
    holders: Array | None = None,
) -> Mapping[str, Share]:
    """Returns each side that has a project; `cell` is the side and currency of each of the amounts.

    `holders` is that of each project that has any, once; without it each of its amounts is of another cell.
    """
    currencies, unit = holdings.currencies.names, -holdings.money.scale
    count, size = max(len(currencies), 1), len(names)
    projects = np.bincount(side, minlength=size).tolist()
    held = np.bincount(cell if holders is None else holders, minlength=size * count).tolist()
    sums = joined([np.bincount(cell, digit, size * count) for digit in digits]).tolist()
    order = sorted(range(len(currencies)), key=currencies.__getitem__)

    def money(number: int) -> tuple[Granted, ...]:
        cells = ((currencies[each], number * count + each) for each in order)
        return tuple(Granted(name, _decimal(sums[at], unit), held[at]) for name, at in cells if held[at])

    return {name: Share(projects[n], money(n)) for n, name in enumerate(names) if projects[n]}


def _decimal(whole: int, unit: int) -> Decimal:
    return Decimal(whole).scaleb(unit) if unit else Decimal(whole)
