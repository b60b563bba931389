"""Documents: strategies, plans, programmes, laws."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.comparing.answering import answer
from api.comparing.asking import ComparisonParameters
from api.comparing.schemas import ComparisonModel
from api.formats.listings import item, language, listing, page_bounds
from api.formats.negotiation import PLAIN_FORMATS
from api.formats.ordering import ordered
from api.iris import as_iri, item_iri
from api.openapi import failures, success
from api.parameters import DocumentParameters, Parameters
from api.schemas import DocumentModel, Listing
from api.services import Wired
from graph.model import Document, Page

router = APIRouter(prefix="/documents", tags=["Documents"])

EXAMPLE = {
    "iri": "http://127.0.0.1:8000/id/document/vasterbotten/s1",
    "name": {"text": "Regional utvecklingsstrategi", "lang": "sv"},
    "level": "pg:RegionalLevel",
}

_PART = {
    "iri": "http://127.0.0.1:8000/id/objective/vasterbotten/choice-6",
    "name": {"text": "…", "lang": "sv"},
}
_PAIR = {"change": "reworded", "because": "words", "share": "0.6", "changes": ["name"], "first": _PART}
COMPARED = {
    "first": EXAMPLE,
    "second": EXAMPLE,
    "revision": None,
    "sequence": 12,
    "earlier": "first",
    "objectives": [{**_PAIR, "second": _PART}],
    "goals": [{"iri": "http://metadata.un.org/sdg/9", "first": [_PART], "second": []}],
    "overlap": None,
}


@router.get(
    "",
    summary="List documents",
    response_model=Listing[DocumentModel],
    responses=success("One page of documents", {"items": [EXAMPLE], "total": 1, "next": None})
    | failures(400, 406),
)
def list_documents(
    request: Request, services: Wired, parameters: Annotated[DocumentParameters, Query()]
) -> Response:
    """Answers by code, those without one last, or in the order asked for."""
    lang = language(request, services)

    def fetch(limit: int, offset: int) -> Page[Document]:
        return services.repository.documents(
            level=as_iri(parameters.level, services.base),
            territory=as_iri(parameters.territory, services.base),
            kind=as_iri(parameters.type, services.base),
            lang=lang,
            limit=limit,
            offset=offset,
        )

    limit, offset = page_bounds(parameters, services)
    return listing(request, services, DocumentModel, ordered(fetch, parameters.sort, limit, offset))


@router.get(
    "/comparison",
    summary="Compare two documents, or one with what it was",
    response_model=ComparisonModel,
    responses=success("Their objectives and goals side by side", COMPARED, PLAIN_FORMATS)
    | failures(400, 404, 406, 410, 503),
)
def compare_documents(
    request: Request, services: Wired, parameters: Annotated[ComparisonParameters, Query()]
) -> Response:
    """Answers which objectives answer to each other, which only one side has, and the goals of each."""
    return answer(request, services, parameters)


@router.get(
    "/{source}/{key}",
    summary="Read one document",
    response_model=DocumentModel,
    responses=success("The document", EXAMPLE) | failures(400, 404, 406),
)
def one_document(
    source: str, key: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]
) -> Response:
    """Answers with what the graph states of it."""
    iri = item_iri(services.base, "document", source, key)
    found = services.repository.document(iri, language(request, services))
    return item(request, services, DocumentModel, found)
