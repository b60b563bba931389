"""The threads that wait for queries: a client has a few at once, others wait, and too many are refused."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from threading import Event

import pytest

from api.errors import TooManyRequests
from api.limiting.turns import EACH, LINE, Turns

FLOODER, OTHER = "198.51.100.1", "192.0.2.1"
LONG = 60.0


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(EACH + 1) as opened:
        yield opened


@pytest.fixture
def end() -> Iterator[Event]:
    """Yields what ends the work of a test."""
    event = Event()
    yield event
    event.set()


def flood(turns: Turns, end: Event, count: int) -> list[Future[bool]]:
    return [turns.of(FLOODER).submit(end.wait, LONG) for _ in range(count)]


def test_whoever_floods_leaves_a_thread_to_others(threads: ThreadPoolExecutor, end: Event) -> None:
    turns = Turns(threads)
    flooding = flood(turns, end, EACH + 10)
    assert turns.of(OTHER).submit(int, "7").result(LONG) == 7
    end.set()
    assert [each.result(LONG) for each in flooding] == [True] * (EACH + 10)


def test_what_waits_for_too_long_a_line_is_refused_and_told_when_to_come_back(
    threads: ThreadPoolExecutor, end: Event
) -> None:
    turns = Turns(threads)
    flood(turns, end, EACH + LINE)
    with pytest.raises(TooManyRequests, match="query-line-full") as caught:
        flood(turns, end, 1)
    assert (caught.value.status, caught.value.headers) == (429, {"Retry-After": "10"})
    assert turns.of(OTHER).submit(int, "7").result(LONG) == 7


def test_what_nobody_wants_any_more_is_not_done(threads: ThreadPoolExecutor, end: Event) -> None:
    turns = Turns(threads)
    flooding, done = flood(turns, end, EACH), []
    left = turns.of(FLOODER).submit(done.append, "left")
    kept = turns.of(FLOODER).submit(done.append, "kept")
    assert left.cancel()
    end.set()
    kept.result(LONG)
    assert done == ["kept"]
    assert all(each.result(LONG) for each in flooding)


def test_an_error_reaches_whoever_waits_and_the_next_has_its_turn(threads: ThreadPoolExecutor) -> None:
    turns = Turns(threads)
    asked = [turns.of(FLOODER).submit(int, text) for text in ["x"] * EACH + ["7"]]
    with pytest.raises(ValueError, match="invalid literal"):
        asked[0].result(LONG)
    assert asked[-1].result(LONG) == 7


def test_a_client_without_limits_has_all_threads(threads: ThreadPoolExecutor) -> None:
    assert Turns(threads).of(None) is threads


def test_the_end_is_told_to_those_who_wait(end: Event) -> None:
    threads = ThreadPoolExecutor(1)
    turns = Turns(threads)
    flooding = flood(turns, end, EACH + 2)
    turns.close()
    threads.shutdown(wait=False, cancel_futures=True)
    end.set()
    for waiting in flooding[1:]:
        with pytest.raises(CancelledError):
            waiting.result(LONG)
    threads.shutdown(wait=True)


def test_nobody_is_remembered_without_need(threads: ThreadPoolExecutor) -> None:
    turns = Turns(threads)
    for number in range(100):
        turns.of(f"client-{number}").submit(int, "7").result(LONG)
    threads.shutdown(wait=True)
    assert not turns._lines
    assert not turns._going
