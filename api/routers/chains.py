"""Chains: through what a project or objective serves, or hinders, a goal, with the proof of each hop."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.listings import as_iri, language, listing, page_bounds
from api.openapi import failures, success
from api.ordering import cut
from api.parameters import ChainParameters
from api.schemas import ChainModel, Listing
from api.services import Wired

router = APIRouter(prefix="/chains", tags=["Chains"])

_GOAL = {"iri": "http://metadata.un.org/sdg/9", "name": {"text": "Industry", "lang": "en"}}
_HOP = {"source": _GOAL, "target": _GOAL, "alignment": None, "confidence": "1"}
EXAMPLE = {"hops": [_HOP], "confidence": "0.36", "weakest": _HOP, "serves": True}


@router.get(
    "",
    summary="List the chains of a project or objective",
    response_model=Listing[ChainModel],
    responses=success("One page of chains", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 404, 406),
)
def list_chains(
    request: Request, services: Wired, parameters: Annotated[ChainParameters, Query()]
) -> Response:
    """Answers with the most confident first, those that hinder last; RDF holds the alignments behind them.

    Of either sort no more are looked for than one page may hold.
    """
    limit, offset = page_bounds(parameters, services)
    start, goal = as_iri(parameters.start, services.base) or "", as_iri(parameters.goal, services.base)
    most, lang = services.settings.page_size_max, language(request, services)
    found = services.chains.up(start, goal, limit=most, lang=lang)
    return listing(request, services, ChainModel, cut(found, limit, offset))
