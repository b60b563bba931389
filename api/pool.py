"""The pool that answers strangers' queries, made as the settings say."""

from __future__ import annotations

from ipaddress import ip_address

from api.settings import Settings
from graph.errors import InputError, StoreProblem
from graph.isolation import Limits, QueryPool, Source, available
from graph.store import Store


def make_pool(settings: Settings, store: Store) -> QueryPool:
    """Returns the pool over an open store; its workers start with the first query.

    Raises StoreProblem for a store that cannot be copied for the workers, and what `refuse_unconfined` does.
    """
    refuse_unconfined(settings, is_confined=available())
    if not isinstance(store, Source):
        raise StoreProblem("store-not-copied", store=type(store).__name__)
    return QueryPool(store, _limits(settings))


def refuse_unconfined(settings: Settings, *, is_confined: bool) -> None:
    """Raises InputError where other machines could ask workers that nothing but limits holds."""
    if not (is_confined or settings.allow_unconfined or _is_loopback(settings.host)):
        raise InputError("workers-unconfined", host=settings.host)


def _limits(settings: Settings) -> Limits:
    return Limits(
        seconds=settings.query_seconds,
        memory=settings.query_memory_bytes,
        answer_bytes=settings.query_answer_bytes,
        length=settings.query_max_bytes,
        workers=settings.query_workers,
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
