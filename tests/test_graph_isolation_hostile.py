"""Hostile queries: each ends with an error within its time, and the next good query is answered right."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from canaries import Canary, listening
from graph.errors import QueryGivenUp, QueryProblem
from graph.isolation import Limits, QueryPool
from isolation_pools import COUNT, ENDLESS, FLOOD, SIZE, STRICT, ask, counted, pool_on
from test_graph_store_guard import CHAINED, NESTED

MARGIN = 10.0  # seconds for a machine that does other things too
IN = "<http://example.org/in>"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
ALL = "CONCAT(STR(?a), STR(?d), STR(?g))"
NEVER = f"FILTER({ALL} = '')"
GIVEN_UP: Mapping[str, str] = {
    "product, counted": ENDLESS,
    "product, distinct": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {PRODUCT} }}",
    "product, filtered": f"SELECT * {{ {PRODUCT} {NEVER} }}",
    "product, asked": f"ASK {{ {PRODUCT} {NEVER} }}",
    "product of optionals": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL {?d ?e ?f} OPTIONAL {?g ?h ?i} }",
    "product of unions": "SELECT (COUNT(*) AS ?n) {" + "{?a ?b ?c} UNION {?d ?e ?f} " * 8 + "}",
    "sorted product": f"SELECT * {{ {PRODUCT} }} ORDER BY RAND() ?c LIMIT 1",
    "grouped product": f"SELECT ?a ?d ?g (COUNT(*) AS ?n) {{ {PRODUCT} }} GROUP BY ?a ?d ?g HAVING (?n < 0)",
    "one text of all": f"SELECT (GROUP_CONCAT(?c) AS ?t) {{ {PRODUCT} }}",
    "subselects": "SELECT (COUNT(*) AS ?n) { {SELECT * {?a ?b ?c}} {SELECT * {?d ?e ?f}} ?g ?h ?i }",
    "minus": f"SELECT * {{ {PRODUCT} MINUS {{ ?a ?b ?c . ?d ?e ?f }} }}",
    "not exists": "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i FILTER(?g=?a || ?h=?b) } }",
    "paths from anywhere": f"SELECT (COUNT(*) AS ?n) {{ ?a {IN}+ ?b . ?b {IN}+ ?c }}",
    "paths of paths": f"SELECT (COUNT(*) AS ?n) {{ ?a ({IN}*/{IN}*)+ ?b . ?c ({IN}|^{IN})+ ?d }}",
    "negated paths": "SELECT (COUNT(*) AS ?n) { ?a (!<x:o>|^<x:y>)* ?b . ?b (!<x:z>)* ?c }",
    "values squared": "SELECT (COUNT(*) AS ?n) {"
    + "".join(f" VALUES ?v{i} {{ {' '.join(map(str, range(500)))} }}" for i in range(6))
    + "}",
    "regex of each": f"SELECT * {{ {PRODUCT} FILTER(REGEX({ALL}, '(a*)*(b|a+)+$')) }}",
    "replace of each": f"SELECT (COUNT(?t) AS ?n) {{ {PRODUCT} BIND(REPLACE({ALL}, '(.)', '$1$1') AS ?t) }}",
    "hash of each": f"SELECT * {{ {PRODUCT} FILTER(SHA512({ALL}) = '') }}",
    "random walk": f"SELECT * {{ {PRODUCT} FILTER(RAND() + STRLEN({ALL}) < 0) }}",
}
TOO_LONG: Mapping[str, str] = {
    "product": FLOOD,
    "blank nodes": f"SELECT (BNODE() AS ?x) {{ {PRODUCT} }}",
    "one long literal": "SELECT ?t { "
    + "BIND('x' AS ?t0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?t{i}'] * 50)}) AS ?t{i + 1})" for i in range(4))
    + " BIND(?t4 AS ?t) }",
    "rows of a literal": f"SELECT ?t {{ {PRODUCT} BIND(CONCAT({', '.join(['STR(?a)'] * 200)}) AS ?t) }}",
}
REFUSED: Mapping[str, tuple[str, str]] = {
    "service": ("SELECT * { SERVICE <CANARY> { ?s ?p ?o } }", "query-service"),
    "service, silent": ("SELECT * { SERVICE SILENT <CANARY> { ?s ?p ?o } }", "query-service"),
    "service, by variable": ("SELECT * { VALUES ?u { <CANARY> } SERVICE ?u { ?s ?p ?o } }", "query-service"),
    "load": ("LOAD <CANARY>", "update-refused"),
    "load of a file": ("LOAD <file:///etc/passwd> INTO GRAPH <x:y>", "update-refused"),
    "insert": ("INSERT DATA { <x:a> <x:b> <x:c> }", "update-refused"),
    "drop": ("DROP ALL", "update-refused"),
    "update behind a query": ("SELECT * {} ; DROP ALL", "update-refused"),
    "nothing": ("", "query-malformed"),
    "zeros": ("\0" * 1000, "query-malformed"),
    "half a character": ("SELECT * { ?s ?p '\ud800' }", "query-not-utf8"),
    "a megabyte": ("SELECT * {} #" + " " * 1_000_000, "query-too-long"),
    "unclosed strings": ("SELECT * { ?s ?p '''" + "''\\" * 1000, "query-malformed"),
}
FOREIGN: Mapping[str, str] = {
    "from an address": "SELECT * FROM <CANARY> { ?s ?p ?o }",
    "from a named address": "SELECT * FROM NAMED <CANARY> { GRAPH ?g { ?s ?p ?o } }",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "graph of an address": "SELECT * { GRAPH <CANARY> { ?s ?p ?o } }",
    "description of an address": "SELECT * { <CANARY> ?p ?o }",
}


@pytest.fixture(scope="module")
def canary() -> Iterator[Canary]:
    with listening() as canary:
        yield canary


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryPool]:
    with pool_on(tmp_path_factory.mktemp("hostile"), STRICT) as (pool, _):
        ask(pool, COUNT)
        yield pool


@pytest.fixture(scope="module")
def patient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QueryPool]:
    """Yields a pool whose clock gives up nothing that a busy machine is merely slow to refuse."""
    limits = Limits(seconds=300.0, memory=STRICT.memory)
    with pool_on(tmp_path_factory.mktemp("patient"), limits) as (pool, _):
        yield pool


def refused(pool: QueryPool, query: str) -> QueryProblem:
    """Returns the error that a query gets in time; a good one is answered right after it."""
    began = time.monotonic()
    with pytest.raises(QueryProblem) as caught:
        ask(pool, query)
    assert time.monotonic() - began < STRICT.seconds + STRICT.slow_after + MARGIN
    assert counted(pool) == SIZE
    return caught.value


@pytest.mark.parametrize("name", GIVEN_UP)
def test_a_query_without_end_is_given_up(pool: QueryPool, name: str) -> None:
    error = refused(pool, GIVEN_UP[name])
    assert error.key in ("query-timeout", "query-memory")
    if isinstance(error, QueryGivenUp):
        assert (error.status, error.retry_after) == (503, 10)


@pytest.mark.parametrize("name", TOO_LONG)
def test_an_answer_without_end_is_cut_with_an_error(pool: QueryPool, name: str) -> None:
    # Which limit comes first depends on the machine; that bytes alone cut one is tested below.
    assert refused(pool, TOO_LONG[name]).key in ("query-answer-too-large", "query-timeout")


def test_the_bytes_of_an_answer_are_limited_alone(tmp_path: Path) -> None:
    with pool_on(tmp_path, Limits(seconds=300.0, answer_bytes=200_000)) as (pool, _):
        with pytest.raises(QueryProblem, match="query-answer-too-large"):
            ask(pool, FLOOD)
        assert counted(pool) == SIZE


@pytest.mark.parametrize("name", [*NESTED, *CHAINED])
def test_nesting_of_every_kind_is_refused(patient: QueryPool, name: str) -> None:
    shape = NESTED.get(name) or CHAINED[name]
    assert refused(patient, shape(5_000)).key == "query-too-deep"


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_query_of_this_store_is_refused(pool: QueryPool, canary: Canary, name: str) -> None:
    query, key = REFUSED[name]
    assert refused(pool, query.replace("CANARY", canary.address)).key == key
    assert canary.asked == []


@pytest.mark.parametrize("name", FOREIGN)
def test_foreign_addresses_name_graphs_and_are_not_fetched(
    pool: QueryPool, canary: Canary, name: str
) -> None:
    answer = ask(pool, FOREIGN[name].replace("CANARY", canary.address))
    assert len(answer.splitlines()) == 1
    assert canary.asked == []


def test_a_construct_without_end_is_cut_with_an_error(pool: QueryPool) -> None:
    began = time.monotonic()
    with pytest.raises(QueryProblem) as caught:
        ask(pool, "CONSTRUCT { ?a ?b ?f . ?d ?e ?c } WHERE { ?a ?b ?c . ?d ?e ?f }", "text/turtle")
    assert caught.value.key in ("query-answer-too-large", "query-timeout")
    assert time.monotonic() - began < STRICT.seconds + MARGIN
    assert counted(pool) == SIZE


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {"
        + " ".join(f"VALUES ?v{i} {{ {' '.join(['1'] * 800)} }}" for i in range(2))
        + "} ORDER BY ?v0 ?v1",
        f"SELECT ?t {{ ?s ?p ?o FILTER(REGEX(STR(?s), '{'(a|b|c)?' * 50}$')) }}",
        "SELECT * { ?s ?p ?o FILTER(REGEX('" + "a" * 30_000 + "', '^(a+)+$')) }",
        "SELECT * { VALUES ?x {" + " 1" * 100_000 + "} } LIMIT 1",
        "SELECT * { BIND(REGEX('a', '(((a{100}){100}){100}){100}') AS ?x) }",
    ],
)
def test_what_is_heavy_but_bounded_ends_and_harms_nobody(pool: QueryPool, query: str) -> None:
    began = time.monotonic()
    with suppress(QueryProblem):
        ask(pool, query)
    assert time.monotonic() - began < STRICT.seconds + MARGIN
    assert counted(pool) == SIZE


BOMBS: Mapping[str, str] = {
    "sorting": f"SELECT * {{ {PRODUCT} }} ORDER BY ?a",
    "doubling": "SELECT (STRLEN(?t6) AS ?n) { BIND('xxxxxxxxxx' AS ?t1) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?t{i}'] * 100)}) AS ?t{i + 1})" for i in range(1, 6))
    + "}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_query_that_fills_memory_is_refused(tmp_path: Path, name: str) -> None:
    with pool_on(tmp_path, Limits(seconds=300.0, memory=STRICT.memory)) as (pool, _):
        with pytest.raises(QueryProblem) as caught:
            ask(pool, BOMBS[name])
        assert (caught.value.key, caught.value.values) == ("query-memory", {"mebibytes": 640})
        assert counted(pool) == SIZE
