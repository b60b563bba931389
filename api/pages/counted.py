"""How many projects reach objectives: as the portfolio has counted them, else counted from the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.pages.asked import Asked
from api.pages.gathered import current_portfolio
from graph.errors import InputError, UnknownName
from graph.repository import ProjectFilters


def total_of(asking: Asked, filters: ProjectFilters) -> int | None:
    """Returns how many projects filters leave, None where the portfolio cannot say and the store is to."""
    portfolio = current_portfolio(asking)
    if portfolio is None or filters.organisation:
        return None
    try:
        if filters.goal is None:
            return portfolio.count(filters.territory, filters.programme)
        return portfolio.counts([filters.goal], filters.territory, filters.programme).get(filters.goal)
    except InputError:  # what the portfolio does not know as a territory or a programme
        return None


class Counted:
    """Holds how many projects of a territory, or of all, reach each of some objectives.

    The portfolio counts all of them in milliseconds. Where it is still gathered, or does not know a thing,
    the store is asked, which passes over the projects of each.
    """

    def __init__(self, asking: Asked, objectives: Sequence[str], territory: str | None) -> None:
        self._asking = asking
        self._territory = territory
        self._known = _counted(asking, objectives, territory)

    def of(self, objective: str) -> int:
        """Returns the number of one objective."""
        if objective in self._known:
            return self._known[objective]
        filters = ProjectFilters(goal=objective, territory=self._territory)
        return self._asking.services.repository.projects(filters, limit=1).total


def _counted(asking: Asked, objectives: Sequence[str], territory: str | None) -> Mapping[str, int]:
    portfolio = current_portfolio(asking)
    try:
        return portfolio.counts(objectives, territory) if portfolio else {}
    except UnknownName:  # no territory: what the store says of that is told
        return {}
