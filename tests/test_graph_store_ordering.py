"""Solutions in the order of a variable with numbers and other values: there is one, and the engine lives."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Cause, QueryGivenUp, QueryProblem
from graph.store import Changes, OxigraphStore
from graph.store.ordering import numbers_last
from graph.terms import Literal, NamedNode, Quad, expand, integer, text
from isolation_pools import ask, pool_on

MIXED = NamedNode("http://example.org/mixed")
BY = "SELECT * { ?s ?p ?o } ORDER BY"
VALUES = st.lists(
    st.one_of(
        st.integers(-(10**6), 10**6).map(str),
        st.decimals(-1000, 1000, places=2).map(str),
        st.integers(0, 300).map('"{}x"'.format),
        st.integers(0, 300).map('"{}"@sv'.format),
        st.integers(0, 30).map("<http://example.org/{}>".format),
        st.integers(1000, 2100).map('"{}"^^<http://www.w3.org/2001/XMLSchema#gYear>'.format),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        (f"{BY} ?o", f"{BY} isNumeric(?o) ?o"),
        (f"{BY} $o LIMIT 5", f"{BY} isNumeric($o) $o LIMIT 5"),
        (
            "select * { ?s ?p ?o } order # by\n by desc ( ?o ) ?s",
            "select * { ?s ?p ?o } order # by\n by desc(isNumeric(?o)) desc ( ?o ) isNumeric(?s) ?s",
        ),
        (f"{BY} ASC(?o) OFFSET 2", f"{BY} ASC(isNumeric(?o)) ASC(?o) OFFSET 2"),
        (
            f"{BY} ?s VALUES ?p {{ <http://example.org/in> }}",
            f"{BY} isNumeric(?s) ?s VALUES ?p {{ <http://example.org/in> }}",
        ),
        (
            f"SELECT * {{ {{ {BY} ?s LIMIT 2 }} ?s ?q ?r }} ORDER BY (1) ?r",
            f"SELECT * {{ {{ {BY} isNumeric(?s) ?s LIMIT 2 }} ?s ?q ?r }} ORDER BY (1) isNumeric(?r) ?r",
        ),
    ],
)
def test_numbers_come_last_where_a_variable_orders(written: str, asked: str) -> None:
    assert numbers_last(written) == asked


@pytest.mark.parametrize(
    "written",
    [
        "SELECT * { ?s ?p ?o }",
        f"{BY} STR(?o) (?o) DESC(?o + 1) <http://www.w3.org/2001/XMLSchema#integer>(?o)",
        'SELECT * { ?s ?p "ORDER BY ?o" } # ORDER BY ?o',
        "SELECT (COUNT(?order) AS ?by) { ?order ?by ?o } GROUP BY ?o",
        f"{BY} DESC",
        f"{BY} DESC(",
    ],
)
def test_anything_else_is_asked_as_it_is_written(written: str) -> None:
    assert numbers_last(written) == written


@given(VALUES, st.booleans())
def test_numbers_come_last_and_in_their_order(values: list[str], is_descending: bool) -> None:
    by = "DESC(?o)" if is_descending else "?o"
    told = _told(f"SELECT ?o (isNumeric(?o) AS ?n) {{ VALUES ?o {{ {' '.join(values)} }} }} ORDER BY {by}")
    if is_descending:
        told.reverse()
    assert [row["n"] for row in told] == sorted(row["n"] for row in told)
    numbers = [float(row["o"]) for row in told if row["n"] == "true"]
    assert numbers == sorted(numbers)


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
        has = NamedNode("http://example.org/has")
        store.apply(Changes(added=frozenset(Quad(MIXED, has, value, MIXED) for value in values)), 2)
        return ask(pool, "SELECT ?o { ?s <http://example.org/has> ?o } ORDER BY ?o").decode()
