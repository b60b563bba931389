"""Search by name or code, and the matrix of goals by regions."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.listings import language, listing, page_bounds, plain_item
from api.negotiation import CSV, JSON
from api.openapi import failures, success
from api.parameters import Parameters, SearchParameters
from api.portfolio.telling import Teller
from api.schemas import CellModel, Listing, MatrixModel, ThingModel
from api.services import Wired

router = APIRouter(tags=["Finding"])

_FOUND = {
    "iri": "http://data.europa.eu/nuts/code/SE331",
    "name": {"text": "Västerbottens län", "lang": "sv"},
    "code": "SE331",
    "kind": "dct:Location",
}
_CELL = {
    "goal": "http://metadata.un.org/sdg/9",
    "region": "http://data.europa.eu/nuts/code/SE331",
    "projects": 12,
    "accepted": 3,
}


@router.get(
    "/search",
    summary="Search by name or code",
    response_model=Listing[ThingModel],
    responses=success("What was found, the best first", {"items": [_FOUND], "total": 1, "next": None})
    | failures(400, 406),
)
def search(request: Request, services: Wired, parameters: Annotated[SearchParameters, Query()]) -> Response:
    """Answers with things of that code first, then with those whose names have the words."""
    limit, offset = page_bounds(parameters, services)
    lang = language(request, services)
    page = services.repository.search(parameters.q, lang=lang, limit=limit, offset=offset)
    return listing(request, services, ThingModel, page)


@router.get(
    "/matrix",
    summary="Count projects by goal and region",
    response_model=MatrixModel,
    responses=success("The matrix", {"goals": [], "regions": [_FOUND], "cells": [_CELL]}, (JSON, CSV))
    | failures(400, 406, 503),
)
def matrix(request: Request, services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with the goals, the regions and a cell for each pair that has a project; CSV has the cells."""
    lang = language(request, services)
    grid = Teller(services.repository, lang).grid(services.portfolio.current().goals_by_region())
    cells = [
        CellModel(goal=cell.row, region=cell.column, projects=cell.projects, accepted=cell.accepted)
        for cell in sorted(grid.cells, key=attrgetter("row", "column"))
    ]
    told = MatrixModel(goals=grid.rows, regions=grid.columns, cells=cells)
    return plain_item(request, services, told, CellModel, cells)
