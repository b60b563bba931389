"""The workers that wait for work: for everybody, and in the background for those who ask much."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator

from graph.isolation.limits import Limits
from graph.isolation.places import Place
from graph.isolation.process import Process

_KEPT = 60.0
"""So many seconds one in the background, or one too many, waits for work: it keeps an old checkpoint."""


class Idle:
    """Holds the idle workers; whoever calls holds the crew's lock.

    The work of those who ask much is put in the background, from where a process may not come back: so it
    works for them alone from then on.
    """

    def __init__(self, limits: Limits) -> None:
        self._kept_free = 1 if limits.workers > 1 else 0
        self._at_rest = limits.workers
        self._ordinary: deque[tuple[Process, float]] = deque()
        self._background: deque[tuple[Process, float]] = deque()

    def __len__(self) -> int:
        """Returns how many there are for everybody."""
        return len(self._ordinary)

    def has_one(self, place: Place) -> bool:
        """Says whether a worker is there; the last one, if there are more, is not for those who ask much."""
        if not place.is_heavy:
            return bool(self._ordinary)
        return bool(self._background) or len(self._ordinary) > self._kept_free

    def take_ready(self, place: Place) -> Process | None:
        """Returns the best of those that can be asked now, None if there is none."""
        if not self.has_one(place):
            return None
        process = self._ready_one(place)
        return None if process is None else self._taken(process, place)

    def take(self, place: Place) -> Process:
        """Returns the best of those that can be asked now, or whoever can be first; there must be one."""
        return self._taken(self._ready_one(place) or self._line(place)[0][0], place)

    def _taken(self, process: Process, place: Place) -> Process:
        line = self._line(place)
        line.remove(next(waiting for waiting in line if waiting[0] is process))
        if place.is_heavy:
            process.go_to_background()
        return process

    def add(self, process: Process) -> None:
        """Takes a worker that has started, or that has done its work."""
        line = self._background if process.is_background else self._ordinary
        line.append((process, time.monotonic()))

    def dismissed(self, now: float) -> Iterator[Process]:
        """Yields workers that nobody needed for long, in the background or too many; they are forgotten."""
        while self._background and now - self._background[0][1] > _KEPT:
            yield self._background.popleft()[0]
        while len(self._ordinary) > self._at_rest and now - self._ordinary[0][1] > _KEPT:
            yield self._ordinary.popleft()[0]

    def fallen(self) -> Iterator[Process]:
        """Yields those that died while they waited, so that others start; they are forgotten."""
        for line in (self._background, self._ordinary):
            for waiting in [each for each in line if each[0].has_fallen]:
                line.remove(waiting)
                yield waiting[0]

    def all(self) -> Iterator[Process]:
        """Yields all of them; they are forgotten."""
        yield from (process for process, _ in (*self._background, *self._ordinary))
        self._background.clear()
        self._ordinary.clear()

    def _ready_one(self, place: Place) -> Process | None:
        """Returns whoever worked last and is ready: what it works with is still in the processor's caches.

        Those with another copy of the store come before that, so that none keeps an old one.
        """
        line = self._line(place)
        copy = line[-1][0].checkpoint
        for process, _ in line:
            if process.checkpoint is not copy and process.is_ready:
                return process
        for process, _ in reversed(line):
            if process.checkpoint is copy and process.is_ready:
                return process
        return None

    def _line(self, place: Place) -> deque[tuple[Process, float]]:
        return self._background if place.is_heavy and self._background else self._ordinary
