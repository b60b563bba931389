"""The pool in which strangers' queries are answered, each in a worker process on a read-only checkpoint."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

from graph.errors import Place, PolicygraphError, QueryGivenUp, QueryProblem, StoreProblem
from graph.isolation import sandbox
from graph.isolation.checkpoints import Checkpoints, Source
from graph.isolation.crew import Crew
from graph.isolation.frames import BODY, END, ERROR, CutError
from graph.isolation.limits import Limits
from graph.isolation.runs import End, Run, busy
from graph.store.base import UNION, Scope
from graph.store.guard import check_query

_SHORT = 10_000  # characters, which are read in a few milliseconds


class Answer(Iterator[bytes]):
    """Is an answer on its way, in chunks; it is whole only if the iteration ends without an error.

    Closing it early, or dropping it, ends the worker's work.
    """

    def __init__(self, chunks: Iterator[bytes], spent: list[float]) -> None:
        self._chunks = chunks
        self._spent = spent

    def __next__(self) -> bytes:
        return next(self._chunks)

    @property
    def seconds(self) -> float:
        """Returns how long workers have computed so far."""
        return sum(self._spent)

    def close(self) -> None:
        """Gives the worker up, unless the answer was read to its end."""
        close = getattr(self._chunks, "close", None)
        if close is not None:
            close()

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

        Reading it raises QueryProblem: `query-malformed`, `query-too-long`, `query-too-deep`,
        `query-service`, `media-type-unfit`, `query-memory`, `query-answer-too-large`; and QueryGivenUp, whose
        query may be sent again: `query-timeout`, `query-busy`, `query-failed`.
        """
        spent: list[float] = []
        return Answer(self._chunks(query, media_type, scope, spent), spent)

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

    def _chunks(self, query: str, media_type: str, scope: Scope, spent: list[float]) -> Iterator[bytes]:
        self._check(query)
        request = {
            "query": query,
            "media_type": media_type,
            "scope": (scope.default_graphs, scope.named_graphs),
        }
        run = self._crew.begin()
        try:
            yield from self._read(run, request)
        except CutError:
            pass  # why is known once the worker is buried
        finally:
            spent.append(run.computed(time.monotonic()))
            cause = self._crew.finish(run)
        if not run.is_whole:
            raise self._reason(run, cause)

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
                raise _told(content)
            if kind == BODY:
                yield content

    def _reason(self, run: Run, cause: Exception | None) -> Exception:
        match run.end:
            case End.BUSY:
                return busy(self.limits)
            case End.TIMEOUT:
                return QueryGivenUp("query-timeout", seconds=self.limits.seconds)
            case End.CLOSED:
                return StoreProblem("store-closed", path=self._store.place)
        assert cause is not None, "a run that was not whole has been buried"
        return cause


def _told(content: bytes) -> PolicygraphError:
    """Returns the error that a worker told."""
    told: dict[str, Any] = json.loads(content)
    place = Place(**told["place"]) if told["place"] else None
    return QueryProblem(told["key"], place, **told["values"])
