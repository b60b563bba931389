"""One page of the projects that serve an objective, as the address narrows them."""

from __future__ import annotations

from collections.abc import Sequence

from api.pages.asked import Asked
from api.pages.counted import Counted
from api.pages.gathered import current_portfolio
from api.pages.reader import Link
from api.pages.views.matrix import regions_and
from api.pages.views.narrowing import Narrowed, facets_of
from api.pages.views.serving import (
    Listed,
    Listing,
    ServingProject,
    places_of,
    serving,
    shown_of,
    summary_of,
)
from graph.alignment.portfolio import Apart, Held
from graph.alignment.shortly import shortly
from graph.errors import InputError
from graph.repository import ProjectFilters

PAGE = 20


def listing_of(asking: Asked, iri: str, narrowed: Narrowed, counted: Counted) -> Listing:
    """Returns one page of the projects; what is counted already is not counted again."""
    place, offset, reader = narrowed.territory, narrowed.offset, asking.reader
    filters = ProjectFilters(goal=iri, territory=place, programme=narrowed.programme)
    apart = _apart(asking, iri, narrowed)
    total = counted.of(iri) if narrowed.programme is None else apart.whole.projects if apart else None
    found = asking.services.repository.project_iris(filters, limit=PAGE, offset=offset, total=total)
    before = max(0, min(offset - PAGE, (found.total - 1) // PAGE * PAGE)) if offset else None
    chosen, funder = (reader.link(each) if each else None for each in (place, narrowed.programme))
    return Listing(
        items=_serving(asking, found.items, iri, place),
        summary=summary_of(reader, found.total, chosen, funder, apart),
        shown=shown_of(reader, found.items, offset, found.total),
        sought=_sought(asking, chosen, funder),
        total=found.total,
        territory=chosen,
        territories=regions_and(asking.reader, chosen.iri if chosen else None),
        programme=funder,
        facets=facets_of(reader, apart, narrowed) if apart else (),
        previous=None if before is None else narrowed.address(before),
        next=None if found.next is None else narrowed.address(found.next),
    )


def _apart(asking: Asked, iri: str, narrowed: Narrowed) -> Apart | None:
    """Returns how the projects are told apart; None while figures are gathered, or where they know it not."""
    portfolio = current_portfolio(asking)
    try:
        return portfolio.apart(iri, narrowed.territory, narrowed.programme) if portfolio else None
    except InputError:
        return None


def _serving(
    asking: Asked, projects: Sequence[str], goal: str, place: str | None
) -> tuple[ServingProject, ...]:
    """Returns the projects with what the portfolio holds of them; what it does not is read."""
    portfolio = current_portfolio(asking)
    held = portfolio.held(projects) if portfolio else {}
    listed = [_listed(asking, each, goal, held.get(each), place) for each in projects]
    asking.reader.read_ahead(name for each in listed for name in each.names())
    return tuple(serving(asking.reader, each) for each in listed)


def _listed(asking: Asked, project: str, goal: str, held: Held | None, place: str | None) -> Listed:
    services = asking.services
    path = services.chains.surest(project, goal, held.serves if held else ())
    return Listed(project, shortly(services.repository, path), held, places_of(held, place))


def _sought(asking: Asked, place: Link | None, funder: Link | None) -> str:
    """Returns in words what projects were looked for, and what counts as reaching."""
    where = place.label.text if place else asking.words("objective.everywhere-in")
    by = asking.words("objective.sought-by", programme=funder.label.text) if funder else ""
    return asking.words("objective.sought", place=where, by=by)
