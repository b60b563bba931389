"""Who may run: quick queries on their own places, and slow ones on fewer, so that they keep nobody out."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from enum import Enum, auto
from threading import Lock, Semaphore

from graph.errors import QueryGivenUp
from graph.isolation.frames import Frame
from graph.isolation.limits import Limits
from graph.isolation.process import Process


class Lane(Enum):
    """Says which kind of place a run has; one that is held back has none."""

    QUICK = auto()
    SLOW = auto()
    HELD = auto()


class End(Enum):
    """Says why a run was ended from outside."""

    TIMEOUT = auto()
    AGAIN = auto()
    CLOSED = auto()


@dataclass(slots=True, eq=False)
class Run:
    """Is one query on one worker: what it may still do, and how far it is."""

    process: Process
    lane: Lane
    began: float = field(default_factory=time.monotonic)
    computed: float = 0.0
    waiting_since: float | None = None
    has_sent: bool = False
    is_whole: bool = False
    end: End | None = None

    def read(self) -> Frame:
        """Returns the next frame of the answer; raises CutError if the worker dies."""
        since = self.waiting_since = time.monotonic()
        try:
            return self.process.read()
        finally:
            # In this order nobody who looks in between counts the time twice.
            self.waiting_since = None
            self.computed += time.monotonic() - since

    def computing(self, now: float) -> float:
        """Returns the seconds that somebody has waited for the worker."""
        since = self.waiting_since
        return self.computed + (now - since if since is not None else 0.0)

    def kill(self, end: End) -> None:
        """Ends the run, unless it was ended before."""
        if self.end is None:
            self.end = end
            self.process.kill()


class Places:
    """Gives out the places; a query that has been quick for too long moves, waits, or begins again later."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._quick = Semaphore(limits.workers)
        self._slow = Semaphore(limits.slow)
        self._waiting = Semaphore(limits.slow_waiting)
        self._lock = Lock()
        self._quick_taken = 0

    @property
    def quick_free(self) -> int:
        """Returns how many quick places are free."""
        return self._limits.workers - self._quick_taken

    def take(self, lane: Lane) -> None:
        """Waits for a place; raises QueryGivenUp if there is none in time, or too many wait."""
        if lane is Lane.QUICK:
            self._acquire(self._quick)
            self._count(1)
        else:
            self._queue()

    def give_back(self, lane: Lane) -> None:
        """Frees a place."""
        if lane is Lane.QUICK:
            self._count(-1)
            self._quick.release()
        elif lane is Lane.SLOW:
            self._slow.release()

    def slow_down(self, run: Run) -> None:
        """Moves a run from its quick place to a slow one, or ends or holds it until there is one."""
        if self._slow.acquire(blocking=False):
            run.lane = Lane.SLOW
            run.process.lower_priority()
        elif run.has_sent:
            run.lane = Lane.HELD
        else:
            run.kill(End.AGAIN)
            return
        self.give_back(Lane.QUICK)

    def _queue(self) -> None:
        if not self._waiting.acquire(blocking=False):
            raise busy(self._limits)
        try:
            self._acquire(self._slow)
        finally:
            self._waiting.release()

    def _acquire(self, places: Semaphore) -> None:
        if not places.acquire(timeout=self._limits.wait_seconds):
            raise busy(self._limits)

    def _count(self, change: int) -> None:
        with self._lock:
            self._quick_taken += change


def busy(limits: Limits) -> QueryGivenUp:
    """Returns the error for a query that found no place in time."""
    return QueryGivenUp("query-busy", quick=limits.workers, slow=limits.slow)
