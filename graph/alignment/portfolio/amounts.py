"""Money as arrays with exact sums: whole numbers of the smallest unit, in digits that doubles add exactly.

As long as all money together stays below 2^53 units one double holds an amount; beyond that it is cut into
digits of 31 bits, so that sums over four million amounts stay exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from graph.alignment.portfolio.digits import EXACT, Digits, cut, joined, places_for
from graph.alignment.portfolio.numbers import Array, Column, Rows


class Amount(NamedTuple):
    """Is one amount granted to a project by a programme (-1 for none); `name` tells amounts apart."""

    project: int
    programme: int
    currency: int
    value: Decimal
    name: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Is money by project and currency, flat: `digits` hold it at project * currencies + currency."""

    has: Array
    digits: Digits


class Amounts:
    """Holds the amounts of all projects; one that two programmes gave has two rows, the second `again`."""

    def __init__(self) -> None:
        self.rows = Rows(programme=np.int32, currency=np.int32, item=np.int64, again=bool)
        self.scale = 0
        self._digits: list[Column] = [Column(np.float64)]
        self._total = 0
        self._items = 0

    def extend(self, amounts: Iterable[Amount]) -> None:
        """Appends all amounts of some projects."""
        added = sorted(set(amounts))
        items: dict[tuple[object, ...], int] = {}
        numbers, again = [], []
        for amount in added:
            key = (amount.project, amount.name, amount.currency, amount.value)
            again.append(key in items)
            numbers.append(items.setdefault(key, self._items + len(items)))
        self._items += len(items)
        self.rows.extend(
            np.array([amount.project for amount in added], np.int32),
            programme=np.array([amount.programme for amount in added], np.int32),
            currency=np.array([amount.currency for amount in added], np.int32),
            item=np.array(numbers, np.int64),
            again=np.array(again, bool),
        )
        self._append([amount.value for amount in added])

    def arrays(self) -> dict[str, Array]:
        """Returns all that is held, for `take_arrays` of an empty one."""
        digits = {f"digit{place}": column.values for place, column in enumerate(self._digits)}
        return self.rows.arrays() | digits | {"scale": np.array([self.scale, self._items])}

    def take_arrays(self, told: Mapping[str, Array]) -> None:
        """Fills an empty one with what another one held."""
        self.rows.take_arrays(told)
        self.scale, self._items = told["scale"].tolist()
        self._digits = [Column(np.float64) for name in told if name.startswith("digit")]
        for place, column in enumerate(self._digits):
            column.extend(told[f"digit{place}"])
        self._total = sum(map(abs, joined([column.values for column in self._digits]).tolist()))

    def held(self, projects: int, currencies: int, programmes: Array | None = None) -> Holding:
        """Returns the money of each project, of the programmes that are True in `programmes` or of all."""
        rows = self._chosen(programmes)
        key = self.rows.owner[rows].astype(np.int64) * currencies + self.rows.currency[rows]
        size = projects * currencies
        digits = (np.bincount(key, digit.values[rows], size) for digit in self._digits)
        return Holding(np.bincount(key, minlength=size) > 0, tuple(digits))

    def of(self, projects: Array, currencies: int, programme: int | None = None) -> Holding:
        """Returns the money of these projects, at their place among them, of one programme or of all."""
        which, rows = self.rows.expanded(projects)
        own = ~self.rows.again[rows] if programme is None else self.rows.programme[rows] == programme
        key, rows = which[own] * currencies + self.rows.currency[rows[own]], rows[own]
        size = len(projects) * currencies
        digits = (np.bincount(key, digit.values[rows], size) for digit in self._digits)
        return Holding(np.bincount(key, minlength=size) > 0, tuple(digits))

    def values(self, rows: Array) -> list[Decimal]:
        """Returns what each of the rows amounts to."""
        units = joined([digit.values[rows] for digit in self._digits]).tolist()
        return [Decimal(unit).scaleb(-self.scale) for unit in units]

    def given(self, projects: Array) -> tuple[Array, Digits]:
        """Returns the rows in which a programme gave these projects something, and their digits."""
        _, rows = self.rows.expanded(projects)
        rows = rows[self.rows.programme[rows] >= 0]
        return rows, tuple(digit.values[rows] for digit in self._digits)

    def by_programme(self, currencies: int) -> tuple[Array, Array, Array, Digits]:
        """Returns project, programme, currency and digits of each sum that a programme gave a project."""
        rows = np.flatnonzero(self.rows.programme >= 0)
        span = int(self.rows.programme.max(initial=-1)) + 1
        key = (self.rows.owner[rows].astype(np.int64) * span + self.rows.programme[rows]) * currencies
        keys, where = np.unique(key + self.rows.currency[rows], return_inverse=True)
        digits = tuple(np.bincount(where, digit.values[rows], len(keys)) for digit in self._digits)
        both, currency = np.divmod(keys, max(currencies, 1))
        project, programme = np.divmod(both, max(span, 1))
        return project, programme, currency, digits

    def copy(self) -> Amounts:
        """Returns the same amounts, apart from these."""
        twin = Amounts()
        twin.rows, twin.scale = self.rows.copy(), self.scale
        twin._digits = [digit.copy() for digit in self._digits]
        twin._total, twin._items = self._total, self._items
        return twin

    def _chosen(self, programmes: Array | None) -> Array:
        if programmes is None:
            return np.flatnonzero(~self.rows.again)
        rows = np.flatnonzero(programmes[self.rows.programme])
        return rows[np.unique(self.rows.item[rows], return_index=True)[1]] if self.rows.again.any() else rows

    def _append(self, values: Sequence[Decimal]) -> None:
        scale = max([self.scale, *(_places(value) for value in values)])
        units = [int(value.scaleb(scale)) for value in values]
        self._total += sum(map(abs, units))
        if scale > self.scale or (self._total >= EXACT and len(self._digits) == 1):
            held = joined([digit.values for digit in self._digits]) * 10 ** (scale - self.scale)
            units, self.scale = held.tolist() + units, scale
            self._total = sum(map(abs, units))
            self._digits = []
        self._write(units)

    def _write(self, units: list[int]) -> None:
        if not self._digits:
            self._digits = [Column(np.float64)]
        if self._total < EXACT:
            self._digits[0].extend(np.array(units, np.float64))
            return
        while len(self._digits) < max(2, places_for(units)):
            self._digits.append(Column(np.float64))
            self._digits[-1].lengthen(len(self._digits[0].values))
        table = np.array([cut(unit, len(self._digits)) for unit in units], np.float64)
        for place, column in enumerate(self._digits):
            column.extend(table.reshape(-1, len(self._digits))[:, place])


def _places(value: Decimal) -> int:
    """Returns how many decimals a number needs."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
