"""SPARQL for those who write it: a query, its answer on a page, and as a workbook."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from api.errors import headers_of
from api.formats.negotiation import JSONLD, XLSX
from api.formats.tabular import linked, xlsx_of_rows
from api.pages.asked import Asked, Asking
from api.pages.frame import crumb
from api.pages.views.saving import saving_of
from api.pages.views.sparql import SparqlView, example, sparql_view, spot_of, table_rows
from api.querying.asking import ran
from api.wording.messages import text
from graph.errors import PolicygraphError
from graph.isolation import Answer
from graph.store import query_form

router = APIRouter(prefix="/{lang:language}")

ROWS = 200


@router.get("/sparql", name="sparql_page")
async def sparql_page(
    asking: Asking,
    query: Annotated[str | None, Query()] = None,
    run: Annotated[str, Query()] = "",
    show: Annotated[str, Query(max_length=20)] = "table",
) -> Response:
    """Shows a place to write a query in, and its answer once it is run; a query in the address is kept."""
    if not (run and query):
        return await run_in_threadpool(_sparql_shown, asking, SparqlView(query or example()))
    try:
        view = await ran(asking.request, asking.services, query, partial(_viewed, asking, query, show))
    except PolicygraphError as error:
        return await run_in_threadpool(_sparql_failed, asking, query, error)
    return await run_in_threadpool(_sparql_shown, asking, view)


@router.get("/sparql.xlsx")
async def workbook(asking: Asking, query: Annotated[str, Query()]) -> Response:
    """Answers with the whole of a table as a workbook; one that is longer than a sheet holds is refused."""
    columns, rows = await ran(asking.request, asking.services, query, partial(table_rows, query))
    content = await run_in_threadpool(xlsx_of_rows, columns, rows, "SPARQL")
    headers = {"Content-Disposition": f'attachment; filename="sparql.{XLSX.suffix}"'}
    return Response(content, media_type=XLSX.media_type, headers=headers)


@router.get("/sparql.jsonld")
async def rows_as_linked_data(asking: Asking, query: Annotated[str, Query()]) -> Response:
    """Answers with the whole of a table as csv2rdf makes it of the CSV that the protocol gives."""
    columns, rows = await ran(asking.request, asking.services, query, partial(table_rows, query))
    address = f"{asking.services.base}sparql?{urlencode({'query': query, 'format': 'csv'})}"
    content = await run_in_threadpool(linked, columns, rows, address)
    return Response(content, media_type=JSONLD.media_type)


def _viewed(asking: Asked, query: str, show: str, answer: Answer) -> SparqlView:
    view = sparql_view(asking.reader, query, answer, ROWS, show)
    is_table = query_form(query) == "SELECT"
    return replace(view, saving=saving_of("", query, asking.speaker)) if is_table else view


def _sparql_failed(asking: Asked, query: str, error: PolicygraphError) -> Response:
    problem = text(f"error.{error.key}", asking.lang, **error.values)
    view = SparqlView(query, problem=problem, place=spot_of(error.place))
    response = _sparql_shown(asking, view, error.status)
    response.headers.update(headers_of(error))
    return response


def _sparql_shown(asking: Asked, view: SparqlView, status: int = 200) -> Response:
    way = (crumb(asking.reader, "nav.sparql", "sparql"),)
    title = asking.words("sparql.title")
    return asking.page(
        "sparql.html", title, view, section="sparql", crumbs=way, formats=view.formats, status=status
    )
