"""The places on which every job begins, given out so that whoever floods them keeps nobody else out."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock

from graph.isolation.limits import Limits

_SHARE = 0.5
_BURST = 1.0
_SLOW_FOR = 60.0  # as long as the minute of a budget, so that none comes back as if it were new
_KNOWN = 1_000

Clock = Callable[[], float]


@dataclass(slots=True, eq=False)
class Place:
    """Is a place that a client has or waits for.

    `used` says for how many seconds that client has lately had one, `is_heavy` whether that is much.
    """

    client: str | None
    used: float = 0.0
    is_heavy: bool = False
    since: float = 0.0
    given: Event | None = None
    """Is set once the place is given to whoever waits for it."""


class Usage:
    """Tells which clients ask much: those that have a place more than half of the time, a second apart.

    A client whose job proves slow counts as one for a minute. One that is None has no limits.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._used: dict[str, tuple[float, float]] = {}

    def of(self, client: str | None) -> float:
        """Returns for how many seconds a client has lately had a place, less what is forgotten since."""
        return 0.0 if client is None else self._level(client)

    def add(self, client: str | None, seconds: float) -> None:
        """Counts so many seconds for which a client had a place."""
        if client is not None:
            self._set(client, self._level(client) + seconds)

    def prove_slow(self, client: str | None) -> None:
        """Counts a job that takes long."""
        if client is not None:
            self._set(client, max(self._level(client), _BURST + _SHARE * _SLOW_FOR))

    def _level(self, client: str) -> float:
        level, since = self._used.get(client, (0.0, 0.0))
        return max(0.0, level - _SHARE * (self._clock() - since))

    def _set(self, client: str, level: float) -> None:
        self._used[client] = (level, self._clock())
        if len(self._used) > _KNOWN:
            self._used = {name: used for name, used in self._used.items() if self._level(name) > 0.0}


class QuickPlaces:
    """Gives out the places on which every job begins, first to whoever has used them least.

    Those that ask much come after all others, and together never have the last place if there are two or
    more: so somebody else's look-up does not wait for an attacker.
    """

    def __init__(self, limits: Limits, clock: Clock = time.monotonic) -> None:
        self._patience = limits.wait_seconds
        self._for_heavy = max(1, limits.workers - 1)
        self._free = limits.workers
        self._clock = clock
        self._usage = Usage(clock)
        self._lock = Lock()
        self._waiting: list[Place] = []

    def take(self, client: str | None) -> Place | None:
        """Waits for a place and returns it, None if there is none in time."""
        given = Event()
        place = Place(client, given=given)
        with self._lock:
            self._waiting.append(place)
            self._give_out()
        if not given.wait(self._patience):
            with self._lock:
                if not given.is_set():
                    self._waiting.remove(place)
                    return None
        return place

    def take_at_once(self, client: str | None) -> Place | None:
        """Returns a place if one is free and nobody waits, else None."""
        place = Place(client)
        with self._lock:
            self._weigh(place)
            if self._waiting or not self._may_have(place):
                return None
            self._give(place)
        return place

    def give_back(self, place: Place) -> None:
        """Frees a place."""
        with self._lock:
            self._free += 1
            self._for_heavy += place.is_heavy
            self._usage.add(place.client, self._clock() - place.since)
            self._give_out()

    def prove_slow(self, place: Place) -> None:
        """Counts the client of a place, which it still has, as one that asks much."""
        with self._lock:
            self._usage.prove_slow(place.client)

    def _give_out(self) -> None:
        """Gives the free places to those who wait; whoever calls holds the lock."""
        for place in self._waiting:
            self._weigh(place)
        for place in sorted(self._waiting, key=lambda place: place.used):
            if self._may_have(place):
                self._waiting.remove(place)
                self._give(place)

    def _weigh(self, place: Place) -> None:
        place.used = self._usage.of(place.client)
        place.is_heavy = place.used > _BURST

    def _may_have(self, place: Place) -> bool:
        return self._free > 0 and (self._for_heavy > 0 or not place.is_heavy)

    def _give(self, place: Place) -> None:
        self._free -= 1
        self._for_heavy -= place.is_heavy
        place.since = self._clock()
        if place.given is not None:
            place.given.set()
