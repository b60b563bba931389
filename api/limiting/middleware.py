"""The middleware that lets no client ask more often than the settings allow."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.limiting.rates import Kind, rates_of
from graph.errors import PolicygraphError

Respond = Callable[[Request, PolicygraphError], Response]
_FREE = ("/health", "/ready", "/metrics", "/static/")
_COUNTED = "policygraph.counted"
_READS_BY_POST = ("/sparql", "/api/v1/effects")


class RateLimits:
    """Counts each request for its client, and a write twice: as a request, and as a write.

    What is refused is answered before anything of it is read.
    """

    def __init__(self, app: ASGIApp, respond: Respond) -> None:
        self._app = app
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        if scope["type"] != "http" or scope["path"].startswith(_FREE):
            await self._app(scope, receive, send)
            return
        try:
            count(scope)
        except PolicygraphError as error:
            await self._respond(Request(scope, receive), error)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def count(scope: Scope) -> None:
    """Counts a request for its client, once however often it is called; raises TooManyRequests."""
    if _COUNTED in scope:
        return
    rates = rates_of(scope)
    client = rates.client(scope)
    for kind in _kinds(scope):
        rates.count(kind, client)
    scope[_COUNTED] = True


def _kinds(scope: Scope) -> tuple[Kind, ...]:
    is_read = scope["method"] in ("GET", "HEAD", "OPTIONS")
    if is_read or scope["path"].startswith(_READS_BY_POST):
        return ("requests",)
    return ("requests", "writes")
