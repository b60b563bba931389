"""What is held of single projects: what a list shows of each, which need not be read from the store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

import numpy as np

from graph.alignment.portfolio.answers import DEFAULT_STATUSES, STATUSES, Held
from graph.alignment.portfolio.holdings import UNKNOWN_END, UNKNOWN_START, Holdings
from graph.alignment.portfolio.numbers import Array, Lists
from graph.model import Money

T = TypeVar("T")


def held(
    holdings: Holdings, regions: Lists, names: Sequence[str], projects: Iterable[str]
) -> dict[str, Held]:
    """Returns what is held of each of the projects; one that is not held is left out.

    `regions` holds the regions of each place, by their place in `names`.
    """
    of = holdings.projects.of
    known = [project for project in dict.fromkeys(projects) if f"<{project}>" in of]
    numbers = np.array([of[f"<{project}>"] for project in known], np.int64)
    serves, money = _serves(holdings, numbers), _money(holdings, numbers)
    parties, (places, within) = _parties(holdings, numbers), _places(holdings, regions, names, numbers)
    starts, ends = holdings.start[numbers].tolist(), holdings.end[numbers].tolist()
    return {
        project: Held(
            tuple(serves[place]),
            tuple(parties[place]),
            tuple(places[place]),
            tuple(dict.fromkeys(within[place])),
            tuple(money[place]),
            date.fromordinal(starts[place]) if starts[place] != UNKNOWN_START else None,
            date.fromordinal(ends[place]) if ends[place] != UNKNOWN_END else None,
        )
        for place, project in enumerate(known)
    }


def _serves(holdings: Holdings, numbers: Array) -> dict[int, list[tuple[str, Decimal]]]:
    which, rows = holdings.edges.expanded(numbers)
    edges, names = holdings.edges, holdings.nodes.names
    counts = np.array([status in DEFAULT_STATUSES for status in STATUSES])[edges.status[rows]]
    which, rows = which[counts], rows[counts]
    told = zip(edges.target[rows].tolist(), edges.confidence[rows].tolist(), strict=True)
    # The shortest decimal that a double stands for is the one that was stated.
    return _by_place(which, [(names[to][1:-1], Decimal(repr(sure))) for to, sure in told])


def _parties(holdings: Holdings, numbers: Array) -> dict[int, list[str]]:
    which, rows = holdings.parties.expanded(numbers)
    names = holdings.organisations.names
    return _by_place(which, [names[each][1:-1] for each in holdings.parties.organisation[rows].tolist()])


def _places(
    holdings: Holdings, regions: Lists, names: Sequence[str], numbers: Array
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Returns the places that each project names, and the regions that these lie in, some repeatedly."""
    which, rows = holdings.areas.expanded(numbers)
    named, places = holdings.places.names, holdings.areas.place[rows]
    at, found, _ = regions.of(places)
    return (
        _by_place(which, [named[each][1:-1] for each in places.tolist()]),
        _by_place(which[at], [names[each] for each in found.tolist()]),
    )


def _money(holdings: Holdings, numbers: Array) -> dict[int, list[Money]]:
    which, rows = holdings.money.rows.expanded(numbers)
    names = holdings.currencies.names
    currencies = holdings.money.rows.currency[rows].tolist()
    values = holdings.money.values(rows)
    return _by_place(which, [Money(value, names[c]) for value, c in zip(values, currencies, strict=True)])


def _by_place(which: Array, told: Sequence[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for place, each in zip(which.tolist(), told, strict=True):
        found[place].append(each)
    return found
