"""Whom a request comes from where proxies stand between: their word is taken, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.limiting.networks import Address, Network, address_of, is_within

_PARAMETER = re.compile(r'\s*([A-Za-z]+)\s*=\s*("[^"]*"|[^\s;,"]+)\s*')
UNNAMED = "policygraph.unnamed"
Hop = tuple[str | None, str | None]
"""Is one step of a request's way: for whom a proxy passed it on, and by which protocol it got it."""


class ClientAddress:
    """Puts the address and protocol of the client in the place of those of a trusted proxy.

    The header is read from its end, which the nearest proxy wrote, as far as trusted ones have written it;
    what stands before that anybody may have sent. Only the header that the settings name is looked at: a
    proxy that writes one passes the other on as it came. A client whom a proxy names by no address (`unix:`,
    `unknown`) is none of the machine that the proxy is on, though it has no other address: the scope says so
    under UNNAMED.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[Network], header: str) -> None:
        self._app = app
        self._trusted = trusted
        self._header = header

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        if self._trusted and scope["type"] == "http":
            peer = address_of((scope.get("client") or ("",))[0])
            if is_within(peer, self._trusted):
                self._replace(scope, peer)
        await self._app(scope, receive, send)

    def _replace(self, scope: Scope, peer: Address | None) -> None:
        headers = Headers(scope=scope)
        address, protocol = peer, None
        for told, by in reversed(list(_hops(headers, self._header))):
            found = address_of(told)
            if found is None:
                scope[UNNAMED] = self._header in headers
                break
            address, protocol = found, by
            if not is_within(found, self._trusted):
                break
        scope["client"] = (str(address), 0)
        if protocol in ("http", "https"):
            scope["scheme"] = protocol


def _hops(headers: Headers, name: str) -> Iterable[Hop]:
    """Yields the way of a request, the client's own end first."""
    text = ",".join(headers.getlist(name))
    if name == "forwarded":
        for part in text.split(","):
            told = {key.lower(): value.strip('"') for key, value in _PARAMETER.findall(part)}
            yield told.get("for"), told.get("proto")
        return
    protocol = headers.get("x-forwarded-proto", "").rpartition(",")[2].strip().lower()
    yield from ((part.strip(), protocol) for part in text.split(","))
