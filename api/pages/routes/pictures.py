"""The pages of flows and of the map, which other sites may show too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api.pages.asked import Asking
from api.pages.frame import crumb
from api.pages.gathered import answer_of
from api.pages.outlets import Question, downloads
from api.pages.views.flow import flow_view
from api.pages.views.matrix import PROJECTS
from api.pages.views.region_map import map_view
from graph.alignment.portfolio import Filters

router = APIRouter(prefix="/{lang:language}")
embedded = APIRouter(prefix="/embed/{lang:language}")

Iri = Annotated[str, Query(max_length=500)]
Show = Annotated[str, Query(max_length=20)]
Counting = Literal["full", "parts"]


@embedded.get("/flow")
@router.get("/flow")
def flow(
    asking: Asking,
    region: Iri = "",
    document: Iri = "",
    programme: Iri = "",
    show: Show = PROJECTS,
    counting: Counting = "full",
) -> Response:
    """Shows what leads from programmes to goals, once a region, a document or a programme is chosen.

    `show` is `projects` or a currency, whose money counts in full in each band or in parts.
    """
    given = {"region": region, "document": document, "programme": programme}
    chosen = {name: asking.iri(value) if value else None for name, value in given.items()}
    is_asked = any(chosen.values())
    filters = Filters(region=chosen["region"], programme=chosen["programme"])
    asked = ("flow", chosen["document"], filters, counting)
    found = (
        answer_of(asking, asked, lambda each: each.flow(chosen["document"], filters, counting=counting))
        if is_asked
        else None
    )
    view = flow_view(asking.reader, chosen, found, shows=show, counting=counting)
    named = [asking.reader.link(value).label.text for value in chosen.values() if value]
    title = asking.words("flow.title") + (f": {', '.join(named)}" if named else "")
    values = {**chosen, "counting": counting}
    return asking.page(
        "flow.html",
        title,
        view,
        section="flow",
        crumbs=(crumb(asking.reader, "flow.title", "flow"),),
        formats=downloads("portfolio/flow", values, asking.lang) if is_asked else (),
        questions=_flowing(chosen, counting) if is_asked else (),
        embed="flow" if is_asked else None,
    )


@embedded.get("/map")
@router.get("/map", name="map_page")
def region_map(
    asking: Asking, goal: Iri = "", show: Show = PROJECTS, counting: Counting = "full"
) -> Response:
    """Shows how many projects, or how much money, each region has for a goal, or for any."""
    chosen = asking.iri(goal) if goal else None
    asked = ("regions", chosen, counting)
    table = answer_of(asking, asked, lambda each: each.regions(chosen, counting=counting))
    view = map_view(asking.reader, chosen, table, shows=show, counting=counting)
    title = asking.words("map.title") + (f": {view.goal.label.text}" if view.goal else "")
    return asking.page(
        "map.html",
        title,
        view,
        section="map",
        crumbs=(crumb(asking.reader, "map.title", "map"),),
        formats=downloads("portfolio/regions", {"goal": chosen, "counting": counting}, asking.lang),
        questions=(Question(_by_region(view.shows, counting), {"goal": chosen or ""}),),
        embed="map",
    )


def _flowing(chosen: Mapping[str, str | None], counting: Counting) -> tuple[Question, ...]:
    """Returns the questions whose answers are the flow: projects, and money."""
    values = {"territory": chosen["region"] or "", "programme": chosen["programme"] or ""}
    names = ("programme-goal-matrix", "programme-goal-money")
    if chosen["document"]:
        values["document"] = chosen["document"]
        names = ("flow-of-strategy", "flow-of-strategy-money")
    differs = "sparql.differs-parts" if counting == "parts" else None
    return (Question(names[0], values), Question(names[1], values, differs))


def _by_region(shows: str, counting: Counting) -> str:
    """Returns the question whose answer is the map."""
    if shows == PROJECTS:
        return "region-counts"
    return "region-money" if counting == "full" else "region-parts"
