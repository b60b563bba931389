"""Answers a comparison as JSON or as a table, once for each commit."""

from __future__ import annotations

from fastapi import Request, Response

from api.comparing.asking import ComparisonParameters, compared
from api.comparing.schemas import ComparisonModel
from api.comparing.tables import comparison_rows
from api.comparing.telling import told_comparison
from api.formats.listings import language
from api.formats.negotiation import JSON, PLAIN_FORMATS, choose
from api.formats.tabular import table_headers, table_of
from api.portfolio.telling import Teller
from api.services import Services
from graph.comparison import Comparison, Side, side_of


def answer(request: Request, services: Services, asked: ComparisonParameters) -> Response:
    """Returns what is asked for in the form preferred."""
    lang, wanted = language(request, services), choose(request.headers.get("accept"), PLAIN_FORMATS)
    told = _told(services, asked, lang)
    if wanted is JSON:
        body = told.model_dump_json().encode()
    else:
        body = table_of(request, wanted, *comparison_rows(told))
    headers = {
        "Content-Type": wanted.content_type,
        "Content-Language": lang,
        "Vary": "Accept, Accept-Language",
    }
    return Response(body, headers=headers | table_headers(request, wanted))


def remembered(services: Services, first: str, second: str | None, revision: int | None) -> Comparison:
    """Returns a comparison, which is made once until the next commit, as what is read of each document is."""
    store, reading = services.store, services.repository.reading

    def side(document: str) -> Side:
        return reading.remembered(("side", document), lambda: side_of(store, document))

    key = ("comparison", first, second, revision)
    return reading.remembered(key, lambda: compared(store, first, second, revision, side))


def _told(services: Services, asked: ComparisonParameters, lang: str) -> ComparisonModel:
    found = remembered(services, asked.first, asked.second, asked.revision)
    tell, documents = Teller(services.repository, lang), (found.first.document, found.second.document)
    overlap = None
    if asked.revision is None:
        overlap = tell.overlap(services.portfolio.current().overlap(*documents), documents)
    return told_comparison(tell, found, overlap)
