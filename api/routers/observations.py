"""Observations: what was measured, aimed at or foreseen of an indicator, and one by its key."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.formats.listings import item, language, listing, page_bounds
from api.iris import as_iri, item_iri
from api.openapi import failures, success
from api.parameters import ObservationParameters, Parameters
from api.register.acting import tagged
from api.schemas import Listing, ObservationModel
from api.services import Wired
from graph.register import refuse_withdrawn
from graph.terms import expand

router = APIRouter(prefix="/observations", tags=["Observations"])

EXAMPLE = {
    "iri": "http://127.0.0.1:8000/id/observation/kolada/n00401-1980-2012",
    "role": "actual",
    "value": "71.5",
    "unit": "%",
    "period": "2012",
}


@router.get(
    "",
    summary="List observations",
    response_model=Listing[ObservationModel],
    responses=success("One page of observations", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 406),
)
def list_observations(
    request: Request, services: Wired, parameters: Annotated[ObservationParameters, Query()]
) -> Response:
    """Answers in an order that means nothing, but is the same each time."""
    role = parameters.role
    page = services.repository.observations(
        indicator=as_iri(parameters.indicator, services.base),
        territory=as_iri(parameters.territory, services.base),
        role=expand(f"pg:{role.capitalize()}Role").value if role else None,
        lang=language(request, services),
        **dict(zip(("limit", "offset"), page_bounds(parameters, services), strict=True)),
    )
    return listing(request, services, ObservationModel, page)


@router.get(
    "/{source}/{key}",
    summary="Read one observation",
    response_model=ObservationModel,
    responses=success("The observation", EXAMPLE) | failures(400, 404, 406, 410),
)
def one_observation(
    source: str, key: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with what the graph states of it."""
    iri = item_iri(services.base, "observation", source, key)
    refuse_withdrawn(services.store, iri)
    found = services.repository.observation(iri, language(request, services))
    return tagged(item(request, services, ObservationModel, found), services, iri)
