"""Alignments: who says that what contributes to what, with the status that the events on them amount to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.formats.listings import item, language, listing, page_bounds
from api.iris import as_iri, item_iri
from api.openapi import failures, success
from api.parameters import AlignmentParameters, Parameters
from api.schemas import AlignmentModel, Listing
from api.services import Services, Wired
from graph.ledger.history import version_of
from graph.model import Alignment, Page

router = APIRouter(prefix="/alignments", tags=["Alignments"])

EXAMPLE = {
    "iri": "http://127.0.0.1:8000/id/alignment/policygraph/1",
    "source": "http://127.0.0.1:8000/id/objective/eu/to1",
    "target": "http://metadata.un.org/sdg/9.5",
    "strength": 2,
    "confidence": "0.6",
    "status": "accepted",
    "score": "0.5",
    "supporters": 1,
    "opponents": 0,
    "version": "5f0c3b0e6c6a4b1f9d8b",
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
    """Answers with alignments of any status, or of one, or in a view of the ledger."""
    limit, offset = page_bounds(parameters, services)
    page = services.repository.alignments(
        source=as_iri(parameters.source, services.base),
        target=as_iri(parameters.target, services.base),
        author=as_iri(parameters.author, services.base),
        status=parameters.status,
        view=parameters.view,
        lang=language(request, services),
        limit=limit,
        offset=offset,
    )
    items = tuple(with_version(services, each) for each in page.items)
    return listing(request, services, AlignmentModel, Page(items, page.total, page.next))


@router.get(
    "/{source}/{key}",
    summary="Read one alignment",
    response_model=AlignmentModel,
    responses=success("The alignment", EXAMPLE) | failures(400, 404, 406),
)
def one_alignment(
    source: str, key: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with the statement, its evidence, author and status; its ETag is what If-Match takes."""
    return told(request, services, item_iri(services.base, "alignment", source, key))


def told(request: Request, services: Services, iri: str, status: int = 200) -> Response:
    """Returns the answer that tells one alignment as it is now, with its version as its ETag."""
    found = with_version(services, services.repository.alignment(iri, language(request, services)))
    response = item(request, services, AlignmentModel, found)
    response.status_code = status
    response.headers["ETag"] = f'"{found.version}"'
    return response


def with_version(services: Services, found: Alignment) -> AlignmentModel:
    """Returns an alignment with its version."""
    model = AlignmentModel.model_validate(found)
    return model.model_copy(update={"version": version_of(services.store, found.iri)})
