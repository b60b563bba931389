"""A query of a stranger passed to the workers, and its answer passed on, by the event loop or by a thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import IO

from starlette.types import Scope as Request

from api.formats.negotiation import Format
from api.limiting import Budget
from api.serving.early import Early, Flowing
from api.serving.streaming import CHUNK
from graph.errors import PolicygraphError
from graph.isolation import Answer, QueryPool
from graph.store import Scope

SHORT = 3_000
"""So many characters are looked at so quickly that the event loop may do it."""
_KEY = "policygraph.passing"


class Passing:
    """Asks and passes the answer on; the budget is told how long it was computed."""

    def __init__(self, pool: QueryPool, query: str, scope: Scope, wanted: Format, budget: Budget) -> None:
        self.client = budget.client
        self.wanted = wanted
        self._ask = partial(pool.answer, query, wanted.media_type, scope, client=budget.client)
        self._charge = budget.charge
        self._answer: Answer | None = None
        self._refused: PolicygraphError | None = None
        self._is_late = False
        self._is_abandoned = False

    def at_once(
        self, early: Early, meanwhile: Callable[[], None], send: Callable[[bytes], None]
    ) -> bytes | None:
        """Returns the answer if it is there while the event loop waits for it, else None.

        `meanwhile` is called once a worker works on it, `send` before that is given back.
        """
        try:
            answer = self._answer = self._ask()
            whole = early.at_once(answer, meanwhile, send)
        except PolicygraphError as error:
            self._refuse(error)
            raise
        except BaseException:
            self._answer = None  # it was given up: whoever answers the request asks anew
            raise
        if whole is not None:
            self._charge(answer.seconds)
        return whole

    async def soon(self, early: Early) -> bytes | None:
        """Returns the answer if it needs no thread, else None. What was said once is said again."""
        if self._refused is not None:
            raise self._refused
        if self._is_late:
            return None
        try:
            answer = self._answer = self._answer or self._ask()
            whole = await early.whole(answer)
        except PolicygraphError as error:
            self._refuse(error)
            raise
        if whole is not None:
            self._charge(answer.seconds)
        self._is_late = whole is None
        return whole

    def keep(self, request: Request) -> None:
        """Leaves it to whoever answers the request after all."""
        request[_KEY] = self

    @property
    def is_flowing(self) -> bool:
        """Says whether a chunk of the answer is there to be sent."""
        return self._answer is not None and self._answer.is_flowing(CHUNK)

    def flowing(self, headers: Mapping[str, str]) -> Flowing:
        """Returns what sends the answer without a thread."""
        answer = self._answer
        assert answer is not None
        return Flowing(answer, headers, lambda: self._charge(answer.seconds))

    def on(self, output: IO[bytes]) -> None:
        """Writes the answer."""
        answer = self._answer = self._answer or self._ask()
        if self._is_abandoned:
            answer.abandon()
        try:
            with answer:
                for chunk in answer:
                    output.write(chunk)
        finally:
            self._charge(answer.seconds)

    def abandon(self) -> None:
        """Gives the answer up, begun or not."""
        self._is_abandoned = True
        if self._answer is not None:
            self._answer.abandon()

    def _refuse(self, error: PolicygraphError) -> None:
        """Keeps what refuses the query, for whoever tells it."""
        self._refused = error
        self._charge(0.0 if self._answer is None else self._answer.seconds)


def passing_of(request: Request) -> Passing | None:
    """Returns what was left to whoever answers the request, if anything was."""
    return request.get(_KEY)
