"""Proposals: what a text may serve, by its words; and those of a project, stated by a machine."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.access import Role, Speaker
from api.access.guarding import require
from api.bodies import body_of, documented
from api.formats.listings import language, plain_item
from api.formats.negotiation import PLAIN_FORMATS
from api.iris import full
from api.openapi import created, failures, success
from api.parameters import Parameters
from api.proposals.areas import areas_named
from api.proposals.bodies import ProjectToReadBody, TextToReadBody
from api.proposals.schemas import ProposalModel, ProposalsModel, StatedModel, model_of
from api.services import Services, Wired
from graph.proposals import propose, propose_for, state_proposals
from graph.repository import Repository

router = APIRouter(prefix="/proposals", tags=["Proposals"])

Contributor = Annotated[Speaker, Depends(require(Role.CONTRIBUTOR))]
Plain = Annotated[Parameters, Query()]

TEXT = {
    "title": "Bredband till fler",
    "text": "Projektet bygger fibernät i glesbygd.",
    "lang": "sv",
    "territories": ["nuts:SE331"],
}
FOUND = {
    "items": [
        {
            "target": "http://metadata.un.org/sdg/9.c",
            "kind": "target",
            "name": {"text": "Tillgång till informations- och kommunikationsteknik", "lang": "sv"},
            "code": "9.c",
            "confidence": "0.83",
            "words": [{"field": "text", "start": 17, "end": 25, "text": "fibernät"}],
        }
    ],
    "areas": [],
    "lang": "sv",
    "abstained": None,
    "method": "lexicon",
    "version": "1.1",
}
_BASE = "http://127.0.0.1:8000/"
STATED = {
    "project": f"{_BASE}id/project/tillvaxtverket-2014/20200940",
    "stated": [f"{_BASE}id/alignment/policygraph-proposals/5f0c3b0e6c6a4b1f9d8b"],
    "renewed": [],
    "unchanged": [],
    "withdrawn": [],
    "left": [],
}


@router.post(
    "",
    summary="Propose what a text may serve",
    response_model=ProposalsModel,
    responses=success("The proposals", FOUND, PLAIN_FORMATS) | failures(400, 404, 406, 413, 415, 422),
    openapi_extra=documented(TextToReadBody, TEXT),
)
def read(
    request: Request,
    services: Wired,
    _: Plain,
    body: Annotated[TextToReadBody, Depends(body_of(TextToReadBody))],
) -> Response:
    """Answers with goals, targets and objectives that the words speak for, and marks them; writes nothing."""
    repository = services.repository
    lang, asked = language(request, services), body.asked(repository)
    named = areas_named(services, f"{body.title}\n{body.text}")
    things = repository.things(named, lang).values()
    found = model_of(propose(repository, asked, lang, body.least), things)
    return plain_item(request, services, found, ProposalModel, found.items)


@router.post(
    "/statements",
    summary="State the proposals for a project in the ledger",
    status_code=201,
    response_model=StatedModel,
    responses=created("What became of them", STATED, PLAIN_FORMATS)
    | failures(400, 401, 403, 404, 406, 409, 413, 415, 422, 507),
    openapi_extra=documented(ProjectToReadBody, {"project": "id/project/tillvaxtverket-2014/20200940"}),
)
def state(
    request: Request,
    services: Wired,
    _speaker: Contributor,
    _: Plain,
    body: Annotated[ProjectToReadBody, Depends(body_of(ProjectToReadBody))],
) -> Response:
    """States what the own words of a project or a plan speak for, as a machine; people then review it."""
    told = _stated(services, full(body.project, services.base), body)
    response = plain_item(request, services, told, StatedModel, [told])
    response.status_code = 201
    return response


def _stated(services: Services, project: str, body: ProjectToReadBody) -> StatedModel:
    repository: Repository = services.repository
    found = propose_for(repository, project, least=body.least)
    outcome = state_proposals(services.writer, repository, project, found)
    return StatedModel(project=project, **{name: list(getattr(outcome, name)) for name in outcome.__slots__})
