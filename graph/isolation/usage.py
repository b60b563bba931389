"""Which clients ask much, by the time for which they have lately had a place."""

from __future__ import annotations

from collections.abc import Callable

BURST = 1.0
"""A client that has used more than so many seconds, less what is forgotten, asks much."""
_SHARE = 0.5
_SLOW_FOR = 60.0  # as long as the minute of a budget, so that none comes back as if it were new
_KNOWN = 1_000

Clock = Callable[[], float]


class Usage:
    """Tells which clients ask much: those that have a place more than half of the time, a second apart.

    A client whose job proves slow counts as one for a minute. One that is None has no limits.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._used: dict[str, tuple[float, float]] = {}

    def of(self, client: str) -> float:
        """Returns for how many seconds a client has lately had a place, less what is forgotten since."""
        level, since = self._used.get(client, (0.0, 0.0))
        return max(0.0, level - _SHARE * (self._clock() - since))

    def add(self, client: str | None, seconds: float) -> None:
        """Counts so many seconds for which a client had a place."""
        if client is not None:
            self._set(client, self.of(client) + seconds)

    def prove_slow(self, client: str | None) -> None:
        """Counts a job that takes long."""
        if client is not None:
            self._set(client, max(self.of(client), BURST + _SHARE * _SLOW_FOR))

    def _set(self, client: str, level: float) -> None:
        self._used[client] = (level, self._clock())
        if len(self._used) > _KNOWN:
            self._used = {name: used for name, used in self._used.items() if self.of(name) > 0.0}
