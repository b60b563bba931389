"""Jobs that are being done: quick ones on places of their own, slow ones on fewer, behind them."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto

from graph.errors import PolicygraphError
from graph.isolation.frames import Frame
from graph.isolation.limits import Limits
from graph.isolation.places import Place
from graph.isolation.process import Process
from graph.isolation.trades import Trade


class Lane(Enum):
    """Says what a run may use: a quick place, a slow one, or nothing until one of either kind is free."""

    QUICK = auto()
    ASIDE = auto()
    SLOW = auto()
    HELD = auto()


class End(Enum):
    """Says why a run was ended from outside."""

    TIMEOUT = auto()
    BUSY = auto()
    CLOSED = auto()
    ABANDONED = auto()


_BUSY = 4
_LENT = 0.01


@dataclass(slots=True, eq=False)
class Run:
    """Is one job on one worker: what it may use, and how far it is. Times are in seconds.

    `sequence` is the commit that its copy of the store holds at least, where it has one.
    """

    process: Process
    place: Place
    lane: Lane = Lane.QUICK
    began: float = field(default_factory=time.monotonic)
    is_whole: bool = False
    end: End | None = None
    held_since: float | None = None
    worked_before: float | None = None
    lent: float = _LENT
    """For how long it works, in all, before its quick place may be lent on, or may be again."""
    sequence: int | None = None
    """The commit that its copy of the store holds at least, where it has one."""
    _held: float = 0.0
    _waited: float = 0.0
    _waiting_since: float | None = None

    def read(self) -> Frame:
        """Returns the next frame of the answer; raises CutError if the worker dies."""
        self.begin_to_wait()
        try:
            return self.process.read()
        finally:
            self.end_waiting()

    def begin_to_wait(self) -> None:
        """Notes that somebody waits for the worker from now on."""
        self._waiting_since = time.monotonic()

    def end_waiting(self) -> None:
        """Notes that nobody waits any more."""
        since = self._waiting_since
        # In this order nobody who looks in between counts the time twice.
        self._waiting_since = None
        self._waited += 0.0 if since is None else time.monotonic() - since

    def computed(self, now: float) -> float:
        """Returns how long somebody has waited for the worker while it was not held back."""
        waiting, held = self._waiting_since, self.held_since
        waited = self._waited + (now - waiting if waiting is not None else 0.0)
        return max(0.0, waited - self._held - (now - held if held is not None else 0.0))

    def is_slow(self, now: float, after: float) -> bool:
        """Says whether the worker has worked for longer than `after`, or has had four times that to do so.

        What other processes do to a busy machine makes nobody's look-up a slow query.
        """
        age = now - self.began - self._held
        return age > after and (self._done(now) > after or age > _BUSY * after)

    def _done(self, now: float) -> float:
        """Returns for how long the worker has worked, by the processor's clock where that can be read."""
        worked = self.process.worked()
        if worked is None or self.worked_before is None:
            return now - self.began - self._held
        return worked - self.worked_before

    def is_kept_waiting(self, now: float, at_most: float) -> bool:
        """Says whether it was held back for longer."""
        held = self.held_since  # read once: whoever gives a place back lets the worker go on meanwhile
        return held is not None and now - held > at_most

    def kill(self, end: End) -> None:
        """Ends the run, unless it was ended before."""
        if self.end is None:
            self.end = end
            self.process.kill()

    def hold(self, lane: Lane = Lane.HELD) -> None:
        """Stops the worker where it is, until a place is free for it."""
        self.lane, self.held_since = lane, self.held_since or time.monotonic()
        self.process.pause()

    def go_on(self, lane: Lane = Lane.SLOW) -> None:
        """Lets the worker go on, on a slow place or again on a quick one."""
        if self.held_since is not None:
            self._held += time.monotonic() - self.held_since
        self.lane, self.held_since = lane, None
        self.process.go_on()

    def set_aside(self) -> None:
        """Stops the worker until a quick place is free for it again."""
        now = time.monotonic()
        self.lent = self._done(now) + _LENT
        self.hold(Lane.ASIDE)


class SlowLane:
    """Lets a few slow runs go on, and the others wait for them; whoever calls holds the crew's lock."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._going: set[Run] = set()
        self._held: deque[Run] = deque()

    def enter(self, run: Run) -> None:
        """Takes a run that has proved slow; ends it if too many wait already."""
        if len(self._going) < self._limits.slow:
            self._go(run)
        elif len(self._held) < self._limits.slow_waiting:
            run.hold()
            self._held.append(run)
        else:
            run.kill(End.BUSY)

    def leave(self, run: Run) -> None:
        """Forgets a run that has ended."""
        self._going.discard(run)
        if run in self._held:
            self._held.remove(run)

    def tend(self, now: float) -> None:
        """Puts the slowest behind all others, lets those that wait go on, ends what has waited too long."""
        for run in self._going:
            if run.computed(now) > self._limits.background_after:
                run.process.go_to_background()
        while self._held and len(self._going) < self._limits.slow:
            self._go(self._held.popleft())
        for run in self._held:
            if run.is_kept_waiting(now, self._limits.wait_seconds):
                run.kill(End.BUSY)

    def _go(self, run: Run) -> None:
        run.go_on()
        self._going.add(run)


def busy(limits: Limits, trade: Trade) -> PolicygraphError:
    """Returns the error for a job that found no place in time."""
    return trade.given_up(trade.keys.busy, quick=limits.workers, slow=limits.slow)
