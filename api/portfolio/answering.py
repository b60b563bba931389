"""Answers a request from the portfolio, once for each commit: what is asked again is sent again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fastapi import Request, Response

from api.formats.listings import language
from api.formats.negotiation import JSON, PLAIN_FORMATS, choose
from api.formats.tabular import table_headers, table_of
from api.portfolio.naming import names_told
from api.portfolio.tables import csv_rows
from api.portfolio.telling import Teller
from api.portfolio.writing import json_of
from api.schemas import Model
from api.services import Services

if TYPE_CHECKING:
    from graph.alignment.portfolio import Portfolio


def answer(request: Request, services: Services, ask: Callable[[Portfolio, Teller], Model]) -> Response:
    """Returns the answer as JSON or as a table; one that lacks a commit is not kept."""
    lang, wanted = language(request, services), choose(request.headers.get("accept"), PLAIN_FORMATS)
    portfolio = services.portfolio.current()

    def body() -> bytes:
        with names_told(services.repository.reading):
            told = ask(portfolio, Teller(services.repository, lang))
        if wanted is JSON:
            texts = services.repository.reading.remembered(("portfolio-texts", lang), dict[str, bytes])
            return json_of(told, texts)
        return table_of(request, wanted, *csv_rows(told))

    key = ("portfolio", request.url.path, request.url.query, lang, wanted.suffix)
    is_current = portfolio.sequence == services.store.sequence
    content = services.repository.reading.remembered(key, body) if is_current else body()
    headers = {
        "Content-Type": wanted.content_type,
        "Content-Language": lang,
        "Vary": "Accept, Accept-Language",
    }
    return Response(content, headers=headers | table_headers(request, wanted))
