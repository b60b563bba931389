"""What each client has asked in the last minute, and for how long its queries have computed."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Literal, cast

from starlette.types import Scope

from api.errors import TooManyRequests
from api.limiting.networks import Network, address_of, client_name, is_within, networks
from api.limiting.proxies import UNNAMED
from api.settings import Settings

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import FixedWindowRateLimiter

Kind = Literal["requests", "writes", "query"]
_UNIT = 1000  # time is counted in milliseconds
_JUMP = 1.0  # seconds by which a clock is put back at once, where a drifting one is led back slowly


class Rates:
    """Counts by client and minute; who asks from a network without limits is not counted at all.

    The library is loaded by the first client that has limits: a server that only its own machine asks
    never needs it.
    """

    def __init__(self, settings: Settings) -> None:
        free = networks(settings.unlimited)
        self._called = lru_cache(maxsize=1_024)(partial(_called, free))
        self._most: dict[Kind, int] = {
            "requests": settings.requests_per_minute,
            "writes": settings.writes_per_minute,
            "query": settings.query_seconds_per_minute * _UNIT,
        }
        self._limiter: FixedWindowRateLimiter | None = None
        self._ahead = _ahead()

    def client(self, scope: Scope) -> str | None:
        """Returns whom a request is counted for, None where it is not counted."""
        peer = scope.get("client")
        if peer and scope.get(UNNAMED):
            return _called((), peer[0])
        return self._called(peer[0]) if peer else None

    def count(self, kind: Kind, client: str | None) -> None:
        """Counts one request; one too many raises TooManyRequests."""
        if client is None or not self._most[kind]:
            return
        limiter, item = self._limits(kind)
        if not limiter.hit(item, kind, client):
            raise self._refused("rate-too-high", kind, client, most=self._most[kind])

    def refuse_spent(self, client: str | None) -> None:
        """Raises TooManyRequests if the queries of a client have computed as long as they may."""
        if client is None or not self._most["query"]:
            return
        limiter, item = self._limits("query")
        if not limiter.test(item, "query", client):
            raise self._refused("query-budget-spent", "query", client, most=self._most["query"] // _UNIT)

    def charge(self, client: str | None, seconds: float) -> None:
        """Counts the time that a query has computed."""
        spent = round(seconds * _UNIT)
        if client is not None and self._most["query"] and spent > 0:
            limiter, item = self._limits("query")
            limiter.hit(item, "query", client, cost=spent)

    def _limits(self, kind: Kind) -> tuple[FixedWindowRateLimiter, RateLimitItem]:
        from limits import RateLimitItemPerMinute
        from limits.storage import MemoryStorage
        from limits.strategies import FixedWindowRateLimiter

        if self._limiter is None:
            self._limiter = FixedWindowRateLimiter(MemoryStorage())
        # The library ends a minute by the machine's clock: put back by an hour, it would last an hour longer.
        if (ahead := _ahead()) < self._ahead - _JUMP:
            self._limiter.storage.reset()
        self._ahead = ahead
        return self._limiter, RateLimitItemPerMinute(self._most[kind])

    def _refused(self, key: str, kind: Kind, client: str, **values: Any) -> TooManyRequests:
        limiter, item = self._limits(kind)
        left = limiter.get_window_stats(item, kind, client).reset_time - time.time()
        seconds = max(1, math.ceil(left))
        return TooManyRequests(key, {"Retry-After": str(seconds)}, seconds=seconds, **values)


def _ahead() -> float:
    """Returns by how many seconds the machine's clock is ahead of one that nobody sets."""
    return time.time() - time.monotonic()


def _called(free: Sequence[Network], host: str) -> str | None:
    address = address_of(host)
    return None if address is None or is_within(address, free) else client_name(address)


def rates_of(scope: Scope) -> Rates:
    """Returns the rates of the application that answers a request."""
    return cast(Rates, scope["app"].state.rates)


@dataclass(frozen=True, slots=True)
class Budget:
    """Is what a client's queries may compute: who it is, None for one without limits, and what counts it."""

    client: str | None
    charge: Callable[[float], None]


def query_budget(scope: Scope) -> Budget:
    """Returns the budget of the client of a request; raises TooManyRequests where that is spent already."""
    rates = rates_of(scope)
    client = rates.client(scope)
    rates.refuse_spent(client)
    return Budget(client, partial(rates.charge, client))
