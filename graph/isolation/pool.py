"""The pool in which strangers' queries are answered, each in a worker process on a read-only checkpoint."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Mapping
from types import TracebackType
from typing import Self

from graph.errors import QueryProblem
from graph.isolation import sandbox
from graph.isolation.checkpoints import Checkpoints, Source
from graph.isolation.crew import Crew
from graph.isolation.frames import BODY, END, ERROR, CutError
from graph.isolation.limits import Limits
from graph.isolation.runs import Run
from graph.isolation.telling import heard
from graph.store.base import UNION, Scope
from graph.store.guard import check_query

_SHORT = 10_000  # characters, which are read in a few milliseconds


class Answer(Iterator[bytes]):
    """Is an answer on its way, in chunks; it is whole only if the iteration ends without an error.

    One thread reads it. Closing it early, or dropping it, ends the worker's work.
    """

    def __init__(self, crew: Crew, read: Callable[[Run], Iterator[bytes]]) -> None:
        self._crew = crew
        self._read = read
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
        run = self._run = self._crew.begin()
        if self._is_abandoned:
            self._crew.abandon(run)
        try:
            yield from self._read(run)
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


class QueryPool:
    """Answers queries that anybody may send; any number of threads may ask at once.

    >>> from graph.store.oxigraph import OxigraphStore
    >>> with QueryPool(OxigraphStore.in_memory()) as pool:
    ...     b"".join(pool.answer("ASK {}", "application/sparql-results+json"))
    b'{"head":{},"boolean":true}'
    """

    def __init__(self, store: Source, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._store = store
        self._checkpoints = Checkpoints(store, self.limits.fresh_within)
        self._crew = Crew(self.limits, self._checkpoints, store.base)

    @property
    def is_confined(self) -> bool:
        """Says whether the workers are denied sockets and programs; otherwise only limits hold them."""
        return sandbox.available()

    def answer(self, query: str, media_type: str, scope: Scope = UNION) -> Answer:
        """Returns the answer as the engine serialises it, begun when its first chunk is asked for.

        This, or reading it, raises QueryProblem: `query-malformed`, `query-too-long`, `query-too-deep`,
        `query-service`, `query-not-utf8`, `media-type-unfit`, `query-memory`, `query-answer-too-large`; and
        QueryGivenUp, whose query may be sent again: `query-timeout`, `query-busy`, `query-failed`.
        """
        self._check(query)
        scoped = (scope.default_graphs, scope.named_graphs)
        request = {"query": query, "media_type": media_type, "scope": scoped}
        return Answer(self._crew, lambda run: self._read(run, request))

    def close(self) -> None:
        """Ends all workers and removes the checkpoints."""
        self._crew.close()
        self._checkpoints.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self, query: str) -> None:
        """Refuses what is cheap to refuse; the tokens of a long text are read by the worker alone."""
        if len(query) > self.limits.length:
            raise QueryProblem("query-too-long", length=len(query), limit=self.limits.length)
        if len(query) <= _SHORT:
            check_query(query, depth=self.limits.depth)
        try:
            query.encode()
        except UnicodeEncodeError as error:
            raise QueryProblem("query-not-utf8") from error

    def _read(self, run: Run, request: Mapping[str, object]) -> Iterator[bytes]:
        run.process.checkpoint = self._checkpoints.hold(run.process.checkpoint)
        run.process.ask({**request, "checkpoint": str(run.process.checkpoint.path)})
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
