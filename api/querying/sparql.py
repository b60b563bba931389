"""A request of the SPARQL 1.1 Protocol, read and checked; nothing here evaluates it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from werkzeug.http import parse_options_header

from api.bodies import says_longer
from api.errors import TooLarge, UnsupportedMediaType
from api.formats.negotiation import ASK_FORMATS, RDF_FORMATS, SELECT_FORMATS, Format, by_name, choose
from api.formats.sent import media_type_of
from graph.errors import QueryProblem, UpdateRefused
from graph.store import Scope, query_form
from graph.terms import iri

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_SHORT = 20_000
"""So many bytes are decoded at once; a longer one would hold all others up for milliseconds."""

_FORMATS = {
    "SELECT": SELECT_FORMATS,
    "ASK": ASK_FORMATS,
    "CONSTRUCT": RDF_FORMATS,
    "DESCRIBE": RDF_FORMATS,
}

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """Is a query with its dataset and, where a link had to say it, the format, by one name or several."""

    query: str
    scope: Scope
    formats: tuple[str, ...] = ()


async def read_sparql(request: Request, limit: int) -> SparqlRequest | None:
    """Returns the query of a GET or POST request, or None for a GET without one; limits are in bytes.

    Raises UpdateRefused for an update, QueryProblem for a missing, repeated or undecodable query,
    TooLarge and UnsupportedMediaType (SPARQL 1.1 Protocol 2.1 and 2.2).
    """
    fields = _decoded(request.scope["query_string"])
    if request.method == "POST":
        fields = [*fields, *await _body_fields(request, limit)]
    _refuse_update(fields)
    queries = [value for name, value in fields if name == "query"]
    if not queries and request.method != "POST":
        return None
    return SparqlRequest(_single(queries, limit), _scope(fields), _values(fields, "format"))


async def _body_fields(request: Request, limit: int) -> Fields:
    media_type, options = media_type_of(request), parse_options_header(request.headers.get("content-type"))[1]
    if media_type == UPDATE:
        raise UpdateRefused
    if media_type not in (FORM, QUERY):
        raise UnsupportedMediaType(
            "media-type-unsupported",
            {"Accept-Post": f"{FORM}, {QUERY}"},
            media_type=media_type or "-",
            known=f"{FORM}, {QUERY}",
        )
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType("charset-unsupported", charset=options["charset"])
    body = await _read(request, limit)
    if media_type != FORM:
        return [("query", _utf8(body))]
    if len(body) <= _SHORT:
        return _decoded(body)
    return await run_in_threadpool(_decoded, body)


async def _read(request: Request, limit: int) -> bytes:
    # The body of a form is percent-encoded, so it may be three times as long as its query.
    if says_longer(request, 3 * limit):
        raise TooLarge("query-too-large", limit=limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > 3 * limit:
            raise TooLarge("query-too-large", limit=limit)
    return bytes(body)


def _decoded(encoded: bytes) -> Fields:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise QueryProblem("query-not-utf8") from error


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise QueryProblem("query-not-utf8") from error


def _single(queries: Sequence[str], limit: int) -> str:
    if not queries:
        raise QueryProblem("query-missing")
    if len(queries) > 1:
        raise QueryProblem("query-repeated", count=len(queries))
    if len(queries[0].encode()) > limit:
        raise TooLarge("query-too-large", limit=limit)
    return queries[0]


def _scope(fields: Fields) -> Scope:
    """Returns the dataset of the protocol; it has the last word over FROM in the query (2.1.4)."""
    return Scope(_graphs(fields, "default-graph-uri"), _graphs(fields, "named-graph-uri"))


def _graphs(fields: Fields, wanted: str) -> tuple[str, ...] | None:
    return tuple(iri(value).value for value in _values(fields, wanted)) or None


def _values(fields: Fields, wanted: str) -> tuple[str, ...]:
    return tuple(value for name, value in fields if name == wanted)


def _refuse_update(fields: Fields) -> None:
    if any(name == "update" for name, _ in fields):
        raise UpdateRefused


def result_format(sparql: SparqlRequest, accept: str | None, extra: Sequence[Format] = ()) -> Format:
    """Returns the format that fits the query's form and the request; none raises NotAcceptable.

    A text of no known form gets any format: the engine will say what is wrong with it.
    """
    form = query_form(sparql.query)
    if form is not None and sparql.formats:
        return by_name(sparql.formats, _FORMATS[form])
    return format_of(form, accept, extra)


def format_of(form: str | None, accept: str | None, extra: Sequence[Format] = ()) -> Format:
    """Returns the format that fits a query form, None where it has none known, and the header Accept.

    None that fits raises NotAcceptable.
    """
    return SELECT_FORMATS[0] if form is None else choose(accept, (*_FORMATS[form], *extra))
