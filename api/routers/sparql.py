"""The SPARQL 1.1 Protocol endpoint: queries by GET and by both forms of POST, and the service description."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import IO

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.bare import Bare
from api.early import Early, Flowing
from api.errors import MethodNotAllowed, TooManyRequests
from api.language import language_or_default
from api.limiting import Budget, query_budget
from api.negotiation import HTML, RDF_FORMATS, Format, choose
from api.openapi import SPARQL_DOCUMENTED
from api.services import Services, services_of
from api.sparql import FORM, QUERY, SparqlRequest, read_sparql, result_format
from api.streaming import CHUNK, answered
from graph.errors import QueryProblem
from graph.isolation import Answer, QueryPool

_SHORT = 3_000  # characters, which are looked at so quickly that the event loop may do it


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
    budget = query_budget(request)
    passing, headers = _Passing(services.pool, sparql, wanted.media_type, budget), _headers(wanted)
    if len(sparql.query) <= _SHORT and services.turns.has_room(budget.client):
        whole = await passing.soon(services.early)
        if whole is not None:
            return Response(whole, headers=headers)
        if passing.is_flowing and "policygraph.head" not in request.scope:
            return passing.flowing(headers)
    try:
        return await answered(request, services.turns.of(budget.client), passing.on, headers, passing.abandon)
    except TooManyRequests:
        passing.abandon()  # no thread has taken it
        raise


class _Passing:
    """Asks and passes the answer on; the budget is told how long it was computed."""

    def __init__(self, pool: QueryPool, sparql: SparqlRequest, media_type: str, budget: Budget) -> None:
        self._ask = partial(pool.answer, sparql.query, media_type, sparql.scope, client=budget.client)
        self._charge = budget.charge
        self._answer: Answer | None = None
        self._is_abandoned = False

    async def soon(self, early: Early) -> bytes | None:
        """Returns the answer if it needs no thread, else None."""
        answer = self._answer = self._ask()
        try:
            whole = await early.whole(answer)
        except QueryProblem:
            self._charge(answer.seconds)
            raise
        if whole is not None:
            self._charge(answer.seconds)
        return whole

    @property
    def is_flowing(self) -> bool:
        """Says whether a chunk of the answer is there to be sent."""
        return self._answer is not None and self._answer.is_flowing(CHUNK)

    def flowing(self, headers: Mapping[str, str]) -> Response:
        """Returns what sends the answer without a thread."""
        answer = self._answer
        assert answer is not None
        return Flowing(answer, headers, lambda: self._charge(answer.seconds))

    def on(self, output: IO[bytes]) -> None:
        """Writes the answer."""
        answer = self._answer = self._answer or self._ask()
        if self._is_abandoned:
            answer.abandon()
        try:
            with answer:
                for chunk in answer:
                    output.write(chunk)
        finally:
            self._charge(answer.seconds)

    def abandon(self) -> None:
        """Gives the answer up, begun or not."""
        self._is_abandoned = True
        if self._answer is not None:
            self._answer.abandon()


async def _described(request: Request, services: Services) -> Response:
    wanted = choose(request.headers.get("accept"), (*RDF_FORMATS, HTML))
    if wanted is HTML:
        return _redirected(request, services)
    return await run_in_threadpool(_description, request, services, wanted)


def _description(request: Request, services: Services, wanted: Format) -> Response:
    from api.description import describe_service
    from api.graphs import serialised

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
