"""Rows read from a worker's answer: as many as wanted, never beyond the bound, and errors as they are."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import QueryGivenUp, QueryProblem
from graph.isolation import QueryPool, read_table, read_triples, read_verdict
from graph.isolation.limits import MEBIBYTE
from graph.store import Row
from graph.terms import BlankNode, Literal, NamedNode
from isolation_pools import FLOOD, JSON, STRICT, pool_on

TRIPLES = "application/n-triples"
ENDLESS_GRAPH = "CONSTRUCT { ?a ?d ?g } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(isIRI(?d)) }"


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryPool]:
    with pool_on(tmp_path_factory.mktemp("reading")) as (opened, _):
        yield opened


def read_rows(chunks: Iterator[bytes], most: int, limit: int) -> list[Row]:
    return read_table(chunks, most, limit)[1]


@pytest.mark.parametrize(("query", "verdict"), [("ASK { ?s ?p ?o }", True), ("ASK { ?s ?s ?s }", False)])
def test_a_verdict_is_read(pool: QueryPool, query: str, verdict: bool) -> None:
    assert read_verdict(pool.answer(query, JSON), 1000) is verdict


def test_terms_of_every_kind_are_read(pool: QueryPool) -> None:
    query = """SELECT ?a ?b ?c ?d ?none
        { BIND(<urn:a> AS ?a) BIND("å"@sv AS ?b) BIND(1.5 AS ?c) BIND(BNODE() AS ?d) }"""
    (row,) = read_rows(pool.answer(query, JSON), 5, 1000)
    assert (row["a"], row["b"]) == (NamedNode("urn:a"), Literal("å", language="sv"))
    assert str(row["c"]).startswith('"1.5"')
    assert isinstance(row["d"], BlankNode)
    assert list(row) == ["a", "b", "c", "d"]
    columns, _ = read_table(pool.answer(query, JSON), 5, 1000)
    assert columns == ["a", "b", "c", "d", "none"]


def test_a_graph_is_read_as_rows(pool: QueryPool) -> None:
    query = "CONSTRUCT { <urn:s> <urn:p> 'a', 'b' } {}"
    rows = read_triples(pool.answer(query, TRIPLES), 5, 1000)
    assert {row["object"].value for row in rows if isinstance(row["object"], Literal)} == {"a", "b"}
    assert {tuple(row) for row in rows} == {("subject", "predicate", "object")}


def test_no_more_is_read_than_is_wanted(pool: QueryPool) -> None:
    with pool.answer(FLOOD, JSON) as answer:
        assert len(read_rows(answer, 7, MEBIBYTE)) == 7
    with pool.answer(ENDLESS_GRAPH, TRIPLES) as answer:
        assert len(read_triples(answer, 7, MEBIBYTE)) == 7


def test_what_is_too_long_is_refused(pool: QueryPool) -> None:
    with pool.answer(FLOOD, JSON) as answer, pytest.raises(QueryProblem, match="too-large: limit=100000"):
        read_rows(answer, 10**6, 100_000)
    with pool.answer(ENDLESS_GRAPH, TRIPLES) as answer, pytest.raises(QueryProblem, match="too-large"):
        read_triples(answer, 10**6, 100_000)


def test_an_error_of_the_answer_comes_as_it_is(tmp_path: Path) -> None:
    slow = "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?d = ?a && ?g = ?f) }"
    with pool_on(tmp_path, STRICT) as (pool, _):
        with pytest.raises(QueryGivenUp, match="query-timeout"):
            read_rows(pool.answer(slow, JSON), 5, 1000)
        with pytest.raises(QueryProblem, match="query-malformed"):
            read_rows(pool.answer("SELECT", JSON), 5, 1000)


def test_an_error_may_end_in_another_thread(pool: QueryPool) -> None:
    """The engine complains where one of its cursors is dropped by a thread that did not make it."""
    errors: list[QueryProblem] = []

    def fail() -> None:
        try:
            read_rows(pool.answer(FLOOD, JSON), 10**6, 100_000)
        except QueryProblem as error:
            errors.append(error)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert errors.pop().key == "query-answer-too-large"
    gc.collect()
