"""Evaluation of SPARQL queries by the embedded engine, and its answers in the media types it serialises."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import IO, TypedDict

import pyoxigraph as ox

from graph.causes import sparql_cause
from graph.errors import Place, QueryProblem
from graph.store.base import Scope
from graph.store.forms import refuse_update
from graph.store.guard import Outline, check_query
from graph.store.ordering import in_order
from graph.terms import NamedNode, iri

Answer = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean

TABLE_TYPES: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    "application/json": ox.QueryResultsFormat.JSON,
    "application/xml": ox.QueryResultsFormat.XML,
}
GRAPH_TYPES: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}
_PLACE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)


class _Dataset(TypedDict, total=False):
    use_default_graph_as_union: bool
    default_graph: list[NamedNode | ox.BlankNode | ox.DefaultGraph]
    named_graphs: list[NamedNode | ox.BlankNode]


def evaluate(db: ox.Store, query: str, scope: Scope, base: str) -> Answer:
    """Returns the engine's answer, for the thread that asked alone; a malformed query raises QueryProblem."""
    dataset = _dataset(scope, check_query(query))
    ordered = in_order(query)
    if ordered is not query:
        with suppress(SyntaxError):  # of which the query as it was written tells
            return db.query(ordered, base_iri=base, **dataset)
    try:
        return db.query(query, base_iri=base, **dataset)
    except SyntaxError as error:
        refuse_update(query)
        raise _malformed(query, error) from error


def write(answer: Answer, media_type: str, output: IO[bytes]) -> None:
    """Writes an answer as the engine serialises it; a media type that cannot hold it raises QueryProblem."""
    plain = media_type.partition(";")[0].strip().lower()
    if isinstance(answer, ox.QueryTriples):
        if plain not in GRAPH_TYPES:
            raise _unfit(media_type, "CONSTRUCT, DESCRIBE", GRAPH_TYPES)
        answer.serialize(output, GRAPH_TYPES[plain])
    elif plain in TABLE_TYPES:
        answer.serialize(output, TABLE_TYPES[plain])
    else:
        raise _unfit(media_type, "SELECT, ASK", TABLE_TYPES)


def _dataset(scope: Scope, outline: Outline) -> _Dataset:
    """Returns the engine's dataset: the protocol's graphs before the query's FROM, before the union."""
    if scope.default_graphs is None and scope.named_graphs is None:
        # The engine lets the union override FROM, so it is asked for only where the query names no dataset.
        return {} if outline.names_dataset else {"use_default_graph_as_union": True}
    return {
        "default_graph": [iri(name) for name in scope.default_graphs or ()],
        "named_graphs": [iri(name) for name in scope.named_graphs or ()],
    }


def _malformed(query: str, error: SyntaxError) -> QueryProblem:
    match = _PLACE.match(error.msg)
    row, sign, words = (int(match[1]), int(match[2]), match[3]) if match else (1, 1, error.msg)
    line, column, cause = sparql_cause(query, row, sign, _shortened(words))
    place = Place(row=line, column=str(column))
    return QueryProblem("query-malformed", place, line=str(line), column=str(column), why=cause)


def _shortened(why: str, limit: int = 300) -> str:
    """Returns the parser's words on one line; its lists of expected characters can be a page long."""
    words = " ".join(why.split())
    return words if len(words) <= limit else words[:limit].rsplit(" ", 1)[0] + " …"


def _unfit(media_type: str, form: str, known: Mapping[str, object]) -> QueryProblem:
    return QueryProblem("media-type-unfit", media_type=media_type, form=form, known=", ".join(known))
