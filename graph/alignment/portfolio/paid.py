"""What some projects were granted, and of how many of them that is not known."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from graph.alignment.portfolio.answers import Sum
from graph.alignment.portfolio.digits import joined
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array


@dataclass(frozen=True, slots=True)
class Paid:
    """Is the money of some projects by currency; `unknown` is of how many of them some is not known."""

    projects: int
    unknown: int
    money: tuple[Sum, ...]


def paid(holdings: Holdings, projects: Array) -> Paid:
    """Returns what projects, by number, were granted; work grows with them alone."""
    currencies = holdings.currencies.names
    width = max(len(currencies), 1)
    held = holdings.money.of(projects, width)
    counts = held.has.reshape(-1, width).sum(axis=0).tolist()
    worth = joined([digit.reshape(-1, width).sum(axis=0) for digit in held.digits]).tolist()
    money = (
        Sum(currency, Decimal(units).scaleb(-holdings.money.scale), Decimal(0), count)
        for currency, units, count in zip(currencies, worth, counts, strict=False)
        if count
    )
    unknown = int(np.count_nonzero(holdings.unknown[projects]))
    return Paid(len(projects), unknown, tuple(sorted(money, key=lambda own: own.currency)))
