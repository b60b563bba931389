"""Search by name or code, and the matrix of goals by regions."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.formats.listings import found_listing, language, page_bounds
from api.formats.negotiation import PLAIN_FORMATS
from api.found import FoundListing
from api.iris import as_iri
from api.openapi import failures, success
from api.parameters import Parameters, SearchParameters
from api.portfolio.answering import answer
from api.portfolio.schemas import GridModel
from api.schemas import CellModel, MatrixModel
from api.services import Wired
from graph.search import Filters

router = APIRouter(tags=["Finding"])

_FOUND = {
    "iri": "http://data.europa.eu/nuts/code/SE331",
    "name": {"text": "Västerbottens län", "lang": "sv"},
    "code": "SE331",
    "kind": "dct:Location",
}
_HIT = _FOUND | {
    "group": "territory",
    "highlights": [
        {
            "field": "name",
            "lang": "sv",
            "segments": [{"text": "Västerbottens", "match": True}, {"text": " län", "match": False}],
        }
    ],
}
_FACET = {"name": "kind", "values": [{"value": "territory", "count": 1, "name": None}]}
_CELL = {
    "goal": "http://metadata.un.org/sdg/9",
    "region": "http://data.europa.eu/nuts/code/SE331",
    "projects": 12,
    "accepted": 3,
}


@router.get(
    "/search",
    summary="Search by name or code",
    response_model=FoundListing,
    responses=success("What was found, the best first", {"items": [_HIT], "total": 1, "facets": [_FACET]})
    | failures(400, 406, 503),
)
def search(request: Request, services: Wired, parameters: Annotated[SearchParameters, Query()]) -> Response:
    """Answers with codes first, whole names, goals named so, then names and texts that have all the words.

    Words match by their Swedish, Danish or English stems, with or without their diacritics, as the beginning
    of what is being typed, and as a part of compounds.
    """
    limit, offset = page_bounds(parameters, services)
    lang = language(request, services)
    filters = Filters(
        kind=parameters.kind,
        territory=as_iri(parameters.territory, services.base),
        programme=as_iri(parameters.programme, services.base),
        level=as_iri(parameters.level, services.base),
        goal=as_iri(parameters.goal, services.base),
        year=parameters.year,
    )
    found = services.search.search(parameters.q, filters, lang=lang, limit=limit, offset=offset)
    return found_listing(request, services, found)


@router.get(
    "/matrix",
    summary="Count projects by goal and region",
    response_model=MatrixModel,
    responses=success("The matrix", {"goals": [], "regions": [_FOUND], "cells": [_CELL]}, PLAIN_FORMATS)
    | failures(400, 406, 503),
)
def matrix(request: Request, services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with the goals, the regions and a cell for each pair that has a project; CSV has the cells."""
    return answer(request, services, lambda portfolio, tell: _matrix(tell.grid(portfolio.goals_by_region())))


def _matrix(grid: GridModel) -> MatrixModel:
    cells = [
        CellModel(goal=cell.row, region=cell.column, projects=cell.projects, accepted=cell.accepted)
        for cell in sorted(grid.cells, key=attrgetter("row", "column"))
    ]
    return MatrixModel(goals=grid.rows, regions=grid.columns, cells=cells)
