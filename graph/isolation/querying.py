"""The job of answering a stranger's query from the checkpoint that its request names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import IO, Any, cast

import pyoxigraph as ox

from graph.errors import PolicygraphError, QueryProblem
from graph.isolation.jobs import Job, Outgoing
from graph.store.answers import evaluate, write
from graph.store.base import UNION, Scope
from graph.store.guard import MAX_DEPTH, check_query


def job(options: Mapping[str, Any]) -> Job:
    """Returns the job: `options` are the base of relative IRIs and how deep brackets may nest."""
    return _Querying(options["base"], options["depth"])


class _Querying:
    def __init__(self, base: str, depth: int) -> None:
        self._base = base
        self._depth = depth
        self._path = ""
        self._db: ox.Store | None = None

    def warm_up(self) -> None:
        """Does nothing: the engine is loaded."""

    def look_ahead(self, checkpoint: str) -> None:
        """Opens a checkpoint, which takes as long as a hundred look-ups."""
        with suppress(OSError):  # the request that needs it will tell
            self._opened(checkpoint)

    def work(self, request: Mapping[str, Any], content: bytes, out: Outgoing) -> None:
        """Writes the answer to the query that is the content, in the media type of the request."""
        query = content.decode()
        if self._depth < MAX_DEPTH:  # what the engine could not stand is refused by `evaluate`
            check_query(query, depth=self._depth)
        scope = UNION if request["scope"] is None else _scope(request["scope"])
        answer = evaluate(self._opened(request["checkpoint"]), query, scope, self._base)
        write(answer, request["media_type"], cast(IO[bytes], out))

    def too_long(self, limit: int) -> PolicygraphError:
        """Returns the error of an answer that is longer than so many bytes."""
        return QueryProblem("query-answer-too-large", limit=limit)

    def _opened(self, path: str) -> ox.Store:
        if self._db is None or path != self._path:
            self._db = ox.Store.read_only(path)
            self._path = path
        return self._db


def _scope(told: Iterable[list[str] | None]) -> Scope:
    return Scope(*(None if names is None else tuple(names) for names in told))
