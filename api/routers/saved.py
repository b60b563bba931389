"""Saved questions: everybody sees them and what changed in their answers; their owners remove them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access import Role, Speaker
from api.access.guarding import require
from api.bodies import body_of, documented
from api.formats.listings import following, page_bounds, plain_item
from api.formats.negotiation import JSON, PLAIN_FORMATS
from api.formats.ordering import cut
from api.openapi import created, failures, success
from api.parameters import ListParameters, Parameters
from api.saved import looked_at, remove_saved, save_question
from api.saved.schemas import EXAMPLE, SENT, SavedBody, SavedModel, SavedRow
from api.schemas import Listing
from api.services import Services, Wired
from graph.saved import Saved

router = APIRouter(prefix="/saved", tags=["Saved questions"])

Contributor = Annotated[Speaker, Depends(require(Role.CONTRIBUTOR))]
Plain = Annotated[Parameters, Query()]
Sent = Annotated[SavedBody, Depends(body_of(SavedBody))]


@router.get(
    "",
    summary="List saved questions",
    response_model=Listing[SavedModel],
    responses=success("One page of them", {"items": [EXAMPLE], "total": 1, "next": None}, PLAIN_FORMATS)
    | failures(400, 406),
)
def list_saved(request: Request, services: Wired, parameters: Annotated[ListParameters, Query()]) -> Response:
    """Answers with them as they were asked last, the newest first."""
    page = cut(services.saves.all(), *page_bounds(parameters, services))
    items = [SavedModel.told(each, services.base) for each in page.items]
    whole = Listing[SavedModel](items=items, total=page.total, next=following(request, page.next))
    return plain_item(request, services, whole, SavedRow, items)


@router.post(
    "",
    summary="Save a question",
    status_code=201,
    response_model=SavedModel,
    responses=created("The question with its answer", EXAMPLE, (JSON,))
    | failures(400, 401, 403, 409, 413, 415, 422, 503, 507),
    openapi_extra=documented(SavedBody, SENT),
)
async def save(request: Request, services: Wired, speaker: Contributor, _: Plain, body: Sent) -> Response:
    """Keeps it for everybody to see; what answers differently each time is refused."""
    saved = await save_question(request, services, speaker, body.title, body.query)
    return _told(services, saved, 201)


@router.get(
    "/{key}",
    summary="Read a saved question",
    response_model=SavedModel,
    responses=success("The question, and what changed in its answer", EXAMPLE, (JSON,)) | failures(400, 404),
)
async def read(key: str, request: Request, services: Wired, _: Plain) -> Response:
    """Answers with what changed; after a commit the question is asked again, once."""
    return _told(services, await looked_at(request, services, key), 200)


@router.delete(
    "/{key}",
    summary="Remove a saved question",
    response_model=SavedModel,
    responses=success("What it was", EXAMPLE, (JSON,)) | failures(400, 401, 403, 404, 409, 422),
)
def remove(key: str, services: Wired, speaker: Contributor, _: Plain) -> Response:
    """Forgets it, by its owner or an administrator."""
    return _told(services, remove_saved(services, speaker, key), 200)


def _told(services: Services, saved: Saved, status: int) -> Response:
    headers = {"Location": f"{services.base}api/v1/saved/{saved.key}"} if status == 201 else {}
    content = SavedModel.told(saved, services.base).model_dump_json()
    return Response(content, status, headers, media_type=JSON.media_type)
