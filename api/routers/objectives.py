"""Objectives: goals, targets, target areas and all else that documents set."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.formats.listings import item, language, listing, page_bounds
from api.formats.ordering import ordered
from api.iris import as_iri, item_iri
from api.openapi import failures, success
from api.parameters import ObjectiveParameters, Parameters
from api.register.acting import tagged
from api.schemas import Listing, ObjectiveModel
from api.services import Wired
from graph.model import Objective, Page
from graph.register import refuse_withdrawn

router = APIRouter(prefix="/objectives", tags=["Objectives"])

EXAMPLE = {
    "iri": "http://metadata.un.org/sdg/9",
    "name": {"text": "Industry, innovation and infrastructure", "lang": "en"},
    "code": "9",
    "kind": "sdgo:Goal",
}


@router.get(
    "",
    summary="List objectives",
    response_model=Listing[ObjectiveModel],
    responses=success("One page of objectives", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 406),
)
def list_objectives(
    request: Request, services: Wired, parameters: Annotated[ObjectiveParameters, Query()]
) -> Response:
    """Answers by code, those without one last, or in the order asked for."""
    lang = language(request, services)

    def fetch(limit: int, offset: int) -> Page[Objective]:
        return services.repository.objectives(
            document=as_iri(parameters.document, services.base),
            level=as_iri(parameters.level, services.base),
            kind=as_iri(parameters.kind, services.base),
            lang=lang,
            limit=limit,
            offset=offset,
        )

    limit, offset = page_bounds(parameters, services)
    return listing(request, services, ObjectiveModel, ordered(fetch, parameters.sort, limit, offset))


@router.get(
    "/{source}/{key}",
    summary="Read one objective",
    response_model=ObjectiveModel,
    responses=success("The objective", EXAMPLE) | failures(400, 404, 406, 410),
)
def one_objective(
    source: str, key: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with what the graph states of it."""
    iri = item_iri(services.base, "objective", source, key)
    refuse_withdrawn(services.store, iri)
    found = services.repository.objective(iri, language(request, services))
    return tagged(item(request, services, ObjectiveModel, found), services, iri)
