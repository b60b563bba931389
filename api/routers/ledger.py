"""The ledger: alignments are stated, reviewed, withdrawn, superseded, one or many at a time; history."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access import Role, Speaker
from api.access.guarding import require
from api.bodies import body_of, documented
from api.formats.listings import language, page_bounds, plain_item, plain_listing
from api.formats.negotiation import PLAIN_FORMATS
from api.formats.ordering import cut
from api.iris import as_iri, item_iri
from api.ledger.acting import act_of, recorder_of, refuse_foreign, tag_of, version_asked
from api.ledger.bodies import (
    DecisionsBody,
    ReviewBody,
    StatementBody,
    SupersessionBody,
    WithdrawalBody,
)
from api.ledger.examples import DECISIONS, EVENT, OUTCOME, REVIEW, STATEMENT, SUPERSESSION, WITHDRAWAL
from api.ledger.schemas import EventModel, OutcomeModel, OutcomesModel
from api.openapi import created, failures, success
from api.parameters import ListParameters, Parameters
from api.routers.alignments import EXAMPLE, told
from api.schemas import AlignmentModel, Listing
from api.services import Services, Wired
from graph.ledger.history import version_of
from graph.recording import Correction, Decision

router = APIRouter(prefix="/alignments", tags=["Ledger"])

Contributor = Annotated[Speaker, Depends(require(Role.CONTRIBUTOR))]
Reviewer = Annotated[Speaker, Depends(require(Role.REVIEWER))]
Plain = Annotated[Parameters, Query()]
CHANGED = failures(400, 401, 403, 404, 406, 409, 412, 413, 415, 422, 428, 507)


@router.post(
    "",
    summary="State an alignment",
    status_code=201,
    response_model=AlignmentModel,
    responses=created("The alignment as it stands", EXAMPLE)
    | failures(400, 401, 403, 406, 409, 413, 415, 422, 507),
    openapi_extra=documented(StatementBody, STATEMENT),
)
def state(
    request: Request,
    services: Wired,
    speaker: Contributor,
    _: Plain,
    body: Annotated[StatementBody, Depends(body_of(StatementBody))],
) -> Response:
    """States, in the name of who speaks, that a source contributes to a target or hinders it."""
    made = recorder_of(services, speaker).state(body.draft(services.base))
    return _made(request, services, made, made)


@router.post(
    "/decisions",
    summary="Accept, reject and correct several alignments",
    status_code=201,
    response_model=OutcomesModel,
    responses=created("What became of each", {"items": [OUTCOME]}, PLAIN_FORMATS) | CHANGED,
    openapi_extra=documented(DecisionsBody, DECISIONS),
)
def decide(
    request: Request,
    services: Wired,
    speaker: Reviewer,
    _: Plain,
    body: Annotated[DecisionsBody, Depends(body_of(DecisionsBody))],
) -> Response:
    """Takes all decisions in one commit, or none where one of them cannot be taken."""
    acts = [act_of(each, services) for each in body.decisions]
    made = recorder_of(services, speaker).decide(acts)
    items = [_outcome(services, act.alignment, name) for act, name in zip(acts, made, strict=True)]
    response = plain_item(request, services, OutcomesModel(items=items), OutcomeModel, items)
    response.status_code = 201
    return response


@router.post(
    "/{source}/{key}/reviews",
    summary="Review an alignment",
    status_code=201,
    response_model=AlignmentModel,
    responses=created("The alignment as it stands", EXAMPLE) | CHANGED,
    openapi_extra=documented(ReviewBody, REVIEW),
)
def review(
    source: str,
    key: str,
    request: Request,
    services: Wired,
    speaker: Reviewer,
    _: Plain,
    body: Annotated[ReviewBody, Depends(body_of(ReviewBody))],
) -> Response:
    """Says how far who speaks agrees, and why; what they said before is replaced, and stays in the ledger."""
    name = item_iri(services.base, "alignment", source, key)
    version = version_asked(request, services, name)
    decision = Decision(name, body.agreement, body.reason.name(), version)
    return _made(request, services, name, recorder_of(services, speaker).review(decision))


@router.post(
    "/{source}/{key}/withdrawals",
    summary="Withdraw an alignment or an event on it",
    status_code=201,
    response_model=AlignmentModel,
    responses=created("The alignment as it stands", EXAMPLE) | CHANGED,
    openapi_extra=documented(WithdrawalBody, WITHDRAWAL),
)
def withdraw(
    source: str,
    key: str,
    request: Request,
    services: Wired,
    speaker: Contributor,
    _: Plain,
    body: Annotated[WithdrawalBody, Depends(body_of(WithdrawalBody))],
) -> Response:
    """Takes back what who speaks has said; an administrator may take back anything. Nothing is deleted."""
    name = item_iri(services.base, "alignment", source, key)
    version = version_asked(request, services, name)
    of = as_iri(body.of, services.base)
    recorder = recorder_of(services, speaker)
    refuse_foreign(recorder, speaker, of or name, Role.ADMINISTRATOR)
    made = recorder.withdraw(name, body.reason.name(), version=version, of=of)
    return _made(request, services, name, made)


@router.post(
    "/{source}/{key}/supersessions",
    summary="Put another alignment in the place of one",
    status_code=201,
    response_model=AlignmentModel,
    responses=created("The new alignment as it stands", EXAMPLE) | CHANGED,
    openapi_extra=documented(SupersessionBody, SUPERSESSION),
)
def supersede(
    source: str,
    key: str,
    request: Request,
    services: Wired,
    speaker: Contributor,
    _: Plain,
    body: Annotated[SupersessionBody, Depends(body_of(SupersessionBody))],
) -> Response:
    """States an alignment anew, in the name of who speaks; a reviewer may correct what others have stated."""
    name = item_iri(services.base, "alignment", source, key)
    version = version_asked(request, services, name)
    recorder = recorder_of(services, speaker)
    refuse_foreign(recorder, speaker, name, Role.REVIEWER)
    draft = body.statement.draft(services.base)
    made = recorder.supersede(Correction(name, draft, body.reason.name(), version))
    return _made(request, services, made, made)


@router.get(
    "/{source}/{key}/history",
    summary="List the events on an alignment",
    response_model=Listing[EventModel],
    responses=success("Its events", {"items": [EVENT], "total": 1, "next": None}, PLAIN_FORMATS)
    | failures(400, 404, 406),
)
def history(
    source: str,
    key: str,
    request: Request,
    services: Wired,
    parameters: Annotated[ListParameters, Query()],
) -> Response:
    """Answers with who stated, reviewed, withdrew or superseded it, when and why, in that order."""
    name = item_iri(services.base, "alignment", source, key)
    events = services.repository.history(name, language(request, services))
    response = plain_listing(request, services, EventModel, cut(events, *page_bounds(parameters, services)))
    response.headers["ETag"] = tag_of(version_of(services.store, name))
    return response


def _made(request: Request, services: Services, name: str, event: str) -> Response:
    """Returns the alignment as it stands now, and the address of the event that was made."""
    response = told(request, services, name, 201)
    response.headers["Location"] = event
    return response


def _outcome(services: Services, alignment: str, made: str) -> OutcomeModel:
    [standing] = services.repository.standings([alignment]).values()
    version = version_of(services.store, alignment)
    return OutcomeModel(alignment=alignment, made=made, status=standing.status, version=version)
