"""Hostile queries: each ends with an error within its time, and the next good query is answered right."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from canaries import Canary, listening
from graph.errors import QueryGivenUp, QueryProblem
from graph.isolation import Limits, QueryPool
from hostile_queries import (
    BOMBS,
    CHAINED,
    FOREIGN,
    GIVEN_UP,
    GRAPH_WITHOUT_END,
    HEAVY,
    NESTED,
    REFUSED,
    TOO_LONG,
)
from isolation_pools import COUNT, FLOOD, SIZE, STRICT, ask, counted, pool_on

MARGIN = 10.0  # seconds for a machine that does other things too


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
        ask(pool, GRAPH_WITHOUT_END, "text/turtle")
    assert caught.value.key in ("query-answer-too-large", "query-timeout")
    assert time.monotonic() - began < STRICT.seconds + MARGIN
    assert counted(pool) == SIZE


@pytest.mark.parametrize("name", HEAVY)
def test_what_is_heavy_but_bounded_ends_and_harms_nobody(pool: QueryPool, name: str) -> None:
    began = time.monotonic()
    with suppress(QueryProblem):
        ask(pool, HEAVY[name])
    assert time.monotonic() - began < STRICT.seconds + MARGIN
    assert counted(pool) == SIZE


@pytest.mark.parametrize("name", BOMBS)
def test_a_query_that_fills_memory_is_refused(tmp_path: Path, name: str) -> None:
    with pool_on(tmp_path, Limits(seconds=300.0, memory=STRICT.memory)) as (pool, _):
        with pytest.raises(QueryProblem) as caught:
            ask(pool, BOMBS[name])
        assert (caught.value.key, caught.value.values) == ("query-memory", {"mebibytes": 640})
        assert counted(pool) == SIZE


def test_the_kinds_are_as_many_as_promised() -> None:
    tables = (GIVEN_UP, TOO_LONG, NESTED, CHAINED, REFUSED, FOREIGN, HEAVY, BOMBS)
    alone = (GRAPH_WITHOUT_END,)
    promised = (Path(__file__).parents[2] / "docs/threat-model.md").read_text(encoding="utf-8")
    assert f"| {sum(map(len, (*tables, alone)))} kinds |" in promised
