"""Territories: countries, counties, regions and municipalities."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.formats.listings import item, language, listing, page_bounds
from api.formats.ordering import ordered
from api.iris import as_iri, item_iri
from api.openapi import failures, success
from api.parameters import Parameters, TerritoryParameters
from api.schemas import Listing, TerritoryModel
from api.services import Wired
from graph.model import Page, Territory

router = APIRouter(prefix="/territories", tags=["Territories"])

EXAMPLE = {
    "iri": "http://data.europa.eu/nuts/code/SE331",
    "name": {"text": "Västerbottens län", "lang": "sv"},
    "code": "SE331",
    "level": "pg:RegionalLevel",
}


@router.get(
    "",
    summary="List territories",
    response_model=Listing[TerritoryModel],
    responses=success("One page of territories", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 406),
)
def list_territories(
    request: Request, services: Wired, parameters: Annotated[TerritoryParameters, Query()]
) -> Response:
    """Answers by code, those without one last, or in the order asked for."""
    lang = language(request, services)

    def fetch(limit: int, offset: int) -> Page[Territory]:
        return services.repository.territories(
            level=as_iri(parameters.level, services.base),
            within=as_iri(parameters.within, services.base),
            lang=lang,
            limit=limit,
            offset=offset,
        )

    limit, offset = page_bounds(parameters, services)
    return listing(request, services, TerritoryModel, ordered(fetch, parameters.sort, limit, offset))


@router.get(
    "/{source}/{key}",
    summary="Read one territory",
    response_model=TerritoryModel,
    responses=success("The territory", EXAMPLE) | failures(400, 404, 406),
)
def one_territory(
    source: str, key: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with what the graph states of it."""
    iri = item_iri(services.base, "area", source, key)
    found = services.repository.territory(iri, language(request, services))
    return item(request, services, TerritoryModel, found)
