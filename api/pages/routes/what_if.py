"""The What-if page: switch projects off, and see what falls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from api.pages.asked import Asked, Asking
from api.pages.counted import total_of
from api.pages.frame import crumb
from api.pages.gathered import current_portfolio
from api.pages.outlets import Question
from api.pages.reader import Link
from api.pages.turning import page_at
from api.pages.views.choosing import documents_of, programmes_of
from api.pages.views.matrix import regions
from api.pages.views.what_if import (
    SHOWN,
    Choice,
    Switch,
    Switches,
    WhatIfView,
    points_of,
    result_of,
    set_of,
    switch_of,
)
from graph.alignment.effects import Scenario
from graph.alignment.portfolio import Filters
from graph.model import Page
from graph.repository import ProjectFilters

router = APIRouter(prefix="/{lang:language}")

LISTED = 50
FORMS = {"csv": "CSV", "xlsx": "XLSX", "json": "JSON", "jsonld": "JSON-LD"}
MOST_OFF = 500
Iri = Annotated[str, Query(max_length=500)]


@router.get("/what-if")
def what_if(
    asking: Asking,
    territory: Iri = "",
    document: Iri = "",
    programme: Iri = "",
    off: Annotated[list[str] | None, Query(max_length=MOST_OFF)] = None,
    whole: bool = False,
    offset: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Shows projects of a region, a strategy or a programme, and what falls when some are switched off."""
    place, strategy, funder = (
        asking.iri(each) if each else None for each in (territory, document, programme)
    )
    removed = tuple(dict.fromkeys(map(asking.iri, off or ())))
    listed = _switches(asking, ProjectFilters(strategy, place, funder), removed, offset)
    is_whole = whole and funder is not None
    filters = Filters(region=place)
    is_asked = bool(place or strategy or funder or removed)
    core = asking.services.effects.current() if is_asked else None
    scenario = Scenario(removed, (funder,) if funder and is_whole else ())
    has_scenario = bool(removed or is_whole)
    reader = asking.reader
    view = WhatIfView(
        choices=_choices(asking, place, strategy, funder),
        listed=listed,
        programme=reader.link(funder) if funder else None,
        is_whole=is_whole,
        result=result_of(reader, core.effect(scenario, filters, most=SHOWN))
        if core and has_scenario
        else None,
        points=points_of(reader, core.single_points(strategy, filters, most=SHOWN)) if core else None,
        smallest=set_of(reader, core.smallest_set(None, strategy, filters)) if core else None,
    )
    return asking.page(
        "what-if.html",
        asking.titled("what-if.title", place, strategy, funder),
        view,
        section="what-if",
        crumbs=(crumb(reader, "nav.what-if", "what-if"),),
        formats=_formats(asking, place, strategy, scenario if has_scenario else None) if is_asked else (),
        questions=_questions(place, strategy) if is_asked else (),
    )


def _switches(asking: Asked, filters: ProjectFilters, removed: tuple[str, ...], offset: int) -> Switches:
    """Returns a page of the projects to switch, after those that are off, and how many the lists choose."""
    off = _each(asking, removed, is_off=True)
    if not filters.given():
        return Switches(off)
    total = total_of(asking, filters)

    def read(start: int) -> Page[str]:
        repository = asking.services.repository
        return repository.project_iris(filters, limit=LISTED, offset=start, total=total)

    page, offset = page_at(read, offset, LISTED)
    on = _each(asking, [each for each in page.items if each not in removed], is_off=False)
    words = asking.words
    told = words.count("what-if.found", page.total)
    if page.next is not None or offset:
        first, last = (words.number(each) for each in (offset + 1, offset + len(page.items)))
        told = f"{told} {words('what-if.shown', first=first, last=last)}" if page.items else told
    return Switches((*off, *on), told, offset, max(offset - LISTED, 0) if offset else None, page.next)


def _each(asking: Asked, projects: Sequence[str], *, is_off: bool) -> tuple[Switch, ...]:
    """Returns projects to switch, with what the portfolio holds of them; what it does not is read."""
    portfolio = current_portfolio(asking)
    held = portfolio.held(projects) if portfolio else {}
    asking.reader.read_ahead(projects)
    return tuple(switch_of(asking.reader, each, held.get(each), is_off=is_off) for each in projects)


def _choices(
    asking: Asked, place: str | None, strategy: str | None, funder: str | None
) -> tuple[Choice, ...]:
    reader = asking.reader
    lists = (
        ("territory", regions(reader), place),
        ("document", documents_of(reader), strategy),
        ("programme", programmes_of(reader), funder),
    )
    return tuple(_choice(asking, name, links, chosen) for name, links, chosen in lists)


def _choice(asking: Asked, name: str, links: tuple[Link, ...], chosen: str | None) -> Choice:
    """Returns a list; what the address names beside it is put first."""
    link = asking.reader.link(chosen) if chosen else None
    others = () if link is None or link in links else (link,)
    return Choice(name, (*others, *links), link)


def _formats(
    asking: Asked, place: str | None, strategy: str | None, scenario: Scenario | None
) -> tuple[tuple[str, str], ...]:
    """Returns what falls, what hangs on one thing, and the few projects that would do, as data."""
    common = [(name, value) for name, value in (("region", place), ("lang", asking.lang)) if value]
    among = [*common, *([("document", strategy)] if strategy else [])]
    parts = [("points-title", "single-points", among)]
    if strategy:  # without one there may be nothing that a set should cover, which is refused
        parts.append(("set-title", "smallest-set", among))
    if scenario is not None:
        gone = [("remove", each) for each in scenario.remove]
        gone += [("programmes", each) for each in scenario.programmes]
        parts = [("result", "removal", [*common, *gone]), *parts]
    return tuple(
        (
            f"{asking.words(f'what-if.{key}')} {FORMS[suffix]}",
            f"/api/v1/effects/{path}.{suffix}?{urlencode(pairs)}",
        )
        for key, path, pairs in parts
        for suffix in FORMS
    )


def _questions(place: str | None, strategy: str | None) -> tuple[Question, ...]:
    values = {"document": strategy or "", "territory": place or ""}
    return (Question("objectives-with-one-project", values, "sparql.differs-what-if"),)
