"""The pages of goals, targets and the objectives of strategies."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.pages.asked import Asked, Asking
from api.pages.counted import Counted
from api.pages.frame import Crumb, crumb, here, thing_crumb
from api.pages.gathered import answer_of, current_portfolio
from api.pages.listed import listing_of
from api.pages.outlets import Formats, Question, downloads
from api.pages.views.chains import document_of
from api.pages.views.listing import goal_items
from api.pages.views.narrowing import Narrowed
from api.pages.views.objectives import ObjectiveView, objective_view
from graph.errors import NotFound
from graph.register import refuse_withdrawn
from graph.terms import expand
from ontology import PREFIXES

router = APIRouter(prefix="/{lang:language}")

Iri = Annotated[str, Query(max_length=500)]
Offset = Annotated[int, Query(ge=0)]


@router.get("/goals")
def goals(asking: Asking) -> Response:
    """Shows the goals of Agenda 2030."""
    title = asking.words("goals.title")
    is_current = current_portfolio(asking) is not None
    reached = answer_of(asking, "goals", lambda portfolio: portfolio.goals()) if is_current else None
    return asking.page(
        "goals.html",
        title,
        goal_items(asking.reader, reached),
        section="goals",
        crumbs=(crumb(asking.reader, "nav.goals", "goals"),),
        formats=downloads("questions/goal-counts/answer", {}, asking.lang),
        questions=(Question("goal-counts", {}),),
    )


async def _narrowed(
    asking: Asking,
    territory: Iri = "",
    programme: Iri = "",
    offset: Offset = 0,
    level: Iri = "",
    statements: Offset = 0,
) -> Narrowed:
    """Returns what narrows the projects, and which level is shown at length, as the address says it."""
    place, funder, opened = (asking.iri(each) if each else None for each in (territory, programme, level))
    return Narrowed(place, funder, offset, opened, statements)


Narrowing = Annotated[Narrowed, Depends(_narrowed)]


@router.get("/goals/{code}")
def goal(code: str, asking: Asking, narrowed: Narrowing) -> Response:
    """Shows a goal or a target by its code, such as 9 or 9.5."""
    return _page(asking, PREFIXES["sdg"] + code, "goals", narrowed)


@router.get("/objectives/{source}/{key}")
def objective(source: str, key: str, asking: Asking, narrowed: Narrowing) -> Response:
    """Shows an objective of a strategy, a programme or a plan."""
    return _page(asking, f"{asking.base}id/objective/{source}/{key}", "documents", narrowed)


def _page(asking: Asked, iri: str, section: str, narrowed: Narrowed) -> Response:
    iri = expand(iri).value
    refuse_withdrawn(asking.services.store, iri)
    if not asking.reader.is_a(iri, "pg:Objective"):
        raise NotFound("resource-unknown", iri=iri)
    place = narrowed.territory
    counted = Counted(asking, [iri, *asking.reader.subjects("skos:broader", iri)], place)
    listing = listing_of(asking, iri, narrowed, counted)
    view = objective_view(asking.reader, iri, listing, counted.of, narrowed)
    title = f"{view.thing.code} {view.thing.label.text}" if view.thing.code else view.thing.label.text
    listed = {"goal": iri, "territory": place or "", "programme": narrowed.programme or ""}
    narrowing = (listing.territory, listing.programme)
    within = ", ".join(each.label.text for each in narrowing if each)
    return asking.page(
        "objective.html",
        f"{title}: {within}" if within else title,
        view,
        section=section,
        crumbs=_way(asking, view, section),
        formats=_formats(asking, listed),
        thing=iri,
        questions=(Question("projects-serving-goal", listed),),
    )


def _formats(asking: Asked, listed: dict[str, str]) -> Formats:
    """Returns its projects as data: all of them as tables, a page of them in the other forms."""
    listed = listed | {"chain": "true"}
    whole = dict(downloads("exports/projects", listed, asking.lang))
    given = listed | {"limit": str(asking.services.settings.page_size_max)}
    paged = downloads("projects", given, asking.lang, turtle=True)
    return tuple((name, whole[name] if name in ("CSV", "XLSX") else href) for name, href in paged)


def _way(asking: Asked, view: ObjectiveView, section: str) -> tuple[Crumb, ...]:
    """Returns the way to an objective: its list or document, then what it is part of."""
    reader = asking.reader
    document = None if section == "goals" else document_of(reader, view.thing.iri)
    above = [thing_crumb(link) for link in reader.links(view.thing.iri, "skos:broader")[:1]]
    steps = [crumb(reader, f"nav.{section}", section), *([thing_crumb(document)] if document else []), *above]
    return (*steps, here(view.thing.label))
