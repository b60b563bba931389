"""Alignments: who says that what contributes to what, with the status that the events on them amount to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.iris import item_iri
from api.listings import as_iri, item, language, listing, page_bounds
from api.openapi import failures, success
from api.ordering import cut, whole
from api.parameters import AlignmentParameters, Parameters
from api.schemas import AlignmentModel, Listing
from api.services import Wired
from graph.model import Alignment, Page

router = APIRouter(prefix="/alignments", tags=["Alignments"])

EXAMPLE = {
    "iri": "http://127.0.0.1:8000/id/alignment/policygraph/1",
    "source": "http://127.0.0.1:8000/id/objective/eu/to1",
    "target": "http://metadata.un.org/sdg/9.5",
    "strength": 2,
    "confidence": "0.6",
    "status": "proposed",
}


@router.get(
    "",
    summary="List alignments",
    response_model=Listing[AlignmentModel],
    responses=success("One page of alignments", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 406),
)
def list_alignments(
    request: Request, services: Wired, parameters: Annotated[AlignmentParameters, Query()]
) -> Response:
    """Answers with alignments of any status, or of one."""
    lang = language(request, services)

    def fetch(limit: int, offset: int) -> Page[Alignment]:
        return services.repository.alignments(
            source=as_iri(parameters.source, services.base),
            target=as_iri(parameters.target, services.base),
            author=as_iri(parameters.author, services.base),
            lang=lang,
            limit=limit,
            offset=offset,
        )

    limit, offset = page_bounds(parameters, services)
    if parameters.status is None:
        return listing(request, services, AlignmentModel, fetch(limit, offset))
    # The status is derived from events, so it is known only once the alignments are read.
    found = tuple(each for each in whole(fetch) if each.status == parameters.status)
    return listing(request, services, AlignmentModel, cut(found, limit, offset))


@router.get(
    "/{source}/{key}",
    summary="Read one alignment",
    response_model=AlignmentModel,
    responses=success("The alignment", EXAMPLE) | failures(400, 404, 406),
)
def one_alignment(
    source: str, key: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with the statement, its evidence, its author and its status."""
    iri = item_iri(services.base, "alignment", source, key)
    found = services.repository.alignment(iri, language(request, services))
    return item(request, services, AlignmentModel, found)
