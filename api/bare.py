"""Routes whose functions take the request and return the response: nothing else is worked out for them."""

from __future__ import annotations

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send


class Bare(APIRoute):
    """Is such a route: documented like any other, and called without what FastAPI does for parameters.

    That, and the way to a router within the router, would take a tenth of the time of a look-up.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        if self.methods and scope["method"] not in self.methods:
            await super().handle(scope, receive, send)
            return
        response = await self.endpoint(Request(scope, receive, send))
        await response(scope, receive, send)
