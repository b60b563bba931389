"""Private drafts of projects: kept, changed, published; nobody but owner and reviewers learns of one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access import Role, Speaker
from api.access.guarding import require
from api.bodies import body_of, documented
from api.drafts import (
    change_draft,
    draft_for,
    faults_of_draft,
    own_draft,
    publish_draft,
    remove_draft,
    save_draft,
    visible_drafts,
)
from api.drafts.bodies import DraftBody
from api.drafts.schemas import DRAFT, PROJECT, SUMMARY, DraftModel, DraftSummary
from api.errors import finding_model
from api.formats.listings import following, language, page_bounds
from api.formats.negotiation import JSON
from api.formats.ordering import cut
from api.ledger.acting import tag_of, version_in
from api.openapi import created, failures, success
from api.parameters import ListParameters, Parameters
from api.register.acting import written
from api.register.schemas import WRITTEN, WrittenModel
from api.schemas import Listing
from api.services import Services, Wired
from graph.drafts import Draft

router = APIRouter(prefix="/drafts", tags=["Drafts"])

Contributor = Annotated[Speaker, Depends(require(Role.CONTRIBUTOR))]
Plain = Annotated[Parameters, Query()]
Sent = Annotated[DraftBody, Depends(body_of(DraftBody))]
_CHANGED = failures(400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 507)
_PRIVATE = {"Cache-Control": "no-store", "Vary": "Authorization, Accept-Language"}


@router.get(
    "",
    summary="List drafts",
    response_model=Listing[DraftSummary],
    responses=success("One page of drafts", {"items": [SUMMARY], "total": 1, "next": None}, (JSON,))
    | failures(400, 401, 403),
)
def list_drafts(
    request: Request,
    services: Wired,
    speaker: Contributor,
    parameters: Annotated[ListParameters, Query()],
) -> Response:
    """Answers with those of who speaks, and to reviewers with all; what was changed last comes first."""
    page = cut(visible_drafts(services, speaker), *page_bounds(parameters, services))
    items = [_summary(each) for each in page.items]
    model = Listing[DraftSummary](items=items, total=page.total, next=following(request, page.next))
    return Response(model.model_dump_json(), headers=_PRIVATE, media_type=JSON.media_type)


@router.post(
    "",
    summary="Save a draft",
    status_code=201,
    response_model=DraftModel,
    responses=created("The draft", DRAFT, (JSON,)) | failures(400, 401, 403, 409, 413, 415, 422, 507),
    openapi_extra=documented(DraftBody, PROJECT),
)
def save(request: Request, services: Wired, speaker: Contributor, _: Plain, body: Sent) -> Response:
    """Keeps it for who speaks; `findings` says what would keep it from being published now."""
    draft = save_draft(services, speaker, _content(body), language(request, services))
    return _told(request, services, speaker, draft, 201)


@router.get(
    "/{draft}",
    summary="Read a draft",
    response_model=DraftModel,
    responses=success("The draft", DRAFT, (JSON,)) | failures(400, 401, 403, 404),
)
def read(draft: str, request: Request, services: Wired, speaker: Contributor, _: Plain) -> Response:
    """Answers its owner and reviewers; to anybody else it is not there."""
    return _told(request, services, speaker, draft_for(services, speaker, draft), 200)


@router.put(
    "/{draft}",
    summary="Change a draft",
    response_model=DraftModel,
    responses=success("The draft", DRAFT, (JSON,)) | _CHANGED,
    openapi_extra=documented(DraftBody, PROJECT),
)
def change(
    draft: str, request: Request, services: Wired, speaker: Contributor, _: Plain, body: Sent
) -> Response:
    """Puts new content in the place of the old, by its owner and with If-Match."""
    own = own_draft(services, speaker, draft)
    version = version_in(request, draft, own.version)
    changed = change_draft(services, own, _content(body), language(request, services), version)
    return _told(request, services, speaker, changed, 200)


@router.delete(
    "/{draft}",
    summary="Throw a draft away",
    response_model=DraftSummary,
    responses=success("What it was", SUMMARY, (JSON,)) | failures(400, 401, 403, 404, 409, 412, 422, 428),
)
def throw_away(draft: str, request: Request, services: Wired, speaker: Contributor, _: Plain) -> Response:
    """Forgets it, by its owner and with If-Match."""
    own = own_draft(services, speaker, draft)
    remove_draft(services, own, version_in(request, draft, own.version))
    return Response(_summary(own).model_dump_json(), headers=_PRIVATE, media_type=JSON.media_type)


@router.post(
    "/{draft}/publication",
    summary="Publish a draft",
    status_code=201,
    response_model=WrittenModel,
    responses=created("What became of it", WRITTEN, (JSON,)) | _CHANGED,
)
def publish(draft: str, request: Request, services: Wired, speaker: Contributor, _: Plain) -> Response:
    """Enters the project and states what it serves, in one commit or not at all; with If-Match."""
    own = own_draft(services, speaker, draft)
    kept = publish_draft(services, speaker, own, version_in(request, draft, own.version))
    return written(request, services, kept, 201)


def _content(body: DraftBody) -> dict[str, object]:
    return body.model_dump(mode="json", exclude_unset=True)


def _summary(draft: Draft) -> DraftSummary:
    return DraftSummary.model_validate(draft)


def _told(request: Request, services: Services, speaker: Speaker, draft: Draft, status: int) -> Response:
    lang = language(request, services)
    findings = [finding_model(each, lang) for each in faults_of_draft(services, speaker, draft)]
    model = DraftModel(**_summary(draft).model_dump(), content=dict(draft.content), findings=findings)
    headers = _PRIVATE | {"ETag": tag_of(draft.version), "Content-Language": lang}
    if status == 201:
        headers["Location"] = f"{services.base}api/v1/drafts/{draft.key}"
    return Response(model.model_dump_json(), status, headers, media_type=JSON.media_type)
