"""Places lent on: a look-up does not wait for what others have begun, and nothing of that is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from graph.errors import QueryGivenUp
from graph.isolation import Answer, Limits, QueryPool
from graph.isolation.runs import Lane
from isolation_pools import COUNT, CSV, ENDLESS, SIZE, counted, eventually, pool_on

FLOODING = ("198.51.100.1", "198.51.100.2", "198.51.100.3")
HONEST = "192.0.2.1"
LATER = Limits(seconds=60.0, wait_seconds=60.0, slow_after=60.0)
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }"


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as opened:
        yield opened


def asked(pool: QueryPool, query: str, client: str) -> bytes:
    return b"".join(pool.answer(query, CSV, client=client))


def flooded(pool: QueryPool, threads: ThreadPoolExecutor, query: str) -> Sequence[Future[bytes]]:
    """Returns answers that have all places, each for longer than it need have."""
    counted(pool)
    asking = [threads.submit(asked, pool, query, client) for client in FLOODING]
    assert eventually(lambda: pool.occupied.processes["quick"] == len(FLOODING) and all_worked(pool))
    return asking


def all_worked(pool: QueryPool) -> bool:
    runs = tuple(pool._crew._runs)
    return all((run.process.worked() or 0.0) - (run.worked_before or 0.0) > 0.05 for run in runs)


def taken(answer: Answer) -> bool:
    """Begins an answer at once, reads it and says whether it is right."""
    if not answer.begin_at_once():
        return False
    while not answer.gather(1 << 16):
        pass
    return answer.whole() == f"n\r\n{SIZE}\r\n".encode()


def test_a_look_up_gets_the_place_of_a_query_that_had_it_for_a_moment(
    tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    with pool_on(tmp_path, LATER) as (pool, _):
        flooded(pool, threads, ENDLESS)
        assert eventually(lambda: taken(pool.answer(COUNT, CSV, client=HONEST)))
        for _ in range(10):
            assert asked(pool, COUNT, HONEST) == f"n\r\n{SIZE}\r\n".encode()


def test_what_was_set_aside_is_answered_whole(tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    with pool_on(tmp_path, LATER) as (pool, _):
        counted(pool)
        asking = [threads.submit(asked, pool, PRODUCT, client) for client in FLOODING]
        beside = 0
        while not all(future.done() for future in asking):
            assert asked(pool, COUNT, HONEST) == f"n\r\n{SIZE}\r\n".encode()
            beside += 1
        assert {future.result() for future in asking} == {f"n\r\n{SIZE * SIZE}\r\n".encode()}
        assert beside > 1
        assert not pool._crew._places._had


def test_who_asks_as_much_as_others_takes_turns_with_them(
    tmp_path: Path, threads: ThreadPoolExecutor
) -> None:
    with pool_on(tmp_path, LATER) as (pool, _):
        flooded(pool, threads, ENDLESS)
        for number in range(3):
            threads.submit(asked, pool, ENDLESS, f"203.0.113.{number}")
        assert eventually(lambda: len(pool._crew._runs) == 6 and all_worked(pool))


def test_what_is_set_aside_for_too_long_is_sent_away(
    tmp_path: Path, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pool_on(tmp_path, LATER) as (pool, _):
        asking = flooded(pool, threads, ENDLESS)
        # Not before: on a busy machine a worker may take longer to start.
        monkeypatch.setattr(pool._crew, "_limits", replace(LATER, wait_seconds=2.0))
        monkeypatch.setattr(pool._crew._places, "_may_have", lambda _: False)
        assert pool._crew._lends_on(HONEST)
        assert eventually(lambda: any(future.done() for future in asking))
        for future in asking:
            if future.done():
                with pytest.raises(QueryGivenUp, match="query-busy"):
                    future.result()


def test_no_more_is_set_aside_than_may_wait(tmp_path: Path, threads: ThreadPoolExecutor) -> None:
    limits = Limits(seconds=60.0, wait_seconds=60.0, slow_after=60.0, slow_waiting=1)
    with pool_on(tmp_path, limits) as (pool, _):
        asking = [*flooded(pool, threads, ENDLESS)]
        asking += [threads.submit(asked, pool, ENDLESS, f"203.0.113.{number}") for number in range(3)]
        # All six go on, or the slow places are full too and one was sent away.
        assert eventually(lambda: len(pool._crew._runs) == 6 or any(future.done() for future in asking))
        assert sum(run.lane is Lane.ASIDE for run in tuple(pool._crew._runs)) <= limits.slow_waiting + 1
