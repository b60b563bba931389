"""Solutions in the order of a variable with numbers and other values: there is one, and the engine lives."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Cause, QueryGivenUp, QueryProblem
from graph.store import Changes, OxigraphStore
from graph.store.ordering import in_order, key_of
from graph.terms import Literal, NamedNode, Quad, boolean, decimal, expand, integer, text
from isolation_pools import ask, pool_on

MIXED = NamedNode("http://example.org/mixed")
HAS = NamedNode("http://example.org/has")
BY = "SELECT * { ?s ?p ?o } ORDER BY"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
TERMS = st.one_of(
    st.integers(-(10**6), 10**6).map(str).map(integer),
    st.decimals(-1000, 1000, places=2).map(str).map(decimal),
    st.integers(0, 300).map("{}x".format).map(text),
    TEXTS.map(text),
    TEXTS.map(lambda value: Literal(value, language="sv")),
    st.integers(0, 30).map("http://example.org/{}".format).map(NamedNode),
    st.integers(1000, 2100).map(lambda year: Literal(str(year), datatype=expand("xsd:gYear"))),
    st.booleans().map(lambda value: boolean(str(value).lower())),
)
NUMBERS = {expand("xsd:integer"), expand("xsd:decimal")}
Ordered = NamedNode | Literal
IS_TEXT = {expand("xsd:string"), expand("rdf:langString")}


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (f"{BY} ?o", f"{BY} (KEY(?o)) ?o"),
        (f"{BY} $o LIMIT 5", f"{BY} (KEY($o)) $o LIMIT 5"),
        (
            "select * { ?s ?p ?o } order # by\n by desc ( ?o ) ?s",
            "select * { ?s ?p ?o } order # by\n by desc(KEY(?o)) desc ( ?o ) (KEY(?s)) ?s",
        ),
        (
            'SELECT * { ?s ?p "order\\n by" }\n# "it\'s\nORDER\nBY ?s',
            'SELECT * { ?s ?p "order\\n by" }\n# "it\'s\nORDER\nBY (KEY(?s)) ?s',
        ),
        (
            'SELECT * { ?s ?p """\nORDER BY ?o\n""" } ORDER BY ?s',
            'SELECT * { ?s ?p """\nORDER BY ?o\n""" } ORDER BY (KEY(?s)) ?s',
        ),
        (f"{BY} ASC(?o) OFFSET 2", f"{BY} ASC(KEY(?o)) ASC(?o) OFFSET 2"),
        (
            f"{BY} ?s VALUES ?p {{ <http://example.org/in> }}",
            f"{BY} (KEY(?s)) ?s VALUES ?p {{ <http://example.org/in> }}",
        ),
        (
            f"SELECT * {{ {{ {BY} ?s LIMIT 2 }} ?s ?q ?r }} ORDER BY (1) ?r",
            f"SELECT * {{ {{ {BY} (KEY(?s)) ?s LIMIT 2 }} ?s ?q ?r }} ORDER BY (1) (KEY(?r)) ?r",
        ),
    ],
)
def test_the_key_is_asked_first_where_a_variable_orders(written: str, asked: str) -> None:
    assert in_order(written) == re.sub(r"KEY\((.\w+)\)", lambda found: key_of(found[1]), asked)


@pytest.mark.parametrize(
    "written",
    [
        "SELECT * { ?s ?p ?o }",
        f"{BY} STR(?o) (?o) DESC(?o + 1) <http://www.w3.org/2001/XMLSchema#integer>(?o)",
        'SELECT * { ?s ?p "ORDER BY ?o" } # ORDER BY ?o',
        "SELECT (COUNT(?order) AS ?by) { ?order ?by ?o } GROUP BY ?o",
        f"{BY} DESC",
        f"{BY} DESC(",
        f"{BY} {'?o ' * 33}",
    ],
)
def test_anything_else_is_asked_as_it_is_written(written: str) -> None:
    assert in_order(written) == written


@given(st.lists(TERMS, max_size=60), st.booleans())
def test_kinds_come_after_each_other_and_each_in_its_order(terms: list[Ordered], is_descending: bool) -> None:
    store = OxigraphStore.in_memory()
    store.apply(Changes(added=frozenset(Quad(MIXED, HAS, term, MIXED) for term in terms)), 1)
    found = store.select(f"SELECT ?o {{ ?s ?p ?o }} ORDER BY {'DESC(?o)' if is_descending else '?o'}")
    told = [cast(Ordered, row["o"]) for row in found]
    if is_descending:
        told.reverse()
    assert set(told) == {row["o"] for row in store.select("SELECT ?o { ?s ?p ?o }")}
    kinds = [_kind(term) for term in told]
    assert kinds == sorted(kinds)
    for kind, value in ((1, str), (3, str), (4, float)):
        values = [value(term.value) for term in told if _kind(term) == kind]
        assert values == sorted(values)


def _kind(term: Ordered) -> int:
    if isinstance(term, NamedNode):
        return 1
    return 4 if term.datatype in NUMBERS else 3 if term.datatype in IS_TEXT else 2


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("(COUNT(*) AS ?n) ?o { VALUES ?o { 9 10 10 'x' } } GROUP BY ?o ORDER BY DESC(?n) ?o", "10 x 9"),
        ("DISTINCT ?o { VALUES ?o { 10 9 10 'x' } } ORDER BY ?o", "x 9 10"),
        ("* { { SELECT ?o { VALUES ?o { 10 9 'x' } } ORDER BY ?o LIMIT 2 } } ORDER BY DESC(?o)", "9 x"),
        (
            "* { VALUES ?o { 'x' 1.5 <http://example.org/a> UNDEF } } ORDER BY ?o",
            " http://example.org/a x 1.5",
        ),
    ],
)
def test_aggregates_and_subqueries_are_put_in_order(query: str, order: str) -> None:
    assert " ".join(row.get("o", "") for row in _told(f"SELECT {query}")) == order


def _told(query: str) -> list[dict[str, str]]:
    found = OxigraphStore.in_memory().select(query)
    return [{name: str(term.value) for name, term in row.items()} for row in found]  # type: ignore[union-attr]


def test_a_malformed_query_is_told_as_it_was_written() -> None:
    with pytest.raises(QueryProblem) as refused:
        _told("SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT many")
    assert refused.value.place is not None
    assert refused.value.place.column == "41"


def test_a_worker_puts_any_values_in_an_order(tmp_path: Path) -> None:
    """With so many values of both kinds the engine notices that there is no order, and ends its process."""
    chosen = random.Random(7)
    numbers = chosen.sample(range(10**4), 2_000)
    mixed = [
        *(integer(str(each)) for each in numbers),
        *(text(f"{chosen.randrange(10**4)}x") for _ in range(2_000)),
    ]
    found = [row[0] for row in csv.reader(io.StringIO(_ordered(tmp_path, mixed)))][1:]
    assert found[-len(numbers) :] == [str(each) for each in sorted(numbers)]


def test_what_has_no_order_all_the_same_says_so(tmp_path: Path) -> None:
    chosen = random.Random(7)
    zones = ("", "Z", "+13:00", "-13:00")
    moments = (
        f"2014-01-01T{chosen.randrange(24):02}:{chosen.randrange(60):02}:00{chosen.choice(zones)}"
        for _ in range(4_000)
    )
    with pytest.raises(QueryGivenUp) as failed:
        _ordered(tmp_path, [Literal(each, datatype=expand("xsd:dateTime")) for each in moments])
    assert failed.value.key == "query-failed"
    assert isinstance(why := failed.value.values["why"], Cause)
    assert why.key == "values-unordered"


def _ordered(directory: Path, values: Sequence[Literal]) -> str:
    """Returns, as CSV, what a worker answers that puts these values in their order."""
    with pool_on(directory) as (pool, store):
        store.apply(Changes(added=frozenset(Quad(MIXED, HAS, value, MIXED) for value in values)), 2)
        return ask(pool, "SELECT ?o { ?s <http://example.org/has> ?o } ORDER BY ?o").decode()
