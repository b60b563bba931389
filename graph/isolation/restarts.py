"""How long it takes until the next worker is started, where workers die as soon as they are there."""

from __future__ import annotations

_FIRST, _MOST = 0.05, 2.0
_SOON = 5.0


class Restarts:
    """Puts off the next start for twice as long each time, up to two seconds, until a worker has worked.

    A system on which workers cannot live has nothing from it that they are made twenty times in a second. One
    that lived a while and was killed is replaced at once. Whoever calls holds the crew's lock; times are in
    seconds.
    """

    def __init__(self) -> None:
        self._pause = 0.0
        self._until = 0.0

    def is_due(self, now: float) -> bool:
        """Says whether a worker may be started."""
        return now >= self._until

    def fell(self, now: float, age: float = 0.0) -> None:
        """Takes note of a worker that died unasked at an age, or could not be made."""
        if age > _SOON or not self.is_due(now):  # those that die together count once
            return
        is_new = now - self._until > _SOON
        self._pause = min(max(_FIRST, 0.0 if is_new else 2 * self._pause), _MOST)
        self._until = now + self._pause

    def worked(self) -> None:
        """Takes note of a worker that has answered: the next ones may, too."""
        self._pause = self._until = 0.0
