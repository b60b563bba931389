"""What counts each request: by the route that answers it, never by its path, which strangers choose."""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics.tally import Tally

_ROUTE = "policygraph.route"
_API = "/api/v1"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
NONE, OTHER = "(none)", "(other)"


class Counted:
    """Counts requests, outside everything that may answer them."""

    def __init__(self, app: ASGIApp, tally: Tally) -> None:
        self._app = app
        self._tally = tally

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, routed = time.perf_counter(), 500, {"path": NONE}

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._tally.begin()
        scope[_ROUTE] = routed
        try:
            await self._app(scope, receive, noted)
        finally:
            method = scope["method"] if scope["method"] in _METHODS else OTHER
            self._tally.end(method, routed["path"], status, time.perf_counter() - began)


class RouteNoted:
    """Notes which route answers, next to the router: what lies further out may copy the scope."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        try:
            await self._app(scope, receive, send)
        finally:
            note_route(scope, _path(scope))


def note_route(scope: Scope, path: str) -> None:
    """Says which route has answered, for whoever counts the request."""
    if _ROUTE in scope:
        scope[_ROUTE]["path"] = path


def _path(scope: Scope) -> str:
    route = scope.get("route")
    if route is not None:
        # A route of a router knows its path from there on only.
        return (_API if scope["path"].startswith(_API) else "") + str(route.path)
    return "/static" if "endpoint" in scope and scope["path"].startswith("/static/") else NONE
