"""The places on which every job begins, given out so that whoever floods them keeps nobody else out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock

from graph.isolation.limits import Limits
from graph.isolation.usage import BURST, Clock, Usage

_KEPT = 1
"""So many places more are there for clients that have none and have not asked much, if there are two."""


@dataclass(slots=True, eq=False)
class Place:
    """Is a place that a client has or waits for.

    `used` says for how many seconds that client has lately had one, `is_heavy` whether that is much, and
    `is_lent_on` that the place was given to somebody else before its work was done, which waits for it.
    """

    client: str | None
    used: float = 0.0
    is_heavy: bool = False
    since: float = 0.0
    is_had: bool = False
    is_lent_on: bool = False
    given: Callable[[], None] | None = None
    """Is called once the place is given to whoever waits for it."""


class QuickPlaces:
    """Gives out the places on which every job begins, first to whoever has used them least.

    Those that ask much come after all others, and together never have the last place if there are two or
    more; nor has any client the one that is kept for those who have none. Beyond that whoever has had a place
    for a moment may have to lend it on. So somebody else's look-up does not wait for an attacker.
    """

    def __init__(self, limits: Limits, clock: Clock = time.monotonic) -> None:
        self._patience = limits.wait_seconds
        self._for_heavy = max(1, limits.workers - 1)
        self._kept = _KEPT if limits.workers > 1 else 0
        self._free = limits.workers + self._kept
        self._clock = clock
        self._usage = Usage(clock)
        self._lock = Lock()
        self._waiting: list[Place] = []
        self._had: set[Place] = set()

    def take(self, client: str | None) -> Place | None:
        """Waits for a place and returns it, None if there is none in time."""
        given = Event()
        place = Place(client, given=given.set)
        with self._lock:
            self._waiting.append(place)
            self._give_out()
        if not given.wait(self._patience):
            with self._lock:
                if not place.is_had:
                    self._waiting.remove(place)
                    return None
        return place

    def take_at_once(self, client: str | None) -> Place | None:
        """Returns a place if one is free that nobody who waits may have, else None."""
        place = Place(client)
        with self._lock:
            self._take_at_once(place)
        return place if place.is_had else None

    def give_back(self, place: Place) -> None:
        """Frees a place, or leaves the line for it."""
        with self._lock:
            if place.is_had:
                self._take_back(place)
                self._give_out()
            elif place in self._waiting:
                self._waiting.remove(place)

    def yields(self, place: Place, client: str | None) -> bool:
        """Says whether a place is better given to another client, who has used the places less."""
        if not place.is_had or client == place.client:
            return False
        with self._lock:
            mine = self._used(client)
            return mine < self._used(place.client) and mine <= BURST

    def lend_on(self, place: Place, given: Callable[[], None], new: Place | None = None) -> None:
        """Frees a place for those who wait, first of all for a new one if that may have it.

        Whoever had it stands in line, and `given` tells once there is one again.
        """
        with self._lock:
            self._take_back(place)
            if new is not None:
                self._take_at_once(new)
            place.given, place.is_lent_on = given, True
            self._waiting.append(place)
            self._give_out()

    @property
    def in_line(self) -> list[str | None]:
        """Returns the clients that wait and have not asked much, first who has used the places least."""
        with self._lock:
            for place in self._waiting:
                self._weigh(place)
            light = sorted((place for place in self._waiting if not place.is_heavy), key=_used)
            return [place.client for place in light]

    def prove_slow(self, place: Place) -> None:
        """Counts the client of a place, which it still has, as one that asks much."""
        with self._lock:
            self._usage.prove_slow(place.client)

    def _take_at_once(self, place: Place) -> None:
        self._weigh(place)
        if self._may_have(place):
            self._give(place)

    def _give_out(self) -> None:
        """Gives the free places to those who wait; whoever calls holds the lock."""
        if not self._waiting:
            return
        for place in self._waiting:
            self._weigh(place)
        for place in sorted(self._waiting, key=_used):
            if self._may_have(place):
                self._waiting.remove(place)
                self._give(place)

    def _take_back(self, place: Place) -> None:
        place.is_had = False
        self._had.remove(place)
        self._free += 1
        self._for_heavy += place.is_heavy
        self._usage.add(place.client, self._clock() - place.since)

    def _weigh(self, place: Place) -> None:
        place.used = self._used(place.client)
        place.is_heavy = place.used > BURST

    def _used(self, client: str | None) -> float:
        """Returns what a client has used, with the places that it has now."""
        if client is None:
            return 0.0
        now = self._clock()
        return self._usage.of(client) + sum(
            now - place.since for place in self._had if place.client == client
        )

    def _may_have(self, place: Place) -> bool:
        if self._free == 0 or (place.is_heavy and self._for_heavy == 0):
            return False
        if self._free <= self._kept and (place.is_heavy or self._has_one(place.client)):
            return False
        return place.is_lent_on or not self._has_lent_on(place.client)

    def _has_one(self, client: str | None) -> bool:
        return any(place.client == client for place in self._had)

    def _has_lent_on(self, client: str | None) -> bool:
        """Says whether a client waits to go on: before that it begins nothing else, which takes a worker."""
        if client is None:
            return False
        return any(place.is_lent_on and place.client == client for place in self._waiting)

    def _give(self, place: Place) -> None:
        self._free -= 1
        self._for_heavy -= place.is_heavy
        place.is_had, place.is_lent_on, place.since = True, False, self._clock()
        self._had.add(place)
        if place.given is not None:
            place.given()


def _used(place: Place) -> float:
    return place.used
