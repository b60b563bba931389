"""What the portfolio would gain by a project that is checked, and who does the same in the same area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.pages.asked import Asked
from api.pages.checking import Typed, new_project
from api.pages.views.check import GainView, gain_view
from graph.alignment.effects import Scenario, Support
from graph.errors import QueryGivenUp
from graph.repository import ProjectFilters

_OBJECTIVES, _PROJECTS = 8, 3


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


def _others(
    asking: Asked, typed: Typed, supports: Sequence[Support]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields some projects that serve the same objective in the first of the areas already."""
    place = typed.territories[0] if typed.territories else None
    for support in supports[:_OBJECTIVES]:
        filters = ProjectFilters(support.objective, place, None)
        page = asking.services.repository.projects(filters, lang=asking.lang, limit=_PROJECTS)
        if page.items:
            yield support.objective, tuple(each.thing.iri for each in page.items)
