"""The SPARQL page: a query, and the first rows of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from api.pages.reader import Reader, plain
from api.pages.views.answer_pictures import Pictures, number_in, pictures_of
from api.pages.views.answers import Table, columns_of, table_of
from api.pages.views.saving import Saving
from api.pages.views.snippets import Snippet, snippets_of
from api.querying.asking import BUILDING
from graph.errors import Place, QueryProblem
from graph.isolation import Answer, read_table, read_triples, read_verdict
from graph.questions import load_questions
from graph.store import Row, query_form
from graph.terms import Term

_TABLES = {"CSV": "csv", "TSV": "tsv", "JSON": "json", "XML": "xml"}
_GRAPHS = {"Turtle": "ttl", "JSON-LD": "jsonld", "N-Triples": "nt", "RDF/XML": "rdf"}
_MOST_BYTES = 8 << 20
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class SparqlView:
    """Is the page: the query as it was written, and its answer as a table, as a verdict, or what is wrong.

    `place` is the line and column of what is wrong, where that is known.
    """

    query: str
    table: Table | None = None
    verdict: str | None = None
    problem: str | None = None
    formats: tuple[tuple[str, str], ...] = ()
    snippets: tuple[Snippet, ...] = ()
    place: Spot | None = None
    pictures: Pictures | None = None
    ways: tuple[tuple[str, str], ...] = ()
    saving: Saving | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Is a place in a query, both counted from 1."""

    line: int
    column: int


def spot_of(place: Place | None) -> Spot | None:
    """Returns where a query is wrong, None where the whole of it is."""
    if place is None or place.row is None or not (place.column or "").isdecimal():
        return None
    return Spot(place.row, int(place.column or 1))


def example() -> str:
    """Returns a query to start from."""
    return load_questions()["goal-counts"].text.strip() + "\n"


def sparql_view(reader: Reader, query: str, answer: Answer, most: int, shows: str = "table") -> SparqlView:
    """Returns the page with at most `most` rows of an answer, as a picture too where it can be one.

    Raises what reading the answer raises.
    """
    form, base = query_form(query), reader.store.base
    with answer:
        if form == "ASK":
            verdict = reader.words("sparql.true" if read_verdict(answer, _MOST_BYTES) else "sparql.false")
            formats = _formats(query, {"JSON": "json"})
            return SparqlView(
                query, verdict=verdict, formats=formats, snippets=snippets_of(base, query, form)
            )
        if form in BUILDING:
            rows = read_triples(answer, most + 1, _MOST_BYTES)
            columns = columns_of(rows)
        else:
            columns, rows = read_table(answer, most + 1, _MOST_BYTES)
    return _tabled(reader, query, (columns, rows), most, shows)


def table_rows(query: str, answer: Answer) -> tuple[list[str], list[dict[str, str | Decimal]]]:
    """Returns the columns and rows of a SELECT query's whole answer as a workbook holds them.

    Raises QueryProblem for a query that gives no table, for more than a sheet holds, and what reading raises.
    """
    with answer:
        if query_form(query) != "SELECT":
            raise QueryProblem("query-no-table")
        columns, found = read_table(answer, MOST_ROWS + 1, _MOST_BYTES)
    if len(found) > MOST_ROWS:
        raise QueryProblem("query-answer-too-long", most=MOST_ROWS)
    return columns, [{name: _cell(term) for name, term in row.items()} for row in found]


def _cell(term: Term) -> str | Decimal:
    number = number_in(term)
    return plain(term) if number is None else number


def _tabled(
    reader: Reader, query: str, answered: tuple[list[str], list[Row]], most: int, shows: str
) -> SparqlView:
    form, (columns, found) = query_form(query), answered
    rows = found[:most]
    table = table_of(reader, rows, columns, more=len(found) > most)
    pictures = pictures_of(reader, rows, columns, shows)
    formats = formats_of(reader.lang, query) if form == "SELECT" else _formats(query, _GRAPHS)
    return SparqlView(
        query,
        table=table,
        formats=formats,
        snippets=snippets_of(reader.store.base, query, form),
        pictures=pictures,
        ways=tuple((kind, _shown(reader.lang, query, kind)) for kind in pictures.kinds),
    )


def _shown(lang: str, query: str, kind: str) -> str:
    """Returns the address of an answer as a table or a picture."""
    given = {"query": query, "run": "1", **({"show": kind} if kind != "table" else {})}
    return f"/{lang}/sparql?{urlencode(given)}"


def formats_of(lang: str, query: str) -> tuple[tuple[str, str], ...]:
    """Returns the addresses of the whole answer of a SELECT query, as tables and as the protocol gives it."""
    asked = urlencode({"query": query})
    whole = (("XLSX", f"/{lang}/sparql.xlsx?{asked}"), ("JSON-LD", f"/{lang}/sparql.jsonld?{asked}"))
    return (*_formats(query, _TABLES), *whole)


def _formats(query: str, suffixes: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Returns the addresses of the whole answer, as the SPARQL protocol gives it."""
    return tuple(
        (name, f"/sparql?{urlencode({'query': query, 'format': suffix})}")
        for name, suffix in suffixes.items()
    )
