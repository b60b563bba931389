"""The vocabulary that queries are written in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.formats.listings import language, plain_item
from api.formats.negotiation import PLAIN_FORMATS
from api.openapi import failures, success
from api.parameters import Parameters
from api.services import Wired
from api.vocabulary.gathering import gathered
from api.vocabulary.schemas import TermModel, VocabularyModel

router = APIRouter(tags=["SPARQL"])

_TERM = {
    "name": "pg:contributesTo",
    "iri": "https://w3id.org/policygraph#contributesTo",
    "use": "property",
    "label": {"text": "contributes to", "lang": "en"},
    "text": None,
}
EXAMPLE = {"prefixes": {"pg": "https://w3id.org/policygraph#"}, "terms": [_TERM]}


@router.get(
    "/vocabulary",
    summary="List the prefixes and terms that queries are written with",
    response_model=VocabularyModel,
    responses=success("Prefixes and terms", EXAMPLE, PLAIN_FORMATS) | failures(400, 406),
)
def vocabulary(request: Request, services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with the classes and properties that the graph uses, and the goals, targets and regions."""
    told = gathered(services.repository, language(request, services))
    return plain_item(request, services, told, TermModel, told.terms)
