"""Waiting for a pipe without sleep: it ends with what comes, in time, and keeps nobody from work."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from graph.isolation import QueryPool
from graph.isolation.waiting import comes_within, hearing
from isolation_pools import ask, eventually, pool_on

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="nothing tells of a pipe there")
LONG = 30.0


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """Yields both ends of a pipe."""
    ends = os.pipe()
    yield ends
    for end in ends:
        try:
            os.close(end)
        except OSError:  # the test has closed it
            continue


def test_what_is_there_is_heard_at_once(pipe: tuple[int, int]) -> None:
    heard = hearing(pipe[0])
    assert heard is not None
    os.write(pipe[1], b"x")
    assert comes_within(0, heard)


def test_nothing_is_waited_for_no_longer_than_said(pipe: tuple[int, int]) -> None:
    heard = hearing(pipe[0])
    assert heard is not None
    began = time.monotonic()
    assert not comes_within(0.02, heard)
    assert time.monotonic() - began >= 0.02


def test_an_end_that_is_closed_is_heard(pipe: tuple[int, int]) -> None:
    heard = hearing(pipe[0])
    assert heard is not None
    os.close(pipe[1])
    assert comes_within(LONG, heard)


def test_other_threads_go_on_meanwhile(pipe: tuple[int, int]) -> None:
    heard = hearing(pipe[0])
    assert heard is not None

    def tell() -> None:
        for _ in range(20):
            time.sleep(0.001)
        os.write(pipe[1], b"x")

    teller = Thread(target=tell)
    teller.start()
    assert comes_within(LONG, heard)
    teller.join()


def test_a_worker_without_work_sleeps(tmp_path: Path) -> None:
    with pool_on(tmp_path) as (pool, _):
        for _ in range(3):
            ask(pool, "ASK {}")
        assert eventually(lambda: pool.occupied.processes["idle"] == pool.limits.workers)
        before = worked(pool)
        time.sleep(0.5)
        assert worked(pool) - before < 0.25


def worked(pool: QueryPool) -> float:
    """Returns the seconds of the processor that the workers have had."""
    return sum(process.worked() or 0.0 for process, _ in tuple(pool._crew._idle._ordinary))
