"""Answers that an event loop begins: without waiting, as those of a thread, and nothing left over."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

import pytest

from graph.errors import QueryGivenUp, QueryProblem
from graph.isolation import Limits, QueryPool
from graph.isolation.answers import Answer
from graph.isolation.places import Place
from graph.store import Changes, Store
from isolation_pools import COUNT, CSV, ENDLESS, FLOOD, PATIENT, SIZE, ask, counted, eventually, pool_on, quad

MOST = 64 * 1024
LONG = 60.0


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[QueryPool, Store]]:
    """Yields a pool whose workers have started and have been asked, and its store."""
    limits = Limits(seconds=60.0, wait_seconds=60.0, slow_after=60.0, fresh_within=0.0)
    with pool_on(tmp_path, limits) as (pool, store):
        warm(pool)
        yield pool, store


def warm(pool: QueryPool) -> None:
    """Has each worker asked once."""
    assert eventually(lambda: counted(pool) == SIZE and pool.occupied.processes["idle"] == 2)
    assert [counted(pool) for _ in range(2)] == [SIZE] * 2


def ours() -> int:
    """Returns the priority of this process, which its workers begin with."""
    return os.getpriority(os.PRIO_PROCESS, 0)


def gathered(answer: Answer) -> None:
    """Gathers until no more is to be gathered."""
    is_done = False
    while not is_done:
        with answer.waited_for():
            [readable], *_ = select.select([answer.descriptor], [], [], LONG)
        is_done = answer.gather(MOST)
        assert readable == answer.descriptor


def test_a_short_answer_is_whole_and_its_worker_free(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    for _ in range(20):
        answer = pool.answer(COUNT, CSV)
        assert answer.begin_at_once()
        gathered(answer)
        assert answer.whole() == f"n\r\n{SIZE}\r\n".encode()
        assert answer.seconds > 0
    assert pool.occupied.processes == {"quick": 0, "slow": 0, "held": 0, "idle": 2}


def test_whoever_worked_last_works_on(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    assert len({worker_asked(pool) for _ in range(5)}) == 1


def test_no_worker_keeps_an_old_copy_of_the_store(both: tuple[QueryPool, Store]) -> None:
    pool, store = both
    store.apply(Changes(added=frozenset({quad(SIZE)})), 2)
    assert counted(pool) == SIZE + 1  # a thread makes the new copy
    while {each.checkpoint.sequence for each, _ in tuple(pool._crew._idle._ordinary) if each.checkpoint} != {
        2
    }:
        worker_asked(pool)
    assert len(list(pool._checkpoints.directory.iterdir())) == 1


def worker_asked(pool: QueryPool) -> int:
    """Asks a look-up, and returns the number of the process that has answered it."""
    answer = pool.answer(COUNT, CSV)
    assert answer.begin_at_once()
    gathered(answer)
    assert answer.whole()
    return answer._begun.process.number


def test_what_a_worker_refuses_is_raised(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    answer = pool.answer("SELECT * { ?s ?p }", CSV)
    assert answer.begin_at_once()
    gathered(answer)
    with pytest.raises(QueryProblem, match="query-malformed"):
        answer.whole()
    assert pool.occupied.processes["idle"] == 2


def test_a_long_answer_goes_on_in_a_thread(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    answer = pool.answer(query, CSV)
    assert answer.begin_at_once()
    gathered(answer)
    assert answer.whole() is None
    assert b"".join(answer) == ask(pool, query)


def test_a_long_answer_is_taken_chunk_by_chunk(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    query = "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    answer, taken = pool.answer(query, CSV), []
    assert answer.begin_at_once()
    while not answer.is_at_end:
        gathered(answer)
        taken.append(answer.taken())
    answer.end()
    assert len(taken) > 1
    assert b"".join(taken) == ask(pool, query)
    assert not pool._crew._runs


def test_a_worker_that_dies_while_an_answer_flows_is_told_at_its_end(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    answer = pool.answer(FLOOD, CSV)
    assert answer.begin_at_once()
    gathered(answer)
    assert answer.is_flowing(MOST)
    os.kill(answer._begun.process.number, 9)
    while not answer.is_at_end:
        gathered(answer)
        answer.taken()
    with pytest.raises(QueryGivenUp, match="query-failed"):
        answer.end()
    assert counted(pool) == SIZE


def test_an_answer_that_is_late_goes_on_in_a_thread(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"
    answer = pool.answer(query, CSV)
    assert answer.begin_at_once()
    assert answer.whole() is None
    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(lambda: b"".join(answer)).result() == f"n\r\n{SIZE * SIZE}\r\n".encode()


@pytest.mark.parametrize("end", ["abandon", "close"])
def test_an_answer_that_nobody_comes_to_read_frees_its_place(both: tuple[QueryPool, Store], end: str) -> None:
    pool, _ = both
    for _ in range(pool.limits.workers):
        answer = pool.answer(ENDLESS, CSV)
        assert answer.begin_at_once()
        assert answer.whole() is None
        getattr(answer, end)()
        with pytest.raises(ValueError, match="given up") if end == "abandon" else nullcontext():
            assert list(answer) == []
    assert counted(pool) == SIZE
    assert not pool._crew._runs


def test_a_worker_that_dies_is_told_to_whoever_reads_on(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    answer = pool.answer(FLOOD, CSV)
    assert answer.begin_at_once()
    assert answer._run is not None
    os.kill(answer._run.process.number, 9)
    gathered(answer)
    assert answer.whole() is None
    with pytest.raises(QueryGivenUp, match="query-failed"):
        list(answer)


def test_nothing_begins_at_once_where_it_would_wait(both: tuple[QueryPool, Store]) -> None:
    pool, store = both
    store.apply(Changes(added=frozenset([quad(SIZE)])), 2)
    assert not pool.answer(COUNT, CSV).begin_at_once(), "a new checkpoint is to be made"
    assert [counted(pool) for _ in range(2)] == [SIZE + 1] * 2
    begun = [pool.answer(ENDLESS, CSV) for _ in range(3)]
    assert [answer.begin_at_once() for answer in begun] == [True, True, False], "all places are taken"
    for answer in begun:
        answer.close()


def test_nothing_begins_at_once_before_a_worker_has_started(tmp_path: Path) -> None:
    with pool_on(tmp_path, PATIENT) as (pool, _):
        assert not pool.answer(COUNT, CSV).begin_at_once()


def test_new_workers_have_opened_what_they_will_be_asked_for(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    idle = pool._crew._idle._ordinary
    killed = tuple(process for process, _ in idle)
    for process in killed:
        os.kill(process.number, 9)
    assert eventually(lambda: all(process.has_ended for process in killed))
    assert counted(pool) == SIZE
    assert eventually(lambda: len(idle) == 2 and all(process.is_ready for process, _ in tuple(idle)))
    assert {process.checkpoint for process, _ in idle} == {pool._checkpoints._newest}
    for _ in range(2):
        answer = pool.answer(COUNT, CSV)
        assert answer.begin_at_once()
        gathered(answer)
        assert answer.whole() == f"n\r\n{SIZE}\r\n".encode()


def test_whoever_asks_much_has_workers_in_the_background(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    client = "198.51.100.1"
    pool._crew._places.prove_slow(Place(client))
    for _ in range(5):
        with pool.answer(COUNT, CSV, client=client) as answer:
            assert b"".join(answer) == f"n\r\n{SIZE}\r\n".encode()
            assert answer._run is not None
            heavy = answer._run.process
        assert os.getpriority(os.PRIO_PROCESS, heavy.number) > ours()
    with pool.answer(COUNT, CSV, client="192.0.2.1") as answer:
        b"".join(answer)
        assert answer._run is not None
        assert os.getpriority(os.PRIO_PROCESS, answer._run.process.number) == ours()
    assert [process for process, _ in pool._crew._idle._background] == [heavy], "it is used again"
    dismissed = list(pool._crew._idle.dismissed(float("inf")))
    assert dismissed == [heavy], "it does not keep its checkpoint for ever"
    heavy.bury()


def test_a_query_that_computes_for_long_loses_its_priority(tmp_path: Path) -> None:
    limits = Limits(seconds=60.0, wait_seconds=60.0, slow_after=0.1, background_after=0.5)
    with pool_on(tmp_path, limits) as (pool, _), ThreadPoolExecutor(1) as threads:
        counted(pool)
        answer = pool.answer(ENDLESS, CSV)
        reading = threads.submit(lambda: list(answer))
        assert eventually(lambda: answer._run is not None)
        assert answer._run is not None
        process = answer._run.process.number
        assert os.getpriority(os.PRIO_PROCESS, process) == ours() or answer.seconds > limits.background_after
        assert eventually(lambda: os.getpriority(os.PRIO_PROCESS, process) > ours())
        answer.abandon()
        assert isinstance(reading.exception(), QueryGivenUp)


def test_an_answer_that_is_soon_there_is_gathered_by_waiting(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    answer = pool.answer(COUNT, CSV)
    assert answer.begin_at_once()
    assert answer.gather_within(60.0, MOST)
    assert answer.whole() == f"n\r\n{SIZE}\r\n".encode()
    assert answer.seconds > 0


def test_nobody_waits_longer_than_told_for_an_answer(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    answer = pool.answer(ENDLESS, CSV)
    assert answer.begin_at_once()
    assert not answer.gather_within(0.01, MOST)
    assert answer.whole() is None
    answer.close()


def test_a_worker_that_died_is_not_taken_for_ready(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    run = pool._crew.begin_at_once()
    assert run is not None
    assert run.process.is_ready
    run.process.kill()
    assert eventually(lambda: not run.process.is_ready)
    pool._crew.finish(run)


def test_workers_that_died_while_idle_are_replaced_before_anybody_asks(both: tuple[QueryPool, Store]) -> None:
    pool, _ = both
    dead = [process for process, _ in tuple(pool._crew._idle._ordinary)]
    for process in dead:
        os.kill(process.number, signal.SIGKILL)
    assert eventually(lambda: not {id(each) for each in dead} & idle(pool) and len(idle(pool)) == len(dead))
    assert eventually(lambda: begun(pool.answer(COUNT, CSV)))


def idle(pool: QueryPool) -> set[int]:
    return {id(process) for process, _ in tuple(pool._crew._idle._ordinary)}


def begun(answer: Answer) -> bool:
    with answer:
        return answer.begin_at_once()
