"""The worker processes: started ahead by one thread, which also watches the clock of every run."""

from __future__ import annotations

import time
from collections import deque
from threading import Condition, Lock, Thread

from graph.errors import StoreProblem
from graph.isolation.checkpoints import Checkpoints
from graph.isolation.frames import CutError
from graph.isolation.limits import Limits
from graph.isolation.places import End, Lane, Places, Run, busy
from graph.isolation.process import Process

_TICK = 0.05


class Crew:
    """Lends processes to runs.

    All processes are started by one thread that lives as long as the crew: the kernel ends a worker with the
    thread that started it, and threads of a server come and go.
    """

    def __init__(self, limits: Limits, places: Places, checkpoints: Checkpoints, base: str) -> None:
        self._limits = limits
        self._places = places
        self._checkpoints = checkpoints
        self._base = base
        self._lock = Lock()
        self._came = Condition(self._lock)
        self._needed = Condition(self._lock)
        self._idle: deque[Process] = deque()
        self._runs: set[Run] = set()
        self._wanting = 0
        self._is_closed = False
        self._keeper = Thread(target=self._keep, name="query-workers", daemon=True)
        self._keeper.start()

    def begin(self, lane: Lane) -> Run:
        """Returns a run on a worker that lives and is idle, for whoever has a place of the lane."""
        process = self._idle_one()
        while not process.prepare():
            self._dismiss(process)
            process = self._idle_one()
        if lane is Lane.SLOW:
            process.lower_priority()
        run = Run(process, lane)
        with self._lock:
            self._runs.add(run)
        return run

    def pass_on(self, run: Run) -> None:
        """Notes that a part of the answer leaves now; raises CutError if the run was ended before that."""
        with self._lock:
            if run.end is not None:
                raise CutError
            run.has_sent = True

    def resume(self, run: Run) -> None:
        """Waits for a slow place if the run is held back; raises QueryGivenUp if it gets none."""
        if run.lane is Lane.HELD:
            self._places.take(Lane.SLOW)
            with self._lock:
                run.lane = Lane.SLOW
            run.process.lower_priority()

    def finish(self, run: Run) -> Exception | None:
        """Takes the worker back after a quick and whole answer; else returns what it died of."""
        with self._lock:
            self._runs.discard(run)
            is_fit = run.is_whole and run.end is None and run.lane is Lane.QUICK
            if is_fit and not self._is_closed:
                self._idle.append(run.process)
                self._came.notify()
                return None
        return self._buried(run.process)

    def close(self) -> None:
        """Ends all workers; whoever still reads an answer is told that it is not whole."""
        with self._lock:
            self._is_closed = True
            runs = tuple(self._runs)
            self._came.notify_all()
            self._needed.notify()
        for run in runs:
            run.kill(End.CLOSED)
            run.process.reap()
        self._keeper.join()
        while self._idle:
            self._buried(self._idle.popleft())

    def _idle_one(self) -> Process:
        with self._lock:
            self._wanting += 1
            if not self._idle:
                self._needed.notify()
            try:
                has_come = self._came.wait_for(self._can_go_on, self._limits.wait_seconds)
            finally:
                self._wanting -= 1
            if self._is_closed:
                raise StoreProblem("store-closed", path=str(self._checkpoints.directory.parent))
            if not has_come:
                raise busy(self._limits)
            return self._idle.popleft()

    def _can_go_on(self) -> bool:
        return bool(self._idle) or self._is_closed

    def _dismiss(self, process: Process) -> None:
        """Buries a worker that died while idle; one that could not even start raises StoreProblem."""
        cause = self._buried(process)
        if not process.was_ready:
            raise StoreProblem("worker-unusable", why=str(cause))

    def _buried(self, process: Process) -> Exception:
        cause = process.bury()
        self._checkpoints.release(process.checkpoint)
        return cause

    def _keep(self) -> None:
        while self._tend():
            self._start_missing()

    def _tend(self) -> bool:
        """Waits a tick, or until a worker is missing, and looks at the clocks; returns whether to go on."""
        with self._lock:
            self._needed.wait_for(lambda: self._is_closed or self._missing() > 0, _TICK)
            now = time.monotonic()
            for run in tuple(self._runs):
                self._look_at(run, now)
            return not self._is_closed

    def _look_at(self, run: Run, now: float) -> None:
        if run.computing(now) > self._limits.seconds or now - run.began > self._limits.transfer_seconds:
            run.kill(End.TIMEOUT)
        elif run.end is None and run.lane is Lane.QUICK and now - run.began > self._limits.slow_after:
            self._places.slow_down(run)

    def _missing(self) -> int:
        """Returns how many workers to start: one for each free quick place and each run that has none yet."""
        return max(0, self._places.quick_free) + self._wanting - len(self._idle)

    def _start_missing(self) -> None:
        with self._lock:
            count = 0 if self._is_closed else self._missing()
        for _ in range(count):
            try:
                process = Process(self._limits, self._base, self._checkpoints.directory)
            except OSError:
                time.sleep(_TICK)  # no process, memory or handle is free: tried again as long as it is needed
                return
            with self._lock:
                self._idle.append(process)
                self._came.notify()
