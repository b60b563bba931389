"""Workers that die as soon as they are there are started seldom, and work again once they can."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from graph.errors import QueryGivenUp
from graph.isolation import Limits, QueryPool, starting, template
from graph.isolation.restarts import Restarts
from isolation_pools import COUNT, SIZE, ask, counted, eventually, pool_on

DIES = """
import os
from graph.isolation import template
from graph.isolation.frames import READY, packed, send

def die(*_):
    with open({log!r}, "a") as log:
        log.write("x")
    send(1, packed(READY))
    os._exit(1)

template.serve_as = die
template.main()
"""


def test_each_pause_is_twice_the_one_before_until_a_worker_works() -> None:
    restarts, now, pauses = Restarts(), 100.0, []
    for _ in range(8):
        assert restarts.is_due(now)
        restarts.fell(now)
        restarts.fell(now)  # died together with it
        began = now
        while not restarts.is_due(now):
            now += 0.01
        pauses.append(round(now - began, 2))
    assert pauses == pytest.approx([0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0], abs=0.02)
    restarts.fell(now)
    restarts.worked()
    assert restarts.is_due(now)


def test_who_lived_a_while_is_replaced_at_once_and_old_falls_are_forgotten() -> None:
    restarts = Restarts()
    restarts.fell(100.0, age=60.0)
    assert restarts.is_due(100.0)
    for now in (100.0, 101.0, 102.0, 200.0):
        restarts.fell(now)
    assert not restarts.is_due(200.04)
    assert restarts.is_due(200.06)


@pytest.mark.skipif(not template.available(), reason="workers are no copies here")
def test_workers_that_die_once_they_are_ready_are_started_seldom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, usual = tmp_path / "starts", starting._program
    program = (sys.executable, "-I", "-c", DIES.format(log=str(log)))
    monkeypatch.setattr(starting, "_program", lambda _: program)
    with pool_on(tmp_path, Limits(seconds=60.0, wait_seconds=4.0)) as (pool, _):
        with pytest.raises(QueryGivenUp, match=r"query-busy|query-failed"):
            ask(pool, COUNT)
        before = len(log.read_text())
        time.sleep(4.0)
        assert len(log.read_text()) - before < 40, "each 50 ms it would be four times as many"
        monkeypatch.setattr(starting, "_program", usual)
        made = pool._crew._starter._template
        assert made is not None
        made.kill()
        assert eventually(lambda: works(pool))


def works(pool: QueryPool) -> bool:
    """Says whether a worker that lives answers."""
    try:
        return counted(pool) == SIZE
    except QueryGivenUp:
        return False
