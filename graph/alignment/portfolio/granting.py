"""What programmes have given, whatever it serves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

import numpy as np

from graph.alignment.portfolio.answers import Figure, Sum
from graph.alignment.portfolio.digits import joined
from graph.alignment.portfolio.holdings import Holdings


def granted(holdings: Holdings) -> Mapping[str, Figure]:
    """Returns projects and money by programme; a figure's projects are those that hold money of it."""
    currencies = len(holdings.currencies)
    project, programme, currency, digits = holdings.money.by_programme(currencies)
    is_held = holdings.alive[project]
    keys, where = np.unique((programme * currencies + currency)[is_held], return_inverse=True)
    counts = np.bincount(where, minlength=len(keys)).tolist()
    worth = joined([np.bincount(where, digit[is_held], len(keys)) for digit in digits]).tolist()
    money: dict[str, list[Sum]] = defaultdict(list)
    for key, count, units in zip(keys.tolist(), counts, worth, strict=True):
        name = holdings.programmes.names[key // currencies][1:-1]
        value = Decimal(units).scaleb(-holdings.money.scale)
        money[name].append(Sum(holdings.currencies.names[key % currencies], value, Decimal(0), count))
    return {
        name: Figure(
            max(each.projects for each in own), 0, tuple(sorted(own, key=lambda each: each.currency))
        )
        for name, own in money.items()
    }
