"""What was given to projects, whatever filters leave of them: summed up once until the next commit."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from graph.alignment.portfolio.amounts import Holding
from graph.alignment.portfolio.digits import Digits
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array


class Given:
    """Holds the money of all projects; what it has summed up holds as long as its holdings do."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._currencies = max(len(holdings.currencies), 1)

    def money(self, programmes: Array | None) -> Holding:
        """Returns the money of each project, of the programmes that are True or of all."""
        return self._whole if programmes is None else self._of(programmes)

    @cached_property
    def funded(self) -> tuple[Array, Holding]:
        """Returns a mask of the projects that a programme funds, and the money that programmes gave."""
        projects = np.zeros(len(self._holdings.projects), bool)
        projects[self._holdings.grants.owner] = True
        return projects, self._of(np.append(np.ones(len(self._holdings.programmes), bool), False))

    @cached_property
    def by_programme(self) -> tuple[Array, Array, Array, Digits]:
        """Returns project, programme, currency and digits of each sum that a programme gave a project."""
        return self._holdings.money.by_programme(self._currencies)

    @cached_property
    def _whole(self) -> Holding:
        return self._of(None)

    def _of(self, programmes: Array | None) -> Holding:
        return self._holdings.money.held(len(self._holdings.projects), self._currencies, programmes)
