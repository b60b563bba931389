"""The pool that answers strangers' queries, made as the settings say."""

from __future__ import annotations

from api.settings import Settings
from graph.errors import StoreProblem
from graph.isolation import Limits, QueryPool, Source
from graph.store import Store


def make_pool(settings: Settings, store: Store) -> QueryPool:
    """Returns the pool over an open store; its workers start with the first query.

    Raises StoreProblem for a store that cannot be copied for the workers.
    """
    if not isinstance(store, Source):
        raise StoreProblem("store-not-copied", store=type(store).__name__)
    return QueryPool(store, _limits(settings))


def _limits(settings: Settings) -> Limits:
    return Limits(
        seconds=settings.query_seconds,
        memory=settings.query_memory_bytes,
        answer_bytes=settings.query_answer_bytes,
        length=settings.query_max_bytes,
        workers=settings.query_workers,
    )
