"""Projects: a list that any chain, area, programme, organisation or name narrows, and one by its key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.chains.short import ChainedModel, chained
from api.formats.listings import item, language, listing, page_bounds
from api.formats.ordering import MOST, by_code, by_name, cut
from api.iris import as_iri, item_iri
from api.openapi import failures, success
from api.parameters import Parameters, ProjectParameters
from api.register.acting import tagged
from api.schemas import Listing, ProjectModel
from api.services import Services, Wired
from graph.errors import InputError
from graph.model import Page, Project
from graph.register import refuse_withdrawn
from graph.repository import ProjectFilters
from graph.repository.projects import project_iris, projects_of
from graph.search import Filters

router = APIRouter(prefix="/projects", tags=["Projects"])

EXAMPLE = {
    "iri": "http://127.0.0.1:8000/id/project/tillvaxtverket-2014/20200940",
    "name": {"text": "Innovationsstöd", "lang": "sv"},
    "identifier": "20200940",
}


@router.get(
    "",
    summary="List projects",
    response_model=Listing[ChainedModel],
    responses=success("One page of projects", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 406, 503),
)
def list_projects(
    request: Request, services: Wired, parameters: Annotated[ProjectParameters, Query()]
) -> Response:
    """Answers in an order that means nothing, but is the same each time; `sort` reads every name or code."""
    limit, offset = page_bounds(parameters, services)
    filters, lang = _filters(parameters, services.base), language(request, services)
    if parameters.q:
        page = _named(services, parameters.q, filters, lang, limit, offset)
    elif parameters.sort:
        page = _sorted(services, parameters.sort, filters, lang, limit, offset)
    else:
        page = services.repository.projects(filters, lang=lang, limit=limit, offset=offset)
    if parameters.chain and filters.goal:
        told = chained(services.chains, services.repository, page.items, filters.goal, lang)
        return listing(request, services, ChainedModel, Page(told, page.total, page.next))
    return listing(request, services, ProjectModel, page)


@router.get(
    "/{source}/{key}",
    summary="Read one project",
    response_model=ProjectModel,
    responses=success("The project", EXAMPLE) | failures(400, 404, 406, 410),
)
def one_project(
    source: str, key: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with what its list states of it."""
    iri = item_iri(services.base, "project", source, key)
    refuse_withdrawn(services.store, iri)
    found = services.repository.project(iri, language(request, services))
    return tagged(item(request, services, ProjectModel, found), services, iri)


def _filters(parameters: ProjectParameters, base: str) -> ProjectFilters:
    if parameters.goal and parameters.objective:
        raise InputError("parameters-exclusive", names="goal, objective")
    if parameters.chain and not (parameters.goal or parameters.objective):
        raise InputError("query-parameter-missing", name="goal")
    return ProjectFilters(
        goal=as_iri(parameters.goal or parameters.objective, base),
        territory=as_iri(parameters.territory, base),
        programme=as_iri(parameters.programme, base),
        organisation=as_iri(parameters.organisation, base),
    )


def _named(
    services: Services, q: str, filters: ProjectFilters, lang: str, limit: int, offset: int
) -> Page[Project]:
    """Returns the projects that a search finds, the best first, among those that the filters let through."""
    wanted = Filters("project", filters.territory, filters.programme, goal=filters.goal)
    only = ProjectFilters(organisation=filters.organisation)
    among = set(_all_iris(services, only)) if filters.organisation else None
    page = services.search.search(
        q, wanted, lang=lang, limit=limit, offset=offset, faceted=False, among=among
    ).page
    iris = [hit.thing.iri for hit in page.items]
    return Page(projects_of(services.repository.reading, iris, lang), page.total, page.next)


def _sorted(
    services: Services, sort: str, filters: ProjectFilters, lang: str, limit: int, offset: int
) -> Page[Project]:
    """Returns a page in the order of names or codes, for which those of all that pass are read."""
    things = services.repository.things(_all_iris(services, filters), lang)
    key = by_code if sort.endswith("code") else by_name
    iris = sorted(things, key=lambda iri: key(things[iri]), reverse=sort.startswith("-"))
    page = cut(tuple(iris), limit, offset)
    return Page(projects_of(services.repository.reading, page.items, lang), page.total, page.next)


def _all_iris(services: Services, filters: ProjectFilters) -> Iterator[str]:
    offset, total = 0, 1
    while offset < total:
        iris, total = project_iris(services.repository.reading, filters, MOST, offset)
        yield from iris
        offset += MOST
