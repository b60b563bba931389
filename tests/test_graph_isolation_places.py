"""The quick places: whoever asks much comes last, and never has them all; the others come in their order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from graph.isolation import Limits
from graph.isolation.places import Place, QuickPlaces

ATTACKER, HONEST, OTHER = "198.51.100.1", "192.0.2.1", "192.0.2.2"


class Clock:
    """Tells the time that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as opened:
        yield opened


def places(clock: Clock, workers: int = 2, wait: float = 60.0) -> QuickPlaces:
    return QuickPlaces(Limits(workers=workers, wait_seconds=wait), clock)


def taken(given: QuickPlaces, client: str | None) -> Place:
    place = given.take(client)
    assert place is not None
    return place


def proved_slow(given: QuickPlaces, client: str | None) -> None:
    place = taken(given, client)
    given.prove_slow(place)
    given.give_back(place)


def waits(given: QuickPlaces, threads: ThreadPoolExecutor, client: str) -> Future[Place | None]:
    """Returns the place for which a client stands in line, once it does."""
    before = len(given._waiting)
    waiting = threads.submit(given.take, client)
    while len(given._waiting) == before:
        assert not waiting.done()
    return waiting


def test_there_are_as_many_places_as_the_limits_say(clock: Clock) -> None:
    given = places(clock, wait=0.01)
    first = taken(given, HONEST)
    taken(given, HONEST)
    assert given.take(HONEST) is None
    given.give_back(first)
    assert given.take(HONEST) is not None


def test_one_more_is_kept_for_who_has_none_and_has_not_asked_much(clock: Clock) -> None:
    given = places(clock, wait=0.01)
    proved_slow(given, ATTACKER)
    first = [taken(given, HONEST), taken(given, HONEST)]
    assert given.take_at_once(ATTACKER) is None
    taken(given, OTHER)
    assert [given.take(client) for client in (HONEST, OTHER, "192.0.2.3")] == [None, None, None]
    for place in first:
        given.give_back(place)
    assert given.take_at_once(OTHER) is not None


def test_a_place_is_lent_on_to_who_has_used_them_less_and_comes_back(clock: Clock) -> None:
    given = places(clock, workers=1)
    place = taken(given, ATTACKER)
    clock.now = 0.1
    goes_on: list[str] = []
    assert given.yields(place, HONEST)
    given.lend_on(place, lambda: goes_on.append(ATTACKER))
    assert goes_on == [ATTACKER], "nobody else waits"
    honest = Place(HONEST)
    given.lend_on(place, lambda: goes_on.append(ATTACKER), honest)
    assert honest.is_had
    assert goes_on == [ATTACKER]
    assert given.in_line == [ATTACKER]
    given.give_back(honest)
    assert goes_on == [ATTACKER, ATTACKER]
    given.give_back(place)
    assert given._free == 1


def test_no_place_is_lent_on_to_its_own_client_nor_to_one_that_asks_much(clock: Clock) -> None:
    given = places(clock)
    proved_slow(given, ATTACKER)
    place, unlimited = taken(given, OTHER), taken(given, None)
    clock.now = 0.5
    assert [given.yields(place, client) for client in (OTHER, ATTACKER, HONEST)] == [False, False, True]
    assert [given.yields(unlimited, client) for client in (None, HONEST)] == [False, False]


def test_who_waits_to_go_on_begins_nothing_else(clock: Clock) -> None:
    given = places(clock, wait=0.01)
    first = taken(given, ATTACKER)
    for client in (None, OTHER):
        taken(given, client)
    clock.now = 0.1
    given._waiting.append(Place(HONEST))
    given.lend_on(first, lambda: None)
    given._free += 1  # as if there were a place
    assert given.take_at_once(ATTACKER) is None
    assert given.take(ATTACKER) is None


def test_who_leaves_the_line_for_a_place_frees_none(clock: Clock) -> None:
    given = places(clock)
    place = taken(given, ATTACKER)
    given.give_back(place)
    given.give_back(place)
    given.give_back(Place(OTHER))
    assert given._free == 3


def test_who_has_proved_slow_leaves_a_place_to_others(clock: Clock) -> None:
    given = places(clock, wait=0.01)
    proved_slow(given, ATTACKER)
    place = taken(given, ATTACKER)
    assert given.take(ATTACKER) is None
    assert given.take(HONEST) is not None
    given.give_back(place)
    assert given.take(ATTACKER) is not None


def test_all_who_have_proved_slow_share_what_is_not_kept_free(clock: Clock) -> None:
    given = places(clock, workers=3, wait=0.01)
    for client in (ATTACKER, OTHER):
        proved_slow(given, client)
    assert [given.take(client) is not None for client in (ATTACKER, OTHER, OTHER)] == [True, True, False]
    assert given.take(HONEST) is not None


def test_a_single_place_is_for_everybody_but_for_the_slow_at_last(
    clock: Clock, threads: ThreadPoolExecutor
) -> None:
    given = places(clock, workers=1)
    proved_slow(given, ATTACKER)
    place = taken(given, OTHER)
    attacker, honest = waits(given, threads, ATTACKER), waits(given, threads, HONEST)
    given.give_back(place)
    found = honest.result(60)
    assert found is not None
    assert not attacker.done()
    given.give_back(found)
    assert attacker.result(60) is not None


def test_whoever_has_used_the_places_least_comes_first(clock: Clock, threads: ThreadPoolExecutor) -> None:
    given = places(clock, workers=1)
    place = taken(given, OTHER)
    flooding = [waits(given, threads, ATTACKER) for _ in range(3)]
    honest = waits(given, threads, HONEST)
    given.give_back(place)
    first = flooding[0].result(60)
    assert first is not None
    clock.now = 0.2
    given.give_back(first)
    assert honest.result(60) is not None
    assert [each.done() for each in flooding] == [True, False, False]
    for each in (honest, *flooding[1:]):
        assert given._free == 0
        had = each.result(60)
        assert had is not None
        given.give_back(had)
    assert given._free == 1


def test_slowness_is_forgotten_in_time(clock: Clock) -> None:
    given = places(clock, wait=0.01)
    proved_slow(given, ATTACKER)
    clock.now = 61.0
    assert [given.take(ATTACKER) is not None for _ in range(3)] == [True, True, False]


def test_many_quick_jobs_that_take_the_places_most_of_the_time_count_as_much(clock: Clock) -> None:
    given = places(clock, wait=0.01)
    for _ in range(10):
        place = taken(given, ATTACKER)
        clock.now += 0.24
        given.give_back(place)
    assert [given.take(ATTACKER) is not None for _ in range(2)] == [True, False]


def test_look_ups_at_a_steady_pace_never_count_as_much(clock: Clock) -> None:
    given = places(clock, wait=0.01)
    for _ in range(1_000):
        place = taken(given, HONEST)
        clock.now += 0.02
        given.give_back(place)
        clock.now += 0.03
    assert [given.take(HONEST) is not None for _ in range(2)] == [True, True]


def test_a_client_without_limits_never_counts_as_slow(clock: Clock) -> None:
    given = places(clock, wait=0.01)
    proved_slow(given, None)
    assert [given.take(None) is not None for _ in range(2)] == [True, True]


def test_clients_that_ask_nothing_any_more_are_forgotten(clock: Clock) -> None:
    given = places(clock)
    for number in range(3_000):
        given.give_back(taken(given, f"client-{number}"))
        clock.now += 1.0
    assert len(given._usage._used) <= 1_000
