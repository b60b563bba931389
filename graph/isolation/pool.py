"""The pool in which strangers' queries are answered, each in a worker process on a read-only checkpoint."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.errors import QueryGivenUp, QueryProblem
from graph.isolation import sandbox
from graph.isolation.answers import Answer, Asking
from graph.isolation.checkpoints import Checkpoints, Source
from graph.isolation.crew import Crew
from graph.isolation.limits import Limits
from graph.isolation.occupied import Occupied
from graph.isolation.runs import Run
from graph.isolation.trades import Keys, Trade
from graph.store.base import UNION, Scope
from graph.store.guard import check_query

_SHORT = 10_000  # characters, which are read in a few milliseconds


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
        self._crew = Crew(self.limits, self._trade(), self._checkpoints)

    @property
    def is_confined(self) -> bool:
        """Says whether the workers are denied sockets and programs; otherwise only limits hold them."""
        return sandbox.available()

    def answer(
        self, query: str, media_type: str, scope: Scope = UNION, *, client: str | None = None
    ) -> Answer:
        """Returns the answer as the engine serialises it, begun when its first chunk is asked for.

        A `client` that asks much comes after the others; None has no limits.

        This, or reading it, raises QueryProblem: `query-malformed`, `query-too-long`, `query-too-deep`,
        `query-service`, `query-not-utf8`, `media-type-unfit`, `query-memory`, `query-answer-too-large`; and
        QueryGivenUp, whose query may be sent again: `query-timeout`, `query-busy`, `query-failed`.
        """
        text = self._check(query)
        # With a new checkpoint to make, a thread can wait, an event loop cannot.
        ask = Asking(lambda run: self._ask(run, text, media_type, scope), lambda: self._checkpoints.is_fresh)
        return Answer(self._crew, ask, client)

    @property
    def occupied(self) -> Occupied:
        """Returns what the workers do, and what has become of their work."""
        return self._crew.occupied

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

    def _check(self, query: str) -> bytes:
        """Refuses what is cheap to refuse; the tokens of a long text are read by the worker alone."""
        if len(query) > self.limits.length:
            raise QueryProblem("query-too-long", length=len(query), limit=self.limits.length)
        if len(query) <= _SHORT:
            check_query(query, depth=self.limits.depth)
        try:
            return query.encode()
        except UnicodeEncodeError as error:
            raise QueryProblem("query-not-utf8") from error

    def _ask(self, run: Run, query: bytes, media_type: str, scope: Scope) -> None:
        checkpoint = run.process.checkpoint = self._checkpoints.hold(run.process.checkpoint)
        run.sequence = checkpoint.sequence
        request = _usual_request if scope == UNION else _request
        run.process.ask(request(media_type, scope, checkpoint.path), query)

    def _trade(self) -> Trade:
        directory = self._checkpoints.directory
        return Trade(
            name="query",
            jobs={"query": "graph.isolation.querying"},
            keys=Keys("query-timeout", "query-busy", "query-memory", "query-failed"),
            given_up=QueryGivenUp,
            refused=QueryProblem,
            failed=QueryGivenUp,
            options={"base": self._store.base, "depth": self.limits.depth},
            readable=(directory,),
            place=str(directory.parent),
        )


def _request(media_type: str, scope: Scope, checkpoint: Path) -> bytes:
    """Returns what a worker is asked besides the query, which is the content of the request."""
    scoped = None if scope == UNION else (scope.default_graphs, scope.named_graphs)
    asked = {"job": "query", "media_type": media_type, "scope": scoped, "checkpoint": str(checkpoint)}
    return json.dumps(asked).encode()


_usual_request = lru_cache(maxsize=32)(_request)
