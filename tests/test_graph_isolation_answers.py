"""Answers of the pool: the same as in process, whole or an error, and never older than promised."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import Place, QueryProblem, StoreProblem, TermInvalid
from graph.isolation import Limits, QueryPool
from graph.store import UNION, Changes, Scope, Store, open_store
from graph.store.answers import GRAPH_TYPES, TABLE_TYPES
from isolation_pools import CSV, JSON, PATIENT, SIZE, ask, counted, fill, pool_on, quad

GRAPH = "http://example.org/graph"
OTHER = "http://example.org/other"
ORDERED = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s LIMIT 50"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[QueryPool, Store]]:
    with pool_on(tmp_path_factory.mktemp("answers")) as both:
        yield both


def in_process(store: Store, query: str, media_type: str, scope: Scope = UNION) -> bytes:
    output = io.BytesIO()
    store.write_answer(query, media_type, output, scope)
    return output.getvalue()


@pytest.mark.parametrize("media_type", TABLE_TYPES)
@pytest.mark.parametrize(
    "query", [ORDERED, "SELECT * { ?s ?p ?o } ORDER BY ?s", "ASK { ?s ?p ?o }", "ASK { ?s ?s ?s }"]
)
def test_tables_are_those_of_the_store(both: tuple[QueryPool, Store], query: str, media_type: str) -> None:
    pool, store = both
    assert ask(pool, query, media_type) == in_process(store, query, media_type)


@pytest.mark.parametrize("media_type", GRAPH_TYPES)
def test_graphs_are_those_of_the_store(both: tuple[QueryPool, Store], media_type: str) -> None:
    pool, store = both
    query = "DESCRIBE <http://example.org/7>"
    assert ask(pool, query, media_type) == in_process(store, query, media_type)


@pytest.mark.parametrize(
    "scope",
    [UNION, Scope((GRAPH,)), Scope((OTHER,)), Scope(None, (GRAPH,)), Scope((OTHER,), (GRAPH,)), Scope(())],
)
@pytest.mark.parametrize("pattern", ["?s ?p ?o", "GRAPH ?g { ?s ?p ?o }"])
def test_datasets_are_those_of_the_store(both: tuple[QueryPool, Store], scope: Scope, pattern: str) -> None:
    pool, store = both
    for clause in ("", f"FROM <{GRAPH}>", f"FROM NAMED <{OTHER}>"):
        query = f"SELECT (COUNT(*) AS ?n) {clause} {{ {pattern} }}"
        assert b"".join(pool.answer(query, CSV, scope)) == in_process(store, query, CSV, scope)


def test_relative_iris_count_from_the_base(both: tuple[QueryPool, Store]) -> None:
    pool, store = both
    assert ask(pool, "SELECT (<id/x> AS ?x) {}") == f"x\r\n{store.base}id/x\r\n".encode()


def test_long_answers_come_in_pieces(both: tuple[QueryPool, Store]) -> None:
    pool, store = both
    query = "SELECT * { ?s ?p ?o . ?o ?p ?t }"
    pieces = list(pool.answer(query, JSON))
    assert len(pieces) > 1
    assert b"".join(pieces) == in_process(store, query, JSON)


def test_a_malformed_query_says_where(both: tuple[QueryPool, Store]) -> None:
    with pytest.raises(QueryProblem) as caught:
        ask(both[0], "SELECT *\nWHERE { ?s ?p }")
    assert caught.value.key == "query-malformed"
    assert caught.value.place == Place(row=2, column="15")
    assert caught.value.values["line"] == "2"


def test_a_media_type_that_cannot_hold_the_answer_is_refused(both: tuple[QueryPool, Store]) -> None:
    with pytest.raises(QueryProblem, match="media-type-unfit") as caught:
        ask(both[0], "ASK {}", "text/turtle")
    assert caught.value.values["form"] == "SELECT, ASK"


def test_a_name_that_is_no_iri_is_refused(both: tuple[QueryPool, Store]) -> None:
    with pytest.raises((QueryProblem, TermInvalid), match="iri-invalid"):
        b"".join(both[0].answer("ASK {}", JSON, Scope(("no iri",))))


def test_nothing_happens_before_the_first_chunk_is_asked_for(both: tuple[QueryPool, Store]) -> None:
    both[0].answer("SELECT * {", JSON).close()


def test_eight_threads_at_once_get_their_own_answers(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both

    def asked(number: int) -> bytes:
        return ask(pool, f"SELECT ({number} AS ?n) (COUNT(*) AS ?all) {{ ?s ?p ?o }}")

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(asked, range(200)))
    assert answers == [f"n,all\r\n{number},{SIZE}\r\n".encode() for number in range(200)]


def test_the_time_that_workers_computed_is_told(both: tuple[QueryPool, Store]) -> None:
    with both[0].answer(ORDERED, JSON) as answer:
        assert answer.seconds == 0
        b"".join(answer)
        assert answer.seconds > 0


def test_a_commit_is_visible_within_a_second(tmp_path: Path) -> None:
    with pool_on(tmp_path) as (pool, store):
        assert counted(pool) == SIZE
        for number in range(3):
            store.apply(Changes(added=frozenset([quad(SIZE + number)])), 2 + number)
            time.sleep(1.0)
            assert counted(pool) == SIZE + number + 1


def test_commits_while_asking_are_seen_whole_or_not_at_all(tmp_path: Path) -> None:
    limits = Limits(seconds=60.0, wait_seconds=60.0, fresh_within=0.0)
    with pool_on(tmp_path, limits) as (pool, store):
        for commit in range(10):
            store.apply(Changes(added=frozenset(quad(SIZE + 10 * commit + n) for n in range(10))), 2 + commit)
            assert counted(pool) == SIZE + 10 * (commit + 1)
        checkpoints = tmp_path / "store" / "checkpoints"
        assert len(list(checkpoints.iterdir())) <= 2 + limits.workers + limits.slow
    assert list(checkpoints.parent.glob("checkpoints/*")) == []


def test_a_store_in_memory_is_copied_for_the_workers() -> None:
    store = fill(open_store("memory:"), 10)
    with QueryPool(store, PATIENT) as pool:
        assert counted(pool) == 10
        store.apply(Changes(removed=frozenset([quad(3)])), 2)
        time.sleep(PATIENT.fresh_within)
        assert counted(pool) == 9


def test_on_a_full_disk_queries_go_on_with_the_last_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "IO error: No space left on device: While appending to file"

    def refused(_: Path) -> None:
        raise OSError(words)

    with pool_on(tmp_path, replace(PATIENT, fresh_within=0.0)) as (pool, store):
        assert counted(pool) == SIZE
        with monkeypatch.context() as patched:
            patched.setattr(store, "checkpoint", refused)
            store.apply(Changes(added=frozenset({quad(SIZE)})), 2)
            assert counted(pool) == SIZE
            words = "IO error: Permission denied"
            with pytest.raises(StoreProblem, match="checkpoint-failed"):
                counted(pool)
        assert counted(pool) == SIZE + 1


def test_checkpoints_that_a_killed_server_left_are_removed(tmp_path: Path) -> None:
    store = fill(open_store(str(tmp_path / "store")), 10)
    left = tmp_path / "store" / "checkpoints" / "7"
    left.mkdir(parents=True)
    with QueryPool(store, PATIENT):
        assert not left.exists()
    store.close()
    open_store(str(tmp_path / "store")).close()
