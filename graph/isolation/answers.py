"""An answer on its way from a worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from types import TracebackType
from typing import Self

from graph.errors import PolicygraphError
from graph.isolation.crew import Crew
from graph.isolation.frames import BODY, END, ERROR, CutError
from graph.isolation.runs import Run
from graph.isolation.telling import heard


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Asking:
    """Is how a worker is asked: by `send`, which takes no waiting where `is_at_once` says so."""

    send: Callable[[Run], None]
    is_at_once: Callable[[], bool] = _never


class Answer(Iterator[bytes]):
    """Is an answer on its way, in chunks; it is whole only if the iteration ends without an error.

    One thread reads it. Closing it early, or dropping it, ends the worker's work. An event loop, which
    cannot wait, may begin it by `begin_at_once`, and leave what is not soon there to a thread.
    """

    def __init__(self, crew: Crew, asking: Asking, client: str | None = None) -> None:
        self._crew = crew
        self._client = client
        self._asking = asking
        self._run: Run | None = None
        self._is_abandoned = False
        self._early: list[bytes] = []
        self._told: PolicygraphError | None = None
        self._is_cut = False
        self._lock = Lock()
        self._is_attended = False
        self._chunks = self._going()

    def __next__(self) -> bytes:
        return next(self._chunks)

    @property
    def seconds(self) -> float:
        """Returns how long a worker has computed so far."""
        return 0.0 if self._run is None else self._run.computed(time.monotonic())

    @property
    def sequence(self) -> int | None:
        """Returns which commit the answer shows at least, None before it was begun."""
        return None if self._run is None else self._run.sequence

    @property
    def is_begun(self) -> bool:
        """Says whether a worker was asked."""
        return self._run is not None

    def begin_at_once(self) -> bool:
        """Begins if nobody has to wait for that, and returns whether it did; `gather` reads it then."""
        if not self._asking.is_at_once():
            return False
        run = self._run = self._crew.begin_at_once(self._client)
        if run is None:
            return False
        self._asking.send(run)
        return True

    @property
    def descriptor(self) -> int:
        """Returns what can be read once more of an answer that was begun at once has come."""
        return self._begun.process.output

    @contextmanager
    def waited_for(self) -> Iterator[None]:
        """Counts what passes as time for which somebody waits for the worker."""
        self._begun.begin_to_wait()
        try:
            yield
        finally:
            self._begun.end_waiting()

    def gather(self, most: int) -> bool:
        """Takes what has come, and returns whether no more is to be taken now.

        That is at the end of the answer, where `most` bytes wait to be taken, and where the worker has died.
        """
        run = self._begun
        self._is_cut = not run.process.gather()
        while not run.is_whole and (frame := run.process.there()) is not None:
            self._take(run, *frame)
        return self.is_at_end or self.is_flowing(most)

    def gather_within(self, seconds: float, most: int) -> bool:
        """Gathers until no more is to be taken now, which it returns, or so many seconds have passed.

        Whoever calls does nothing else meanwhile, nor does it sleep.
        """
        until = time.monotonic() + seconds
        with self.waited_for():
            while (left := until - time.monotonic()) > 0:
                if self._begun.process.tells_within(left) and self.gather(most):
                    return True
        return False

    @property
    def is_at_end(self) -> bool:
        """Says whether nothing more can be gathered: all of the answer is there, or its worker has died."""
        return self._begun.is_whole or self._is_cut

    def is_flowing(self, least: int) -> bool:
        """Says whether so many bytes of an answer that was begun at once wait to be taken."""
        return sum(map(len, self._early)) >= least

    def taken(self) -> bytes:
        """Returns what was gathered since it was last asked for."""
        taken = b"".join(self._early)
        self._early.clear()
        return taken

    def whole(self, send: Callable[[bytes], None] | None = None) -> bytes | None:
        """Returns the answer if all of it was gathered, else None: then it goes on, or is to be iterated.

        It is sent before the worker is given back. Raises what the worker told in the place of an answer.
        """
        if not self._begun.is_whole:
            return None
        whole = self.taken()
        if send is not None and self._told is None:
            send(whole)
        self.end()
        return whole

    def end(self) -> None:
        """Gives the worker back after all was gathered; raises what it told, or what it died of."""
        cause = self._finish_unattended()
        if self._told is not None:
            raise self._told
        if cause is not None and not self._begun.is_whole:
            raise cause

    def abandon(self) -> None:
        """Ends the worker's work, from any thread; whoever reads is told that the answer is not whole."""
        self._is_abandoned = True
        if self._run is not None:
            self._crew.abandon(self._run)
            self._finish_unattended()

    def close(self) -> None:
        """Gives the worker up, unless the answer was read to its end."""
        self._chunks.close()
        self._finish_unattended()

    def _going(self) -> Generator[bytes, None, None]:
        is_begun = self._attend()
        if self._run is None:
            self._run = self._crew.begin(self._client)
        run = self._run
        if self._is_abandoned:
            self._crew.abandon(run)
        try:
            if not is_begun:
                self._asking.send(run)
            yield from self._early
            yield from _bodies(run)
        except CutError:
            pass  # why is known once the worker is buried
        finally:
            cause = self._crew.finish(run)
        if cause is not None and not run.is_whole:
            raise cause

    def _attend(self) -> bool:
        """Has the run finished by whoever calls; returns whether it was begun. One that is over is told."""
        with self._lock:
            if self._is_attended:
                raise ValueError("the answer was given up before it was read")
            self._is_attended = True
            return self._run is not None

    @property
    def _begun(self) -> Run:
        assert self._run is not None, "the answer was not begun"
        return self._run

    def _finish_unattended(self) -> Exception | None:
        """Finishes a run that was begun at once, and that no thread reads; returns what ended it."""
        with self._lock:
            if self._run is None or self._is_attended:
                return None
            self._is_attended = True
        return self._crew.finish(self._run)

    def _take(self, run: Run, kind: bytes, content: bytes) -> None:
        if kind == BODY:
            self._early.append(content)
        elif kind == ERROR:
            self._told = heard(content)
        run.is_whole = kind in (END, ERROR)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _bodies(run: Run) -> Iterator[bytes]:
    while True:
        kind, content = run.read()
        if kind in (END, ERROR):
            run.is_whole = True
        if kind == END:
            return
        if kind == ERROR:
            raise heard(content)
        if kind == BODY:
            yield content
