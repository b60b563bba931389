"""A query of a stranger from its text to what is read of its answer, on the workers and within the budget."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.errors import TooLarge
from api.formats.negotiation import NTRIPLES, RESULTS_JSON
from api.limiting import query_budget
from api.services import Services
from api.serving.streaming import unless_gone
from graph.isolation import Answer, QueryPool
from graph.store import query_form

BUILDING = ("CONSTRUCT", "DESCRIBE")
T = TypeVar("T")


async def ran(request: Request, services: Services, query: str, read: Callable[[Answer], T]) -> T:
    """Returns what is read of the answer, by the threads that wait for strangers' queries.

    Raises UpdateRefused, QueryProblem for a malformed query, TooLarge for one that is too long, what reading
    raises, TooManyRequests for a client whose budget is spent, and ClientGoneError where nobody waits.
    """
    budget, most = query_budget(request.scope), services.settings.query_max_bytes
    answer = await run_in_threadpool(begun, services.pool, query, most, budget.client)
    loop, threads = asyncio.get_running_loop(), services.turns.of(budget.client)
    work = loop.run_in_executor(threads, read, answer)
    try:
        return await unless_gone(request, work)
    finally:
        answer.abandon()
        budget.charge(answer.seconds)


def begun(pool: QueryPool, query: str, limit: int, client: str | None) -> Answer:
    """Returns the answer to a client's query, of which nothing is computed before somebody reads it."""
    if len(query.encode(errors="replace")) > limit:
        raise TooLarge("query-too-large", limit=limit)
    wanted = NTRIPLES if query_form(query) in BUILDING else RESULTS_JSON
    return pool.answer(query, wanted.media_type, client=client)
