"""A worker process as the server sees it: started, asked, killed, and read for why it died."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress

from graph.errors import Cause, PolicygraphError
from graph.isolation.checkpoints import Checkpoint
from graph.isolation.frames import BODY, READY, REQUEST, CutError, Frame, FrameReader, packed, send
from graph.isolation.limits import MEBIBYTE, Limits
from graph.isolation.starting import Pipes, Starter
from graph.isolation.trades import Trade
from graph.isolation.waiting import comes_within, hearing

_MEMORY_SIGNS = ("memory allocation", "MemoryError", "bad_alloc", "Cannot allocate memory", "out of memory")
_UNORDERED = "total order"
_LAST_WORDS = 1 << 14
_BACKGROUND = 10
_KILLED = -9
_OF_PROCESS = 2  # how Linux makes a clock of a process number, as clock_getcpuclockid does


class Process:
    """Is one worker process, used by one thread at a time; `kill` alone may be called by any."""

    def __init__(
        self, limits: Limits, trade: Trade, starter: Starter, checkpoint: Checkpoint | None = None
    ) -> None:
        self._limits = limits
        self._trade = trade
        self._pipes = Pipes()
        try:
            self._child = starter.start(self._pipes, checkpoint)
        except OSError:
            self._pipes.close()
            raise
        self.born = time.monotonic()
        self._frames = FrameReader(self.output)
        self._heard = hearing(self.output)
        self.was_ready = False
        self.is_background = False
        self.checkpoint = checkpoint

    @property
    def number(self) -> int:
        """Returns the process id."""
        return self._child.pid

    @property
    def is_ready(self) -> bool:
        """Says whether the worker can be asked now; one that is just starting may only be waited for."""
        if self._heard is None:
            return self.was_ready and self._child.poll() is None
        told = self._heard.poll(0)
        if self.was_ready:
            return not told  # one that is idle tells of its death alone; the kernel takes ten times as long
        return bool(told) and self.prepare()

    @property
    def output(self) -> int:
        """Returns the descriptor from which its frames are read."""
        return self._pipes.output

    def worked(self) -> float | None:
        """Returns the seconds of the processor that the worker has had, None where nobody tells."""
        if not sys.platform.startswith("linux"):
            return None
        try:
            return time.clock_gettime(~self.number << 3 | _OF_PROCESS)
        except OSError:
            return None  # it has ended

    def prepare(self) -> bool:
        """Waits until the worker can be asked; returns whether it lives."""
        if not self.was_ready:
            try:
                self.was_ready = self._frames.read()[0] == READY
            except CutError:
                return False
        return self._child.poll() is None

    def ask(self, request: bytes, content: bytes = b"") -> None:
        """Sends a request, in JSON, with its content; a worker that died is found out by reading."""
        with suppress(BrokenPipeError):
            send(self._pipes.input, packed(REQUEST, request) + packed(BODY, content))

    def read(self) -> Frame:
        """Returns the next frame of the answer; raises CutError if the worker dies."""
        return self._frames.read()

    def gather(self) -> bool:
        """Takes what has come of the answer, or waits for it; returns False where the worker has died."""
        return self._frames.gather()

    def tells_within(self, seconds: float) -> bool:
        """Waits for so many seconds at most, without sleep; returns whether more of the answer has come."""
        return self._heard is not None and comes_within(seconds, self._heard)

    def there(self) -> Frame | None:
        """Returns the next frame if it was gathered."""
        return self._frames.there()

    def pause(self) -> None:
        """Stops the process where it is, until it is killed or told to go on."""
        self._child.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Lets a stopped process go on."""
        self._child.send_signal(signal.SIGCONT)

    def go_to_background(self) -> None:
        """Puts the process behind all others for good: to come back would take rights that we do not have."""
        if not self.is_background:
            self.is_background = True
            with suppress(ProcessLookupError, PermissionError):
                behind = os.getpriority(os.PRIO_PROCESS, os.getpid()) + _BACKGROUND
                os.setpriority(os.PRIO_PROCESS, self.number, behind)

    @property
    def has_ended(self) -> bool:
        """Says whether the process is dead."""
        return self._child.poll() is not None

    @property
    def has_fallen(self) -> bool:
        """Says whether a worker died that could be asked; of one that never could, whoever waits is told."""
        if self.has_ended:
            self.prepare()
        return self.was_ready and self.has_ended

    def killed(self) -> PolicygraphError:
        """Returns what is told of a process that was killed, before it is dead."""
        return _cause(_KILLED, "", self._limits, self._trade)

    def kill(self) -> None:
        """Ends the process at once, whatever it does."""
        self._child.send_signal(signal.SIGKILL)

    def reap(self) -> None:
        """Waits for the end of a process that was killed."""
        self._child.wait()

    def bury(self) -> PolicygraphError:
        """Ends the process, closes its pipes and returns what it died of."""
        self.kill()
        status = self._child.wait()
        words = self._last_words()
        self._pipes.close()
        return _cause(status, words, self._limits, self._trade)

    def _last_words(self) -> str:
        return os.read(self._pipes.words, _LAST_WORDS).decode(errors="replace")


def _cause(status: int, words: str, limits: Limits, trade: Trade) -> PolicygraphError:
    """Returns the error for a job whose worker died by itself: its words tell lack of memory."""
    if any(sign in words for sign in _MEMORY_SIGNS):
        return trade.refused(trade.keys.memory, mebibytes=limits.memory // MEBIBYTE)
    if status == -getattr(signal, "SIGXCPU", 0):
        return trade.given_up(trade.keys.timeout, seconds=limits.seconds)
    return trade.failed(trade.keys.failed, why=_last(status, words))


def _last(status: int, words: str) -> Cause:
    if _UNORDERED in words:
        return Cause("values-unordered")
    lines = words.strip().splitlines()
    return Cause("worker-end", (("status", str(status)),), lines[-1][:200] if lines else "")
