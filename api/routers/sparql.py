"""The SPARQL 1.1 Protocol endpoint: queries by GET and by both forms of POST, and the service description."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import IO

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.routing import NoMatchFound

from api.errors import MethodNotAllowed
from api.language import language_or_default
from api.limiting import query_budget
from api.negotiation import HTML, RDF_FORMATS, Format, choose
from api.openapi import SPARQL_DOCUMENTED
from api.services import Services, Wired
from api.sparql import FORM, QUERY, SparqlRequest, read_sparql, result_format
from api.streaming import answered
from graph.isolation import Answer

router = APIRouter(tags=["SPARQL"])
VARY = {"Vary": "Accept"}
ALLOW = {"Allow": "GET, HEAD, POST, OPTIONS"}


@router.get("/sparql", **SPARQL_DOCUMENTED["get"])
async def get_sparql(request: Request, services: Wired) -> Response:
    """Answers the query of the address; without one, describes the service."""
    sparql = await read_sparql(request, services.settings.query_max_bytes)
    if sparql is None:
        return await _described(request, services)
    return await _answered(request, services, sparql)


@router.post("/sparql", **SPARQL_DOCUMENTED["post"])
async def post_sparql(request: Request, services: Wired) -> Response:
    """Answers the query of the body; an update is refused."""
    sparql = await read_sparql(request, services.settings.query_max_bytes)
    assert sparql is not None, "read_sparql raises for a POST without a query"
    return await _answered(request, services, sparql)


@router.options("/sparql", include_in_schema=False)
async def options_sparql() -> Response:
    """Says which methods and bodies are taken."""
    return Response(status_code=204, headers={**ALLOW, "Accept-Post": f"{FORM}, {QUERY}"})


@router.api_route("/sparql", methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
async def refuse_method(request: Request) -> Response:
    """Refuses the methods that the protocol does not have."""
    raise MethodNotAllowed("method-not-allowed", ALLOW, method=request.method, allowed=ALLOW["Allow"])


async def _answered(request: Request, services: Services, sparql: SparqlRequest) -> Response:
    page = _page(request, services)
    wanted = result_format(sparql, request.headers.get("accept"), (HTML,) if page else ())
    if wanted is HTML and page:
        return _redirected(page, request)
    budget = query_budget(request)
    begin = partial(services.pool.answer, client=budget.client)
    answer = await run_in_threadpool(begin, sparql.query, wanted.media_type, sparql.scope)
    pass_on = partial(_pass_on, answer, budget.charge)
    return await answered(
        request, services.turns.of(budget.client), pass_on, _headers(wanted), answer.abandon
    )


def _pass_on(answer: Answer, charge: Callable[[float], None], output: IO[bytes]) -> None:
    try:
        with answer:
            for chunk in answer:
                output.write(chunk)
    finally:
        charge(answer.seconds)


async def _described(request: Request, services: Services) -> Response:
    page = _page(request, services)
    wanted = choose(request.headers.get("accept"), (*RDF_FORMATS, *((HTML,) if page else ())))
    if wanted is HTML and page:
        return _redirected(page, request)
    return await run_in_threadpool(_description, request, services, wanted)


def _description(request: Request, services: Services, wanted: Format) -> Response:
    from api.description import describe_service
    from api.graphs import serialised

    endpoint = f"{request.base_url}sparql"
    g = describe_service(endpoint, (name.value for name in services.store.graphs()))
    return Response(serialised(g, wanted), headers=_headers(wanted))


def _headers(wanted: Format) -> dict[str, str]:
    return {"Content-Type": wanted.content_type, **VARY}


def _page(request: Request, services: Services) -> str | None:
    """Returns the path of the SPARQL page, a route called `sparql_page`, or None while there is none."""
    languages = services.settings.languages
    try:
        return str(
            request.app.url_path_for(
                "sparql_page", lang=language_or_default(request, languages, languages[0])
            )
        )
    except NoMatchFound:
        return None


def _redirected(page: str, request: Request) -> Response:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(page + query, status_code=303, headers=VARY)
