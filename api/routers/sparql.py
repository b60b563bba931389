"""The SPARQL 1.1 Protocol endpoint: queries by GET and by both forms of POST, and the service description."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.bare import Bare
from api.errors import MethodNotAllowed, TooManyRequests
from api.formats.negotiation import HTML, RDF_FORMATS, Format, choose
from api.limiting import query_budget
from api.openapi import SPARQL_DOCUMENTED
from api.querying.sparql import FORM, QUERY, SparqlRequest, read_sparql, result_format
from api.services import Services, services_of
from api.serving.passing import SHORT, Passing, passing_of
from api.serving.streaming import answered
from api.wording.language import language_or_default

router = APIRouter(tags=["SPARQL"], route_class=Bare)
VARY = {"Vary": "Accept"}
ALLOW = {"Allow": "GET, HEAD, POST, OPTIONS"}


@router.get("/sparql", **SPARQL_DOCUMENTED["get"])
async def get_sparql(request: Request) -> Response:
    """Answers the query of the address; without one, describes the service."""
    services = services_of(request)
    sparql = await read_sparql(request, services.settings.query_max_bytes)
    if sparql is None:
        return await _described(request, services)
    return await _answered(request, services, sparql)


@router.post("/sparql", **SPARQL_DOCUMENTED["post"])
async def post_sparql(request: Request) -> Response:
    """Answers the query of the body; an update is refused."""
    services = services_of(request)
    sparql = await read_sparql(request, services.settings.query_max_bytes)
    assert sparql is not None, "read_sparql raises for a POST without a query"
    return await _answered(request, services, sparql)


@router.options("/sparql", include_in_schema=False)
async def options_sparql(_: Request) -> Response:
    """Says which methods and bodies are taken."""
    return Response(status_code=204, headers={**ALLOW, "Accept-Post": f"{FORM}, {QUERY}"})


@router.api_route("/sparql", methods=["PUT", "PATCH", "DELETE"], include_in_schema=False)
async def refuse_method(request: Request) -> Response:
    """Refuses the methods that the protocol does not have."""
    raise MethodNotAllowed("method-not-allowed", ALLOW, method=request.method, allowed=ALLOW["Allow"])


async def _answered(request: Request, services: Services, sparql: SparqlRequest) -> Response:
    wanted = result_format(sparql, request.headers.get("accept"), (HTML,))
    if wanted is HTML:
        return _redirected(request, services)
    passing, headers = passing_of(request.scope), _headers(wanted)
    if passing is None:
        budget = query_budget(request.scope)
        passing = Passing(services.pool, sparql.query, sparql.scope, wanted, budget)
    if len(sparql.query) <= SHORT and services.turns.has_room(passing.client):
        whole = await passing.soon(services.early)
        if whole is not None:
            return Response(whole, headers=headers)
        if passing.is_flowing and "policygraph.head" not in request.scope:
            return passing.flowing(headers)
    try:
        return await answered(
            request, services.turns.of(passing.client), passing.on, headers, passing.abandon
        )
    except TooManyRequests:
        passing.abandon()  # no thread has taken it
        raise


async def _described(request: Request, services: Services) -> Response:
    wanted = choose(request.headers.get("accept"), (*RDF_FORMATS, HTML))
    if wanted is HTML:
        return _redirected(request, services)
    return await run_in_threadpool(_description, request, services, wanted)


def _description(request: Request, services: Services, wanted: Format) -> Response:
    from api.description.service import describe_service
    from api.formats.graphs import serialised

    endpoint = f"{request.base_url}sparql"
    g = describe_service(endpoint, (name.value for name in services.store.graphs()))
    return Response(serialised(g, wanted), headers=_headers(wanted))


def _headers(wanted: Format) -> dict[str, str]:
    return {"Content-Type": wanted.content_type, **VARY}


def _redirected(request: Request, services: Services) -> Response:
    """Leads a browser to the page of queries in the reader's language."""
    languages = services.settings.languages
    page = request.app.url_path_for("sparql_page", lang=language_or_default(request, languages, languages[0]))
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{page}{query}", status_code=303, headers=VARY)
