"""Organisations: public bodies and those that run projects."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access import Role, Speaker
from api.access.guarding import require
from api.bodies import body_of, documented
from api.formats.listings import item, language, listing, page_bounds, plain_listing
from api.formats.negotiation import JSON, PLAIN_FORMATS
from api.formats.ordering import ordered
from api.found import DuplicateModel
from api.iris import as_iri, item_iri
from api.openapi import created, failures, success
from api.parameters import ListParameters, OrganisationParameters, Parameters
from api.register.judging import JUDGED, JUDGEMENT, JudgedModel, JudgementBody
from api.schemas import Listing, OrganisationModel
from api.services import Wired
from graph.model import Organisation, Page
from graph.recording import Agent, judge
from graph.search import likely_duplicates

router = APIRouter(prefix="/organisations", tags=["Organisations"])

Reviewer = Annotated[Speaker, Depends(require(Role.REVIEWER))]
EXAMPLE = {
    "iri": "http://127.0.0.1:8000/id/organisation/se/region-vasterbotten",
    "name": {"text": "Region Västerbotten", "lang": "sv"},
}


_PAIR = {
    "first": EXAMPLE,
    "second": EXAMPLE | {"iri": "http://127.0.0.1:8000/id/organisation/x/region-vasterbotten"},
    "reason": "name",
    "similarity": 1.0,
}


@router.get(
    "",
    summary="List organisations",
    response_model=Listing[OrganisationModel],
    responses=success("One page of organisations", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 406),
)
def list_organisations(
    request: Request, services: Wired, parameters: Annotated[OrganisationParameters, Query()]
) -> Response:
    """Answers by code, those without one last, or in the order asked for."""
    lang = language(request, services)

    def fetch(limit: int, offset: int) -> Page[Organisation]:
        return services.repository.organisations(
            kind=as_iri(parameters.kind, services.base),
            territory=as_iri(parameters.territory, services.base),
            lang=lang,
            limit=limit,
            offset=offset,
        )

    limit, offset = page_bounds(parameters, services)
    return listing(request, services, OrganisationModel, ordered(fetch, parameters.sort, limit, offset))


@router.get(
    "/duplicates",
    summary="List organisations that may be one",
    response_model=Listing[DuplicateModel],
    responses=success(
        "One page of pairs, the surest first", {"items": [_PAIR], "total": 1, "next": None}, PLAIN_FORMATS
    )
    | failures(400, 406),
)
def list_duplicates(
    request: Request, services: Wired, parameters: Annotated[ListParameters, Query()]
) -> Response:
    """Answers with pairs that somebody should look at; what the graph tells of a pair is not proposed again.

    Nothing is merged. Once somebody has said that the two are one or are not, they are listed no more.
    """
    limit, offset = page_bounds(parameters, services)
    lang = language(request, services)
    page = likely_duplicates(services.repository, lang=lang, limit=limit, offset=offset)
    return plain_listing(request, services, DuplicateModel, page)


@router.post(
    "/duplicates",
    summary="Say whether two organisations are one",
    status_code=201,
    response_model=JudgedModel,
    responses=created("What was said", JUDGED, (JSON,)) | failures(400, 401, 403, 409, 413, 415, 422, 507),
    openapi_extra=documented(JudgementBody, JUDGEMENT),
)
def judge_duplicates(
    services: Wired,
    speaker: Reviewer,
    _: Annotated[Parameters, Query()],
    body: Annotated[JudgementBody, Depends(body_of(JudgementBody))],
) -> Response:
    """Says in the name of who speaks that two organisations are the same or different; nothing is merged."""
    agent = Agent(speaker.agent, speaker.name, speaker.is_machine)
    commit = judge(services.writer, agent, body.judgement())
    told = JudgedModel(
        first=body.first,
        second=body.second,
        decision=body.decision,
        commit=commit.sequence if commit else None,
    )
    return Response(told.model_dump_json(), 201, media_type=JSON.media_type)


@router.get(
    "/{source}/{key}",
    summary="Read one organisation",
    response_model=OrganisationModel,
    responses=success("The organisation", EXAMPLE) | failures(400, 404, 406),
)
def one_organisation(
    source: str, key: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with what the graph states of it."""
    iri = item_iri(services.base, "organisation", source, key)
    found = services.repository.organisation(iri, language(request, services))
    return item(request, services, OrganisationModel, found)
