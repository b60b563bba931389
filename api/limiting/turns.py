"""The threads that wait for strangers' queries, shared so that no client has them all."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from api.errors import TooManyRequests

P = ParamSpec("P")
T = TypeVar("T")
EACH, LINE, SECONDS = 4, 32, 10
"""How many queries of one client are worked on at once, how many more wait, and when others may be sent."""


@dataclass(slots=True)
class _Work:
    """Is a call that waits for its client's turn, and the future that tells how it ended."""

    call: Callable[[], Any]
    future: Future[Any] = field(default_factory=Future)

    def do(self) -> None:
        """Makes the call, unless nobody wants it any more."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self.call()
        except BaseException as error:
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class Turns:
    """Lends threads to clients, a few at once to each; what one asks beyond that waits behind its own."""

    def __init__(self, threads: ThreadPoolExecutor) -> None:
        self._threads = threads
        self._lock = Lock()
        self._going: Counter[str] = Counter()
        self._lines: dict[str, deque[_Work]] = {}

    def of(self, client: str | None) -> Executor:
        """Returns what does a client's work: all threads for one without limits."""
        return self._threads if client is None else _Turn(self, client)

    def has_room(self, client: str | None) -> bool:
        """Says whether one more of a client's queries would be worked on at once."""
        if client is None:
            return True
        with self._lock:
            return self._going.get(client, 0) < EACH and not self._lines.get(client)

    def enter(self, client: str, work: _Work) -> None:
        """Has work done when it is the client's turn; raises TooManyRequests if too much waits already."""
        with self._lock:
            line = self._lines.setdefault(client, deque())
            if len(line) >= LINE:
                after = {"Retry-After": str(SECONDS)}
                raise TooManyRequests("query-line-full", after, most=EACH, waiting=LINE, seconds=SECONDS)
            line.append(work)
            self._begin(client)

    def close(self) -> None:
        """Ends what waits; what is worked on ends with the threads."""
        with self._lock:
            for line in self._lines.values():
                while line:
                    line.popleft().future.cancel()

    def _begin(self, client: str) -> None:
        """Begins what the client may have done now; whoever calls holds the lock."""
        line = self._lines[client]
        while line and self._going[client] < EACH:
            self._going[client] += 1
            work = line.popleft()
            done = self._threads.submit(self._do, client, work)
            done.add_done_callback(partial(_drop, work))
        if not line and not self._going[client]:
            del self._lines[client], self._going[client]

    def _do(self, client: str, work: _Work) -> None:
        try:
            work.do()
        finally:
            with self._lock:
                self._going[client] -= 1
                self._begin(client)


def _drop(work: _Work, done: Future[None]) -> None:
    """Tells whoever waits for work that the threads ended before it began."""
    if done.cancelled():
        work.future.cancel()


class _Turn(Executor):
    """Does the work of one client."""

    def __init__(self, turns: Turns, client: str) -> None:
        self._turns = turns
        self._client = client

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Has a function called when it is the client's turn."""
        work = _Work(lambda: fn(*args, **kwargs))
        self._turns.enter(self._client, work)
        return work.future
