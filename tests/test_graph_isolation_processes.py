"""Workers that die, are killed or are kept busy: no answer is cut in silence, and nothing leaks."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from graph.errors import QueryGivenUp, QueryProblem, StoreProblem
from graph.isolation import Limits, QueryPool
from graph.isolation.limits import MEBIBYTE, MIN_MEMORY
from graph.isolation.places import Place
from graph.store import open_store
from isolation_pools import (
    COUNT,
    CSV,
    ENDLESS,
    FLOOD,
    PATIENT,
    SIZE,
    ask,
    children,
    counted,
    eventually,
    fill,
    open_files,
    pool_on,
)

LONG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture
def pool(tmp_path: Path) -> Iterator[QueryPool]:
    with pool_on(tmp_path) as (pool, _):
        yield pool


def kill_workers(pids: set[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: not any(is_alive(pid) for pid in pids))


@pytest.mark.parametrize("read", [1, 3])
def test_a_worker_killed_in_the_middle_of_an_answer_is_an_error(pool: QueryPool, read: int) -> None:
    answer = pool.answer(LONG, CSV)
    assert len(list(islice(answer, read))) == read
    kill_workers(children())
    with pytest.raises(QueryGivenUp, match="query-failed"):
        list(answer)
    assert counted(pool) == SIZE


def test_a_worker_killed_before_its_answer_is_an_error(pool: QueryPool) -> None:
    ask(pool, COUNT)
    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(ask, pool, ENDLESS)
        time.sleep(0.5)
        kill_workers(children())
        with pytest.raises(QueryGivenUp, match="query-failed"):
            asked.result()
    assert counted(pool) == SIZE


def test_workers_that_died_while_idle_are_replaced_unseen(pool: QueryPool) -> None:
    for _ in range(4):
        assert counted(pool) == SIZE
    assert eventually(lambda: len(children()) >= pool.limits.workers)
    time.sleep(1.0)
    dead = children()
    kill_workers(dead)
    assert counted(pool) == SIZE
    assert counted(pool) == SIZE
    assert not dead & children()


def test_an_answer_closed_early_frees_its_worker(pool: QueryPool) -> None:
    for _ in range(2 * (pool.limits.workers + pool.limits.slow)):
        with pool.answer(FLOOD, CSV) as answer:
            assert next(answer)
    assert counted(pool) == SIZE


def test_an_answer_that_is_dropped_frees_its_worker(pool: QueryPool) -> None:
    for _ in range(2 * (pool.limits.workers + pool.limits.slow)):
        next(pool.answer(FLOOD, CSV))
        gc.collect()
    assert counted(pool) == SIZE


@pytest.mark.parametrize("query", [ENDLESS, FLOOD])
def test_an_answer_abandoned_by_another_thread_ends_at_once(pool: QueryPool, query: str) -> None:
    answer = pool.answer(query, CSV)
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(list[bytes], answer)
        assert eventually(lambda: answer.seconds > 0)
        answer.abandon()
        with pytest.raises(QueryGivenUp, match="query-failed"):
            reading.result()
    assert counted(pool) == SIZE


def test_an_answer_abandoned_before_it_begins_is_not_computed(pool: QueryPool) -> None:
    answer = pool.answer(ENDLESS, CSV)
    answer.abandon()
    with pytest.raises(QueryGivenUp):
        list(answer)


def test_an_answer_abandoned_after_its_end_harms_nobody_else(tmp_path: Path) -> None:
    limits = Limits(seconds=60.0, wait_seconds=60.0, slow_after=60.0)  # no worker ends for being slow
    with pool_on(tmp_path, limits) as (pool, _):
        answer = pool.answer(COUNT, CSV)
        list(answer)
        before = children()
        answer.abandon()
        assert counted(pool) == SIZE
        assert before <= children()


def test_look_ups_go_on_beside_slow_queries(tmp_path: Path) -> None:
    limits = Limits(seconds=1.5, wait_seconds=60.0)
    with pool_on(tmp_path, limits) as (pool, _), ThreadPoolExecutor(6) as threads:
        slow = [threads.submit(given_up, pool, ENDLESS) for _ in range(6)]
        beside = 0
        while not all(future.done() for future in slow):
            assert counted(pool) == SIZE
            beside += 1
        assert [future.result() for future in slow] == ["query-timeout"] * 6
    assert beside > 6


def test_a_slow_query_that_waits_too_long_is_sent_away(tmp_path: Path) -> None:
    limits = Limits(seconds=20.0, wait_seconds=5.0)
    with pool_on(tmp_path, limits) as (pool, _), ThreadPoolExecutor(2) as threads:
        keys = sorted(threads.map(lambda _: given_up(pool, ENDLESS), range(2)))
    assert keys == ["query-busy", "query-timeout"]


def given_up(pool: QueryPool, query: str) -> str:
    with pytest.raises(QueryGivenUp) as caught:
        ask(pool, query)
    return caught.value.key


def test_a_slow_query_waits_for_its_place_and_is_answered(tmp_path: Path) -> None:
    limits = Limits(seconds=60.0, wait_seconds=60.0, slow_after=0.0)
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    with pool_on(tmp_path, limits) as (pool, _), ThreadPoolExecutor(4) as threads:
        answers = set(threads.map(lambda _: ask(pool, query), range(4)))
    assert answers == {f"n\r\n{SIZE * SIZE}\r\n".encode()}


def test_begun_answers_wait_for_a_slow_place_and_go_on(tmp_path: Path) -> None:
    limits = Limits(seconds=60.0, wait_seconds=60.0, slow_after=0.0)
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 200000"
    with pool_on(tmp_path, limits) as (pool, _), ThreadPoolExecutor(4) as threads:
        lengths = set(threads.map(lambda _: ask(pool, query).count(b"\n"), range(4)))
    assert lengths == {200_001}


def test_more_slow_queries_than_may_wait_are_sent_away(tmp_path: Path) -> None:
    limits = Limits(seconds=3.0, wait_seconds=30.0, workers=4, slow_waiting=0)
    with pool_on(tmp_path, limits) as (pool, _), ThreadPoolExecutor(3) as threads:
        keys = sorted(threads.map(lambda _: given_up(pool, ENDLESS), range(3)))
    assert keys == ["query-busy", "query-busy", "query-timeout"]


def test_an_unread_answer_is_given_up_after_its_time(tmp_path: Path) -> None:
    with pool_on(tmp_path, Limits(transfer_seconds=5.0)) as (pool, _):
        counted(pool)  # so that the workers have started
        answer = pool.answer(FLOOD, CSV)
        next(answer)
        time.sleep(6.0)
        with pytest.raises(QueryGivenUp, match="query-timeout"):
            list(answer)


def test_a_slow_reader_does_not_use_up_the_time_to_compute(tmp_path: Path) -> None:
    with pool_on(tmp_path, Limits(seconds=5.0)) as (pool, _):
        counted(pool)  # so that the workers have started
        answer = pool.answer("SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000", CSV)
        pieces = [next(answer)]
        time.sleep(6.0)
        assert (b"".join(pieces) + b"".join(answer)).count(b"\n") == 20_001


def test_closing_leaves_no_process_and_no_handle(tmp_path: Path) -> None:
    gc.collect()
    processes, files = children(), open_files()
    with pool_on(tmp_path) as (pool, _):
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: counted(pool), range(20)))
        unread = pool.answer(FLOOD, CSV)
        next(unread)
        with pytest.raises(QueryProblem):
            ask(pool, "SELECT")
    with pytest.raises(StoreProblem, match="store-closed"):
        list(unread)
    with pytest.raises(StoreProblem, match="store-closed"):
        counted(pool)
    assert children() == processes
    assert open_files() == files


def test_a_hundred_dead_workers_leave_no_handle(tmp_path: Path) -> None:
    with pool_on(tmp_path) as (pool, _):
        counted(pool)
        assert eventually(lambda: len(children()) >= pool.limits.workers)
        files = open_files()
        for _ in range(30):
            pool.answer(FLOOD, CSV).close()
            with pool.answer(FLOOD, CSV) as answer:
                next(answer)
        counted(pool)
        # Each worker has three pipes, and a few more of them may live at the moment.
        assert open_files() <= files + 3 * (pool.limits.workers + pool.limits.slow)


def test_workers_end_with_a_server_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from isolation_pools import *\n"
        "with pool_on(Path(sys.argv[1]), PATIENT) as (pool, _):\n"
        "    counted(pool); answer = pool.answer(ENDLESS, CSV)\n"
        "    from threading import Thread\n"
        "    Thread(target=lambda: list(answer), daemon=True).start(); time.sleep(0.5)\n"
        "    print(*children(), flush=True); time.sleep(600)\n"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent,
    )
    assert server.stdout is not None
    workers = {int(pid) for pid in server.stdout.readline().split()}
    server.kill()
    server.wait()
    server.stdout.close()
    assert workers
    assert eventually(lambda: not any(is_alive(pid) for pid in workers))


def is_alive(pid: int) -> bool:
    """Says whether a thread of a process still goes: its first one may have ended while others have not."""
    try:
        return any(is_going(thread) for thread in Path(f"/proc/{pid}/task").iterdir())
    except (FileNotFoundError, ProcessLookupError):
        return False


def is_going(thread: Path) -> bool:
    try:
        return (thread / "stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_worker_that_cannot_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\necho no such module >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pool_on(tmp_path) as (pool, _), pytest.raises(StoreProblem, match="worker-unusable") as caught:
        ask(pool, COUNT)
    assert "no such module" in str(caught.value.values["why"])


@pytest.mark.parametrize("limits", [{"memory": 100 * MEBIBYTE}, {"workers": 0}, {"slow": 0}])
def test_limits_under_which_nothing_runs_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="workers need"):
        Limits(**limits)


def test_the_least_memory_is_enough_for_look_ups(tmp_path: Path) -> None:
    with pool_on(tmp_path, Limits(memory=MIN_MEMORY, wait_seconds=60.0)) as (pool, _):
        assert counted(pool) == SIZE


def test_workers_know_nothing_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYGRAPH_SECRET", "not for strangers")
    before = children()
    with pool_on(tmp_path) as (pool, _):
        counted(pool)
        for pid in children() - before:
            assert b"SECRET" not in Path(f"/proc/{pid}/environ").read_bytes()


def test_closing_ends_an_answer_that_another_thread_waits_for(tmp_path: Path) -> None:
    store = fill(open_store(str(tmp_path / "store")), 500)
    pool = QueryPool(store, PATIENT)
    with ThreadPoolExecutor(2) as threads:
        waiting: list[Future[bytes]] = [threads.submit(ask, pool, ENDLESS) for _ in range(2)]
        time.sleep(1.0)
        pool.close()
        for future in waiting:
            with pytest.raises(StoreProblem, match="store-closed"):
                future.result()
    store.close()


def test_the_last_idle_worker_is_not_for_those_who_ask_much(pool: QueryPool) -> None:
    counted(pool)
    assert eventually(lambda: pool.occupied.processes["idle"] == 2)
    idle = pool._crew._idle
    honest, heavy = Place("192.0.2.1"), Place("198.51.100.1", is_heavy=True)
    assert [idle.has_one(place) for place in (honest, heavy)] == [True, True]
    taken = pool._crew._idle_one(honest)
    assert [idle.has_one(place) for place in (honest, heavy)] == [True, False]
    idle.add(taken)
