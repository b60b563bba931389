"""The SPARQL page: a query, and the first rows of its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from api.errors import TooLarge
from api.pages.reader import Reader
from api.pages.views.answers import Table, columns_of, table_of
from api.sparql import query_form
from graph.questions import load_questions
from graph.store import Row

_TABLES = {"CSV": "csv", "JSON": "json"}
_GRAPHS = {"Turtle": "ttl", "JSON-LD": "jsonld"}


@dataclass(frozen=True, slots=True)
class SparqlView:
    """Is the page: the query as it was written, and its answer as a table, as a verdict, or what is wrong."""

    query: str
    table: Table | None = None
    verdict: str | None = None
    problem: str | None = None
    formats: tuple[tuple[str, str], ...] = ()


def example() -> str:
    """Returns a query to start from."""
    return load_questions()["goal-counts"].text.strip() + "\n"


def sparql_view(reader: Reader, query: str, most: int, limit: int) -> SparqlView:
    """Returns the answer to a query, at most `most` rows of it.

    Raises QueryProblem for a malformed query, Forbidden for an update, TooLarge for more than `limit` bytes.
    """
    if len(query.encode()) > limit:
        raise TooLarge("query-too-large", limit=limit)
    form = query_form(query)
    if form == "ASK":
        found = reader.store.ask(query)
        verdict = reader.words("sparql.true" if found else "sparql.false")
        return SparqlView(query, verdict=verdict, formats=_formats(query, {"JSON": "json"}))
    rows = _triples(reader, query) if form in ("CONSTRUCT", "DESCRIBE") else reader.store.select(query)
    return _tabled(reader, query, list(islice(rows, most + 1)), most, form)


def _tabled(reader: Reader, query: str, found: list[Row], most: int, form: str | None) -> SparqlView:
    table = table_of(reader, found[:most], columns_of(found), more=len(found) > most)
    formats = _formats(query, _TABLES if form == "SELECT" else _GRAPHS)
    return SparqlView(query, table=table, formats=formats)


def _triples(reader: Reader, query: str) -> Iterator[Row]:
    for quad in reader.store.construct(query):
        yield {"subject": quad.subject, "predicate": quad.predicate, "object": quad.object}


def _formats(query: str, suffixes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Returns the addresses of the whole answer, as the SPARQL protocol gives it."""
    return tuple(
        (name, f"/sparql?{urlencode({'query': query, 'format': suffix})}")
        for name, suffix in suffixes.items()
    )
