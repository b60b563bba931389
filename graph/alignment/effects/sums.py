"""Projects and money of objectives, as sums that can be added to and taken from each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from graph.alignment.effects.coverage import Pairs
from graph.alignment.portfolio import Figure, Sum
from graph.alignment.portfolio.digits import joined
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.selecting import Selection

Money = tuple[Array, Array, Array]


@dataclass(frozen=True, slots=True)
class Sums:
    """Holds numbers by row: of projects, of those by an accepted statement, of those in each region.

    `money` has for each currency the units, those that rest on accepted statements, and of how many projects.
    Each project counts once in a row, so sums of different projects can be added.
    """

    projects: Array
    accepted: Array
    regions: Array
    money: tuple[Money, ...]

    def plus(self, other: Sums) -> Sums:
        """Returns the sums of both."""
        return self._with(other, 1)

    def minus(self, other: Sums) -> Sums:
        """Returns what is left without the other."""
        return self._with(other, -1)

    def differing(self, other: Sums, rows: Array) -> Array:
        """Returns a mask of the rows in which sums in the same units and currencies say something else."""
        differ: Array = (self.projects[rows] != other.projects[rows]) | (
            self.accepted[rows] != other.accepted[rows]
        )
        differ |= ((self.regions[rows] > 0) != (other.regions[rows] > 0)).any(axis=1)
        for mine, others in zip(self.money, other.money, strict=True):
            for one, another in zip(mine, others, strict=True):
                differ |= (one[rows] != another[rows]).astype(bool)
        return differ

    def figure(self, row: int, held: Holdings) -> Figure:
        """Returns one row; the holdings know the currencies and what a unit is."""
        if not self.projects[row]:
            return Figure()
        return Figure(int(self.projects[row]), int(self.accepted[row]), tuple(self._sums(row, held)))

    def _sums(self, row: int, held: Holdings) -> Iterable[Sum]:
        names, scale = held.currencies.names, held.money.scale
        for currency in sorted(range(len(names)), key=names.__getitem__):
            value, sure, holders = (each[row] for each in self.money[currency])
            if holders:
                yield Sum(names[currency], _decimal(value, scale), _decimal(sure, scale), int(holders))

    def _with(self, other: Sums, sign: int) -> Sums:
        pairs = zip(self.money, other.money, strict=True)
        return Sums(
            self.projects + sign * other.projects,
            self.accepted + sign * other.accepted,
            self.regions + sign * other.regions,
            tuple(tuple(a + sign * b for a, b in zip(*both, strict=True)) for both in pairs),
        )


def sums_of(held: Holdings, selection: Selection, pairs: Pairs, rows: int) -> Sums:
    """Returns the sums of pairs, all of projects that the selection leaves."""
    return Sums(
        projects=np.bincount(pairs.row, minlength=rows),
        accepted=np.bincount(pairs.row[pairs.accepted], minlength=rows),
        regions=_regions(selection, pairs, rows),
        money=tuple(_money(held, selection, pairs, rows, each) for each in range(len(held.currencies))),
    )


def once(pairs: Pairs) -> Pairs:
    """Returns the pairs with all rows as one, in which each project is once."""
    project, which = told_apart(pairs.project)
    accepted = np.bincount(which, pairs.accepted, len(project)) > 0
    return Pairs(project, np.zeros_like(project), accepted)


def told_apart(projects: Array) -> tuple[Array, Array]:
    """Returns the different numbers in order, and the place of each among them; most come in order."""
    step = np.diff(projects, prepend=projects[:1])
    if (step < 0).any():
        different, which = np.unique(projects, return_inverse=True)
        return different, which
    is_first = step > 0
    is_first[:1] = True
    return projects[is_first], np.cumsum(is_first) - 1


def comparable(one: Holdings, other: Holdings) -> bool:
    """Says whether sums of both are in the same units and currencies."""
    return one.money.scale == other.money.scale and len(one.currencies) == len(other.currencies)


def _regions(selection: Selection, pairs: Pairs, rows: int) -> Array:
    """Returns rows by regions; most projects name one, which is counted first, and the others apart."""
    projects, place = told_apart(pairs.project)
    own, width = selection.regions[projects], selection.regions.shape[1]
    first, number = own.argmax(axis=1), own.sum(axis=1)[place]
    key = pairs.row * width + first[place]
    found = np.bincount(key[number > 0], minlength=rows * width)
    several = np.flatnonzero(number > 1)
    own[np.arange(len(own)), first] = False
    which, region = np.nonzero(own[place[several]])
    found += np.bincount(pairs.row[several][which] * width + region, minlength=rows * width)
    return found.reshape(rows, width)


def _money(held: Holdings, selection: Selection, pairs: Pairs, rows: int, currency: int) -> Money:
    """Returns the money of each row in a currency, how much rests on accepted statements, of how many."""
    money = selection.money
    key = pairs.project * max(len(held.currencies), 1) + currency
    paid = np.flatnonzero(money.has[key])
    row, accepted = pairs.row[paid], pairs.accepted[paid]
    weights = [digit[key[paid]] for digit in money.digits]
    value = joined([np.bincount(row, each, rows) for each in weights])
    sure = joined([np.bincount(row[accepted], each[accepted], rows) for each in weights])
    return value, sure, np.bincount(row, minlength=rows)


def _decimal(units: int, scale: int) -> Decimal:
    return Decimal(int(units)).scaleb(-scale)
