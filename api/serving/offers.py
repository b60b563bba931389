"""Requests that offer to go on in another protocol (`Upgrade: h2c`), read as if they did not offer it.

A server may pass an offer over (RFC 9110, 7.8). The parser cannot: it takes all that comes behind such a head
for the other protocol, so that the body of the request would be lost, and the next request with it. Java's
own client offers HTTP/2 with each request in clear text, and so does what is built on it, as Jena is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from httptools import HttpParserError, HttpParserUpgrade, HttpRequestParser
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_FRAMING = (b"content-length", b"transfer-encoding")
_OF_HEAD = ("on_message_begin", "on_url", "on_header", "on_headers_complete")
_UNREADABLE = "Invalid HTTP request received."


class _Behind:
    """Is what a parser tells that was given a head once more: the protocol hears nothing of that head."""

    def __init__(self, protocol: HttpToolsProtocol) -> None:
        self._protocol = protocol
        self.is_in_head = True

    def __getattr__(self, name: str) -> Callable[..., None]:
        told: Callable[..., None] = getattr(self._protocol, name)
        return self._once_behind(told) if name in _OF_HEAD else told

    def _once_behind(self, told: Callable[..., None]) -> Callable[..., None]:
        def tell(*said: bytes) -> None:
            if not self.is_in_head:
                told(*said)

        return tell


class OffersPassedOver(HttpToolsProtocol):
    """Reads on in HTTP/1.1 behind a head that offers something else: its body, and the requests behind it."""

    def data_received(self, data: bytes) -> None:
        """Reads what came; what cannot be read is refused."""
        self._unset_keepalive_if_required()
        try:
            while data:
                data = self._behind_offer(data)
        except HttpParserError:
            self.logger.warning(_UNREADABLE)
            self.send_400_response(_UNREADABLE)

    def on_message_complete(self) -> None:
        """Ends what was read of a request; one that offers something has not ended with its head."""
        if not self.parser.should_upgrade():
            super().on_message_complete()

    def _behind_offer(self, data: bytes) -> bytes:
        """Reads as far as the end of a head that offers something, and returns what is behind it."""
        try:
            self.parser.feed_data(data)
        except HttpParserUpgrade as offer:
            self._begin_anew()
            end: int = offer.args[0]
            return data[end:]
        return b""

    def _begin_anew(self) -> None:
        """Has a new parser go on, which is told of the last head what says where its body ends."""
        framing = [b"%s: %s\r\n" % each for each in self.headers if each[0] in _FRAMING]
        behind: Any = _Behind(self)
        self.parser = HttpRequestParser(behind)
        self.parser.feed_data(b"".join((b"POST / HTTP/1.1\r\n", *framing, b"\r\n")))
        behind.is_in_head = False
