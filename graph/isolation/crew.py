"""The worker processes: started ahead by one thread, which also watches the clock of every run."""

from __future__ import annotations

import time
from collections import Counter
from functools import partial
from threading import Condition, Lock, Thread

from graph.errors import Cause, StoreProblem
from graph.isolation.checkpoints import Checkpoint, Checkpoints
from graph.isolation.idle import Idle
from graph.isolation.limits import Limits
from graph.isolation.occupied import Occupied
from graph.isolation.places import Place, QuickPlaces
from graph.isolation.process import Process
from graph.isolation.restarts import Restarts
from graph.isolation.runs import End, Lane, Run, SlowLane, busy
from graph.isolation.starting import Starter
from graph.isolation.trades import Trade

_TICK, _HURRY = 0.05, 0.01
_SPARE = 2
"""So many workers are idle where all places are taken too: whoever lends a place on keeps its worker."""
_STARTS = 3


class Crew:
    """Lends processes to runs.

    All processes are started by one thread that lives from the first run to the end of the crew: the kernel
    ends a worker with the thread that started it, and threads of a server come and go. Where there are
    `checkpoints`, a worker opens the newest one before it is asked.
    """

    def __init__(self, limits: Limits, trade: Trade, checkpoints: Checkpoints | None = None) -> None:
        self._limits = limits
        self._trade = trade
        self._checkpoints = checkpoints
        self._starter = Starter(limits, trade)
        self._places = QuickPlaces(limits)
        self._slow = SlowLane(limits)
        self._lock = Lock()
        self._came = Condition(self._lock)
        self._needed = Condition(self._lock)
        self._idle = Idle(limits)
        self._restarts = Restarts()
        self._dying: list[Process] = []
        self._runs: set[Run] = set()
        self._wanting = 0
        self._preparing = 0
        self._is_closed = False
        self._is_hurried = False
        self._keeper: Thread | None = None
        self._ended: Counter[str] = Counter()
        # Jobs that no checkpoint makes ready are few, and their workers large.
        self._spare = 0 if checkpoints is None else min(_SPARE, limits.workers)

    def begin(self, client: str | None = None) -> Run:
        """Returns a run on a worker that lives and is idle; raises QueryGivenUp if none is free in time."""
        self._start_keeper()
        try:
            return self.begin_at_once(client) or self._begun(client)
        except self._trade.given_up:
            with self._lock:
                self._ended["busy"] += 1
            raise

    def begin_at_once(self, client: str | None = None) -> Run | None:
        """Returns a run if nobody needs to wait for a place or a worker, else None."""
        place = self._places.take_at_once(client)
        if place is None:
            place = Place(client)
            self._lends_on(client, place)
        if not place.is_had:
            return None
        process = self._ready_one(place)
        if process is None:
            self._places.give_back(place)
            return None
        try:
            return self._run_on(process, place)
        except BaseException:
            self._places.give_back(place)
            raise

    def finish(self, run: Run) -> Exception | None:
        """Takes the worker back after a quick and whole answer; else returns what has ended it.

        One that was killed is not waited for: to give two gigabytes back takes it a while.
        """
        with self._lock:
            self._runs.discard(run)
            self._slow.leave(run)
            self._ended[_end(run)] += 1
            is_fit = self._is_fit(run)
            if is_fit:
                self._restarts.worked()
                self._idle.add(run.process)
                self._came.notify_all()
            is_told = not self._is_closed and (run.is_whole or run.end is not None)
            if is_told and not is_fit:
                run.process.kill()
                self._dying.append(run.process)
        self._places.give_back(run.place)
        if is_fit:
            return None
        return self._reason(run, run.process.killed() if is_told else self._buried(run.process))

    def abandon(self, run: Run) -> None:
        """Ends a run that nobody wants any more, if it still goes."""
        with self._lock:
            if run in self._runs:
                run.kill(End.ABANDONED)

    @property
    def occupied(self) -> Occupied:
        """Returns what the workers do, and what has become of their work."""
        with self._lock:
            lanes = Counter(run.lane for run in self._runs)
            return Occupied(
                {
                    "quick": lanes[Lane.QUICK],
                    "slow": lanes[Lane.SLOW],
                    "held": lanes[Lane.HELD] + lanes[Lane.ASIDE],
                    "idle": len(self._idle),
                },
                dict(self._ended),
            )

    def close(self) -> None:
        """Ends all workers; whoever still reads an answer is told that it is not whole."""
        with self._lock:
            self._is_closed = True
            runs = tuple(self._runs)
            for run in runs:
                run.kill(End.CLOSED)
            self._came.notify_all()
            self._needed.notify()
        for run in runs:
            run.process.reap()
        if self._keeper is not None:
            self._keeper.join()
        for process in (*self._idle.all(), *self._dying):
            self._buried(process)

    def _lends_on(self, client: str | None, new: Place | None = None) -> bool:
        """Frees a quick place by setting aside a run that had one for a moment; returns whether it could.

        It is for a client that waits in line, or for a new place that is not in line.
        """
        with self._lock:
            now = time.monotonic()
            yielding = [run for run in self._runs if self._yields(run, client, now)]
            if not yielding:
                return False
            run = max(yielding, key=_used)
            run.set_aside()
            self._places.lend_on(run.place, partial(run.go_on, Lane.QUICK), new)
            self._thin_out()
            return True

    def _yields(self, run: Run, client: str | None, now: float) -> bool:
        is_quick = run.lane is Lane.QUICK and run.end is None
        return is_quick and run.is_slow(now, run.lent) and self._places.yields(run.place, client)

    def _thin_out(self) -> None:
        """Has whoever asks most wait for a slow place if too many wait for a quick one again."""
        aside = [run for run in self._runs if run.lane is Lane.ASIDE]
        if len(aside) > self._limits.slow_waiting:
            run = max(aside, key=_used)
            self._places.give_back(run.place)
            self._slow.enter(run)

    def _begun(self, client: str | None) -> Run:
        with self._lock:
            self._is_hurried = True
            self._needed.notify()
        place = self._places.take(client)
        if place is None:
            raise busy(self._limits, self._trade)
        try:
            return self._run_on(self._living(place), place)
        except BaseException:
            self._places.give_back(place)
            raise

    def _is_fit(self, run: Run) -> bool:
        is_whole = run.is_whole and run.end is None and run.lane is Lane.QUICK
        has_room = len(self._idle) < self._limits.workers + self._spare
        return is_whole and has_room and self._trade.is_reused and not self._is_closed

    def _start_keeper(self) -> None:
        with self._lock:
            if self._keeper is None and not self._is_closed:
                self._keeper = Thread(target=self._keep, name=f"{self._trade.name}-workers", daemon=True)
                self._keeper.start()

    def _run_on(self, process: Process, place: Place) -> Run:
        run = Run(process, place, worked_before=process.worked())
        with self._lock:
            self._preparing -= 1
            if not self._is_closed:
                self._runs.add(run)
                return run
        self._buried(process)
        raise self._closed()

    def _living(self, place: Place) -> Process:
        """Returns a worker that can be asked; those that died while idle are buried."""
        starts, until = 0, time.monotonic() + self._limits.wait_seconds
        while True:
            process = self._idle_one(place)
            if process.prepare():
                return process
            with self._lock:
                self._preparing -= 1
                self._fell(process, time.monotonic())
            cause, starts = self._buried(process), starts + (not process.was_ready)
            if starts == _STARTS:
                raise StoreProblem("worker-unusable", why=Cause("worker-start", words=str(cause)))
            if time.monotonic() > until:
                raise busy(self._limits, self._trade)

    def _idle_one(self, place: Place) -> Process:
        with self._lock:
            self._wanting += 1
            if not self._idle.has_one(place):
                self._needed.notify()
            try:
                has_come = self._came.wait_for(
                    lambda: self._idle.has_one(place) or self._is_closed, self._limits.wait_seconds
                )
            finally:
                self._wanting -= 1
            if self._is_closed:
                raise self._closed()
            if not has_come:
                raise busy(self._limits, self._trade)
            self._preparing += 1
            return self._idle.take(place)

    def _ready_one(self, place: Place) -> Process | None:
        with self._lock:
            process = None if self._is_closed else self._idle.take_ready(place)
            self._preparing += process is not None
            return process

    def _reason(self, run: Run, cause: Exception) -> Exception:
        match run.end:
            case End.TIMEOUT:
                return self._trade.given_up(self._trade.keys.timeout, seconds=self._limits.seconds)
            case End.BUSY:
                return busy(self._limits, self._trade)
            case End.CLOSED:
                return self._closed()
            case _:
                return cause

    def _closed(self) -> StoreProblem:
        return StoreProblem("store-closed", path=self._trade.place)

    def _buried(self, process: Process) -> Exception:
        cause = process.bury()
        self._release(process.checkpoint)
        return cause

    def _keep(self) -> None:
        while self._tend():
            self._start_missing()
        self._starter.close()

    def _tend(self) -> bool:
        """Waits a tick, or until a worker is missing, and looks at the clocks; returns whether to go on."""
        with self._lock:
            tick = _HURRY if self._places.in_line else _TICK
            self._needed.wait_for(lambda: self._is_closed or self._is_hurried or self._is_one_due(), tick)
            self._is_hurried = False
            now = time.monotonic()
            for run in self._runs:
                self._look_at(run, now)
            self._slow.tend(now)
            ended, goes_on = self._taken_out(now), not self._is_closed
        while any(self._lends_on(client) for client in self._places.in_line):
            pass
        for process in ended:
            self._buried(process)
        return goes_on

    def _taken_out(self, now: float) -> list[Process]:
        """Returns the workers that are to be buried, which takes no waiting."""
        dead = [process for process in self._dying if process.has_ended]
        self._dying = [process for process in self._dying if process not in dead]
        fallen = [*self._idle.fallen()]
        for process in fallen:
            self._fell(process, now)
        return [*dead, *fallen, *self._idle.dismissed(now)]

    def _fell(self, process: Process, now: float) -> None:
        self._restarts.fell(now, now - process.born)

    def _look_at(self, run: Run, now: float) -> None:
        age = now - run.began
        if run.computed(now) > self._limits.seconds or age > self._limits.transfer_seconds:
            run.kill(End.TIMEOUT)
        elif run.lane is Lane.ASIDE and run.is_kept_waiting(now, self._limits.wait_seconds):
            run.kill(End.BUSY)
        elif run.lane is Lane.QUICK and run.end is None and run.is_slow(now, self._limits.slow_after):
            self._places.prove_slow(run.place)
            self._slow.enter(run)
            if run.end is None:
                self._places.give_back(run.place)

    def _missing(self) -> int:
        """Returns how many workers to start: there is one for each quick place, and for whoever wants one."""
        quick = sum(run.lane is Lane.QUICK for run in self._runs)
        needed = self._limits.workers - quick - self._preparing
        return max(needed if needed > 0 else self._spare, self._wanting) - len(self._idle)

    def _is_one_due(self) -> bool:
        return self._restarts.is_due(time.monotonic()) and self._missing() > 0

    def _start_missing(self) -> None:
        with self._lock:
            count = self._missing() if self._is_one_due() and not self._is_closed else 0
        for _ in range(count):
            try:
                process = self._started()
            except OSError:
                with self._lock:  # no process, memory or handle is free: tried again as long as it is needed
                    self._restarts.fell(time.monotonic())
                return
            with self._lock:
                self._idle.add(process)
                self._came.notify_all()

    def _started(self) -> Process:
        newest = self._checkpoints.hold_newest() if self._checkpoints else None
        try:
            return Process(self._limits, self._trade, self._starter, newest)
        except OSError:
            self._release(newest)
            raise

    def _release(self, checkpoint: Checkpoint | None) -> None:
        if self._checkpoints is not None:
            self._checkpoints.release(checkpoint)


def _end(run: Run) -> str:
    if run.end is not None:
        return run.end.name.lower()
    return "answered" if run.is_whole else "died"


def _used(run: Run) -> float:
    return run.place.used
