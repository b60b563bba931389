"""Queries that would exhaust the stack or fetch from elsewhere are refused; one that passes kills nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

import pytest

from graph.errors import QueryProblem
from graph.store.guard import MAX_DEPTH, MAX_LENGTH, MAX_LINKS, check_query, outline
from hostile_queries import CHAINED, NESTED

HARMLESS: Mapping[str, str] = {
    "brackets in strings": "SELECT * { BIND('" + "(" * 500 + "' AS ?x) }",
    "brackets in comments": "SELECT * { } # " + "{" * 500,
    "brackets in long strings": 'SELECT * { BIND("""' + "{'\n" * 500 + '""" AS ?x) }',
    "iris with brackets": "SELECT * { VALUES ?x {" + " <http://a/(b>" * 500 + "} }",
    "iris with fragments": "SELECT * { VALUES (?x) {" + "\n(<http://a/b#c>)" * 500 + "} }",
    "rows of values": "SELECT * { VALUES (?x ?y) {" + "(1 'a b')" * 5000 + "} }",
    "a list": "SELECT * { ?x ?y ?z FILTER(?x IN (" + "<http://a/b>," * 5000 + "1)) }",
    "service as a word": "SELECT ?service { ?s ex:service 'SERVICE' ; ex:my-service <a:service> } # SERVICE",
}


def run_apart(query: str) -> int:
    """Evaluates a query in a thread of another process, as the server does, and returns the exit code."""
    code = (
        "import sys, threading, pyoxigraph as ox\n"
        "query = sys.stdin.read()\n"
        "def run():\n"
        "    try: list(ox.Store().query(query, use_default_graph_as_union=True))\n"
        "    except (SyntaxError, TypeError): pass\n"
        "thread = threading.Thread(target=run); thread.start(); thread.join()\n"
    )
    return subprocess.run([sys.executable, "-c", code], input=query.encode(), check=False).returncode


@pytest.mark.parametrize("name", [*NESTED, *CHAINED])
def test_what_is_refused_ten_times_over_the_limit(name: str) -> None:
    shape = NESTED.get(name) or CHAINED[name]
    with pytest.raises(QueryProblem) as caught:
        check_query(shape(10 * (MAX_DEPTH if name in NESTED else MAX_LINKS)))
    assert caught.value.key == "query-too-deep"


@pytest.mark.parametrize("name", [*NESTED, *CHAINED])
def test_what_just_passes_kills_no_process(name: str) -> None:
    shape = NESTED.get(name) or CHAINED[name]
    passing = [n for n in (30, 90, 95, 300, 450, 900) if _passes(shape(n))]
    assert run_apart(shape(max(passing))) == 0


def _passes(query: str) -> bool:
    try:
        check_query(query)
    except QueryProblem:
        return False
    return True


def test_the_shapes_do_kill_without_the_guard() -> None:
    assert run_apart(NESTED["calls"](5_000)) < 0


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_queries_pass(name: str) -> None:
    check_query(HARMLESS[name])
    assert run_apart(HARMLESS[name]) == 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "PREFIX ex: <http://a/> SELECT * { SERVICEex:a {} }",
        "PREFIX : <http://a/> SELECT * { { } SERVICE:a {} }",
        "SELECT * { ?s ?p 1SERVICE <http://a/> {} }",
        "SELECT * { FILTER(?a <b#> '''\n) SERVICE <http://a/> {} #'''\n }",
    ],
)
def test_services_are_refused(query: str) -> None:
    with pytest.raises(QueryProblem, match="query-service"):
        check_query(query)


def test_a_query_of_a_megabyte_is_refused_unread() -> None:
    with pytest.raises(QueryProblem, match="query-too-long"):
        check_query(" " * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * FROM <http://a/> {}", True),
        ("SELECT * from named <http://a/> {}", True),
        ("SELECT ?from { ?s ex:from 'FROM' } # FROM", False),
    ],
)
def test_a_dataset_clause_is_told_from_the_word(query: str, expected: bool) -> None:
    assert outline(query).names_dataset is expected
