"""An answer on its way from a worker."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator
from types import TracebackType
from typing import Self

from graph.isolation.crew import Crew
from graph.isolation.frames import BODY, END, ERROR, CutError
from graph.isolation.runs import Run
from graph.isolation.telling import heard


class Answer(Iterator[bytes]):
    """Is an answer on its way, in chunks; it is whole only if the iteration ends without an error.

    One thread reads it. Closing it early, or dropping it, ends the worker's work.
    """

    def __init__(self, crew: Crew, ask: Callable[[Run], None], client: str | None = None) -> None:
        self._crew = crew
        self._client = client
        self._ask = ask
        self._run: Run | None = None
        self._is_abandoned = False
        self._chunks = self._going()

    def __next__(self) -> bytes:
        return next(self._chunks)

    @property
    def seconds(self) -> float:
        """Returns how long a worker has computed so far."""
        return 0.0 if self._run is None else self._run.computed(time.monotonic())

    def abandon(self) -> None:
        """Ends the worker's work, from any thread; whoever reads is told that the answer is not whole."""
        self._is_abandoned = True
        if self._run is not None:
            self._crew.abandon(self._run)

    def close(self) -> None:
        """Gives the worker up, unless the answer was read to its end."""
        self._chunks.close()

    def _going(self) -> Generator[bytes, None, None]:
        run = self._run = self._crew.begin(self._client)
        if self._is_abandoned:
            self._crew.abandon(run)
        try:
            self._ask(run)
            yield from _bodies(run)
        except CutError:
            pass  # why is known once the worker is buried
        finally:
            cause = self._crew.finish(run)
        if cause is not None and not run.is_whole:
            raise cause

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
