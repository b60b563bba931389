"""What is counted under some filters, by side: made once for all questions under the same filters."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from graph.alignment.portfolio.counting import Sides, plain_sides, programme_sides, region_sides
from graph.alignment.portfolio.given import Given
from graph.alignment.portfolio.holdings import Holdings
from graph.alignment.portfolio.numbers import Array
from graph.alignment.portfolio.selecting import Selection

By = Literal["none", "region", "programme"]


class Choice:
    """Holds what filters leave, and remembers its sides."""

    def __init__(self, holdings: Holdings, selection: Selection, given: Given) -> None:
        self._holdings, self._given = holdings, given
        self.selection = selection
        self.currencies = max(len(holdings.currencies), 1)
        self._sides: dict[tuple[str, By], Sides] = {}
        self._shares: tuple[Array, Array] | None = None

    def sides(self, by: By) -> Sides:
        """Returns the projects on each side that they stand on."""
        key = ("each", by)
        if key not in self._sides:
            self._sides[key] = self._made(by)
        return self._sides[key]

    def once(self, by: By) -> Sides:
        """Returns the projects that stand on some side, each once."""
        key = ("once", by)
        if key not in self._sides:
            self._sides[key] = plain_sides(self._standing(by), self.currencies)
        return self._sides[key]

    def shares(self) -> tuple[Array, Array]:
        """Returns how many of each project's regions lie in the area, of how many; 1 of 1 if it has none."""
        if self._shares is None:
            none, regions = self.selection.named == 0, self.selection.regions
            self._shares = np.where(none, 1, regions.sum(axis=1)), np.where(none, 1, self.selection.named)
        return self._shares

    def _made(self, by: By) -> Sides:
        if by == "region":
            return region_sides(self.selection, self.currencies)
        if by == "none":
            return plain_sides(self.selection, self.currencies)
        grants, programmes = self._holdings.grants, len(self._holdings.programmes)
        money = self._given.by_programme
        return programme_sides(self.selection, (grants.owner, grants.programme), money, programmes)

    def _standing(self, by: By) -> Selection:
        """Returns the selection without projects that stand on no side, and without money that does not."""
        selection = self.selection
        if by == "region":
            return replace(selection, projects=selection.projects & selection.regions.any(axis=1))
        if by == "none" or selection.programmes is not None:
            return selection  # what programmes are chosen by leaves what they fund alone
        projects, money = self._given.funded
        return replace(selection, projects=selection.projects & projects, money=money)
