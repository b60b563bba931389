"""Answers a request about effects, as JSON or as a table."""

from __future__ import annotations

from fastapi import Request, Response

import api.effects.tables  # noqa: F401  registers the rows of CSV
from api.effects.asking import Ask
from api.formats.listings import language
from api.formats.negotiation import JSON, PLAIN_FORMATS, choose
from api.formats.tabular import table_headers, table_of
from api.portfolio.naming import names_told
from api.portfolio.tables import csv_rows
from api.portfolio.telling import Teller
from api.services import Services


def answered(request: Request, services: Services, ask: Ask) -> Response:
    """Returns the answer; nothing of it is kept, since scenarios seldom come twice."""
    lang, wanted = language(request, services), choose(request.headers.get("accept"), PLAIN_FORMATS)
    with names_told(services.repository.reading):
        told = ask(services.effects.current(), Teller(services.repository, lang))
    body = told.model_dump_json().encode() if wanted is JSON else table_of(request, wanted, *csv_rows(told))
    headers = {
        "Content-Type": wanted.content_type,
        "Content-Language": lang,
        "Vary": "Accept, Accept-Language",
    }
    return Response(body, headers=headers | table_headers(request, wanted))
