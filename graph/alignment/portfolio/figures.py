"""Turns sums into figures: decimals, currencies side by side or converted, parts rounded to a total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from math import lcm

from graph.alignment.portfolio.answers import Figure, Rate, Sum
from graph.alignment.portfolio.counting import Tally
from graph.errors import InputError

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Purse:
    """Is how currencies are shown: `groups` gives the place in `shown` and `factors` the rate of each."""

    shown: tuple[str, ...]
    groups: tuple[int, ...]
    factors: tuple[Decimal, ...]


def purse(currencies: Sequence[str], rates: Sequence[Rate]) -> Purse:
    """Returns how to show currencies; one without a rate stays apart.

    Two rates for one, or one for a currency that no money is in, raise InputError: it would change nothing,
    and is most often misspelt.
    """
    by_currency: dict[str, Rate] = {}
    for rate in rates:
        if rate.of in by_currency:
            raise InputError("rate-twice", of=rate.of)
        by_currency[rate.of] = rate
    if len({rate.to for rate in rates}) > 1:
        raise InputError("rate-targets", names=", ".join(sorted({rate.to for rate in rates})))
    for name in sorted(by_currency.keys() - set(currencies)):
        raise InputError("rate-unneeded", of=name, known=", ".join(sorted(currencies)) or "-")
    into = [by_currency[each].to if each in by_currency else each for each in currencies]
    shown = tuple(dict.fromkeys(into)) or ("",)
    factors = (by_currency[each].value if each in by_currency else Decimal(1) for each in currencies)
    return Purse(shown, tuple(map(shown.index, into)) or (0,), tuple(factors) or (Decimal(1),))


class Wording:
    """Makes figures of a tally of 10 to the power of -scale; in 0 parts its numbers are whole."""

    def __init__(self, tally: Tally, purse: Purse, scale: int, parts: int) -> None:
        self._purse = purse
        self._order = sorted(range(len(purse.shown)), key=purse.shown.__getitem__)
        ratios = [factor.as_integer_ratio() for factor in purse.factors]
        common = lcm(*(parted for _, parted in ratios))
        self._factors = [whole * common // parted for whole, parted in ratios]
        self._unit: int = max(parts, 1) * 10**scale * common
        self._is_parted = parts > 0
        self._scale = max(scale, 2)
        self._plain = not parts and all(factor == 1 for factor in purse.factors)
        self._exponent = -scale
        self._projects, self._accepted = tally.projects.tolist(), tally.accepted.tolist()
        self._holders = tally.holders.tolist()
        self._money, self._sure = tally.money.tolist(), tally.accepted_money.tolist()
        self._rounded = self._round_parts() if self._is_parted else {}

    def figure(self, side: int, row: int) -> Figure:
        """Returns the figure of one cell."""
        projects = self._projects[side][row]
        if not projects:
            return Figure()
        money = [self._sum(group, side, row) for group in self._groups(side, row)]
        return Figure(projects, self._accepted[side][row], tuple(money))

    def cells(self) -> list[Cell]:
        """Returns the cells that have a project."""
        rows = enumerate(self._projects)
        return [(side, row) for side, counts in rows for row, count in enumerate(counts) if count]

    def _groups(self, side: int, row: int) -> list[int]:
        return [group for group in self._order if self._holders[group][side][row]]

    def _sum(self, group: int, side: int, row: int) -> Sum:
        currency, holders = self._purse.shown[group], self._holders[group][side][row]
        if self._plain:
            value, sure = Decimal(self._money[group][side][row]), Decimal(self._sure[group][side][row])
            if self._exponent:
                value, sure = value.scaleb(self._exponent), sure.scaleb(self._exponent)
            return Sum(currency, value, sure, holders)
        sure = self._decimal(self._worth(self._sure, group, side, row))
        if self._is_parted:
            return Sum(currency, self._rounded[group, side, row], sure, holders)
        return Sum(currency, self._decimal(self._worth(self._money, group, side, row)), sure, holders)

    def _worth(self, money: list[list[list[int]]], group: int, side: int, row: int) -> int:
        """Returns what the money of a group comes to, in parts of which `_unit` make a whole."""
        own = enumerate(self._purse.groups)
        return sum(self._factors[c] * money[c][side][row] for c, each in own if each == group)

    def _decimal(self, worth: int) -> Decimal:
        """Returns a worth as a decimal number: in parts cut off after some places, else exact."""
        if self._is_parted:
            return Decimal(worth * 10**self._scale // self._unit).scaleb(-self._scale)
        with localcontext() as context:
            context.prec = 80
            return (Decimal(worth) / self._unit).normalize() + 0

    def _round_parts(self) -> Mapping[tuple[int, int, int], Decimal]:
        """Returns parts rounded so that they add up: the largest remainders are rounded up."""
        rounded = {}
        for group in range(len(self._purse.shown)):
            cells = [cell for cell in self.cells() if self._holders[group][cell[0]][cell[1]]]
            worths = [self._worth(self._money, group, *cell) * 10**self._scale for cell in cells]
            for cell, units in zip(cells, shared_out(worths, self._unit), strict=True):
                rounded[group, *cell] = Decimal(units).scaleb(-self._scale)
        return rounded


def shared_out(worths: Sequence[int], unit: int) -> list[int]:
    """Returns whole numbers next to parts, of which `unit` make one; their sum is that of all, rounded.

    >>> shared_out([100] * 3, 3)
    [34, 33, 33]
    """
    floors = [worth // unit for worth in worths]
    missing = round(Fraction(sum(worths), unit)) - sum(floors)
    by_remainder = sorted(range(len(worths)), key=lambda i: (-(worths[i] % unit), i))
    for index in by_remainder[:missing]:
        floors[index] += 1
    return floors
