"""Chains: through what something serves, or hinders, a goal, with the proof of each hop."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.chains.answers import ChainTeller
from api.chains.filters import read_filters
from api.chains.schemas import CandidateModel, ChainListing, ChainModel, WhyNotModel
from api.chains.why_not import why_not_model
from api.formats.listings import following, language, listing_of, page_bounds, plain_item
from api.formats.negotiation import PLAIN_FORMATS
from api.formats.ordering import cut
from api.iris import as_iri
from api.openapi import failures, success
from api.parameters import ChainFilterParameters, ChainParameters, WhyNotParameters
from api.services import Services, Wired
from graph.alignment.filters import Filters
from graph.alignment.whynot import why_not
from graph.errors import InputError

router = APIRouter(prefix="/chains", tags=["Chains"])

_GOAL = {"iri": "http://metadata.un.org/sdg/9", "name": {"text": "Industry", "lang": "en"}}
_HOP = {"source": _GOAL, "target": _GOAL, "alignment": None, "confidence": "1"}
EXAMPLE = {
    "hops": [_HOP],
    "confidence": "0.36",
    "weakest": _HOP,
    "serves": True,
    "explanation": "“20200940 BREDBAND” contributes to “9 Industry” in 3 steps.",
}
WHY_NOT = {
    "start": {**_GOAL, "iri": "http://127.0.0.1:8000/id/project/tillvaxtverket-2014/20200942"},
    "goal": _GOAL,
    "verdict": "missing",
    "explanation": "No chain leads from “20200942 BREDBAND” to “9 Industry”: at least one hop is missing.",
    "in_the_way": [],
    "candidates": [{"source": _GOAL, "target": _GOAL, "because": "words", "score": "0.25"}],
}


@router.get(
    "",
    summary="List the chains up from a project, objective or document, or down from a goal",
    response_model=ChainListing,
    responses=success("One page of chains", {"items": [EXAMPLE], "total": 1, "next": None, "more": False})
    | failures(400, 404, 406),
)
def list_chains(
    request: Request, services: Wired, parameters: Annotated[ChainParameters, Query()]
) -> Response:
    """Answers with the most confident first, those that hinder last; RDF holds the alignments behind them.

    Upward, of either sort no more are looked for than one page may hold. Downward, each thing comes once for
    its serving and once for its hindering, by its best chain: objectives and documents, then projects.
    """
    if parameters.direction == "down":
        return _down(request, services, parameters)
    return _up(request, services, parameters)


@router.get(
    "/why-not",
    summary="Say why something does not serve a goal, and which hop is missing",
    response_model=WhyNotModel,
    responses=success("What stands in the way", WHY_NOT, PLAIN_FORMATS) | failures(400, 404, 406),
)
def say_why_not(
    request: Request, services: Wired, parameters: Annotated[WhyNotParameters, Query()]
) -> Response:
    """Answers with how far partial chains reach and the nearest candidates; CSV holds the candidates."""
    start, goal = (as_iri(each, services.base) or "" for each in (parameters.start, parameters.goal))
    lang = language(request, services)
    found = why_not(
        services.repository,
        services.chains,
        start,
        goal,
        filters=filters_of(parameters, services.base),
        limit=parameters.limit,
        lang=lang,
    )
    whole = why_not_model(found, services.repository.reading, lang)
    return plain_item(request, services, whole, CandidateModel, whole.candidates)


def filters_of(parameters: ChainFilterParameters, base: str) -> Filters:
    """Returns the filters that parameters stand for."""
    texts = {name: str(value) for name, value in parameters if value not in (None, False)}
    return read_filters(texts, base)


def _up(request: Request, services: Services, parameters: ChainParameters) -> Response:
    if parameters.only:
        raise InputError("chain-only-upward", value=parameters.only)
    limit, offset = page_bounds(parameters, services)
    start, goal = as_iri(parameters.start, services.base) or "", as_iri(parameters.goal, services.base)
    most, lang = services.settings.page_size_max, language(request, services)
    filters = filters_of(parameters, services.base)
    found = services.chains.trace(start, goal, filters=filters, limit=most, lang=lang)
    page, tell = cut(found.chains, limit, offset), ChainTeller(services.repository.reading, lang)
    whole = ChainListing(
        items=tell.models(page.items),
        total=page.total,
        next=following(request, page.next),
        more=found.more,
        independent=services.chains.independent(start, goal, filters=filters) if goal else None,
        undated=tell.models(found.undated[:limit]),
    )
    return listing_of(request, services, ChainModel, whole, whole.items, whole.next)


def _down(request: Request, services: Services, parameters: ChainParameters) -> Response:
    if parameters.goal:
        raise InputError("chain-goal-downward", value=parameters.goal)
    limit, offset = page_bounds(parameters, services)
    start, lang = as_iri(parameters.start, services.base) or "", language(request, services)
    filters = filters_of(parameters, services.base)
    found = services.chains.down(
        start, filters=filters, only=parameters.only, limit=limit, offset=offset, lang=lang
    )
    address = following(request, found.next)
    whole = ChainListing(
        items=ChainTeller(services.repository.reading, lang).models(found.chains),
        total=None,
        next=address,
        more=address is not None,
        independent=None,
        undated=[],
    )
    return listing_of(request, services, ChainModel, whole, whole.items, address)
