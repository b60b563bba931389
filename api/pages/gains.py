"""What the portfolio would gain by a project that is checked, and who does the same in the same area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.pages.asked import Asked
from api.pages.checking import Typed, new_project
from api.pages.views.check import GainView, gain_view
from api.pages.views.others import Serving
from graph.alignment.effects import Scenario, Support
from graph.errors import QueryGivenUp
from graph.repository import ProjectFilters

_OBJECTIVES, _PLACES, _PROJECTS = 8, 3, 3


def gained(asking: Asked, typed: Typed, supports: Sequence[Support]) -> tuple[GainView | None, str]:
    """Returns what would be gained, or None and in words why that cannot be told."""
    project = new_project(typed, supports)
    if project is None:
        return None, asking.words("check.gain-none" if not supports else "check.gain-broken")
    try:
        core = asking.services.effects.current()
    except QueryGivenUp:
        return None, asking.words("gathering.text")
    effect = core.effect(Scenario(add=(project,)))
    return gain_view(asking.reader, effect, tuple(_others(asking, typed, supports))), ""


def _others(asking: Asked, typed: Typed, supports: Sequence[Support]) -> Iterator[Serving]:
    """Yields, objective by objective and area by area, the projects that serve it there already."""
    for support in supports[:_OBJECTIVES]:
        for place in typed.territories[:_PLACES] or (None,):
            filters = ProjectFilters(support.objective, place, None)
            page = asking.services.repository.project_iris(filters, limit=_PROJECTS)
            if page.items:
                yield Serving(support.objective, place, page.items, page.total)
