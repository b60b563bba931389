"""HTTP/1.1 as it is read from a connection: by a parser in C, and no head of a request without end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

from api.serving.offers import OffersPassedOver

MOST = 65_536
"""How many bytes the line of a request and its headers may have together."""
_PART = 8_192
"""So many bytes are read at once: all requests in them may have to wait, and each takes some 10 kB then."""


def refusal(status: bytes, told: bytes) -> bytes:
    """Returns a whole answer in plain text, behind which the connection ends: there is no request to answer.

    >>> refusal(b"408 Request Timeout", b"Too late.").splitlines()[0]
    b'HTTP/1.1 408 Request Timeout'
    """
    return b"\r\n".join(
        (
            b"HTTP/1.1 " + status,
            b"content-type: text/plain; charset=utf-8",
            b"content-length: %d" % len(told),
            b"connection: close",
            b"",
            told,
        )
    )


_REFUSED = refusal(
    b"431 Request Header Fields Too Large",
    b"The line of the request and its headers are longer than 65,536 bytes together.",
)


class HeadTooLongError(Exception):
    """Says to the parser that it need not go on."""


class _Flow(FlowControl):
    """Has nothing more read for as long as requests wait that were: whoever answers would read on."""

    def __init__(self, transport: asyncio.Transport, is_behind: Callable[[], bool]) -> None:
        super().__init__(transport)
        self._is_behind = is_behind

    def resume_reading(self) -> None:
        """Reads on, unless requests wait."""
        if not self._is_behind():
            super().resume_reading()


class BoundedHeads(OffersPassedOver):
    """Refuses a head that is too long (431), also one that does not end; the parser itself takes any.

    The parser tells of a header once it is whole, so what came of the head so far is counted too. While
    requests wait for the one before them, what came behind is held, and no more is taken from the connection.
    What cannot be read is refused in its turn, behind the answers to what came before it.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._in_head = False
        self._is_same = False
        """Whether the head that is being read is the one that was read before the last data came."""
        self._came = 0
        self._told = 0
        self._held = b""
        self._refusal: Callable[[], None] | None = None
        """What ends the connection once all that came before is answered."""
        self._going: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins."""
        super().connection_made(transport)
        self.flow = _Flow(transport, lambda: bool(self.pipeline or self._held or self._refusal))

    def connection_lost(self, exc: Exception | None) -> None:
        """Tells whoever is answering that nobody reads any more, also while other requests wait."""
        super().connection_lost(exc)
        if self._going is not None and not self._going.response_complete:
            self._going.disconnected = True
            self._going.message_event.set()

    def data_received(self, data: bytes) -> None:
        """Reads what came, unless requests wait."""
        self._held += data
        self._read_on()

    def on_response_complete(self) -> None:
        """Begins the next request that waits, or reads on behind the last of them."""
        super().on_response_complete()
        if self._refusal is not None:
            self._refuse_in_turn(self._refusal)
        elif self._held and not self.pipeline:
            self.loop.call_soon(self._read_on)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._going = cycle
        super()._start_asgi_task(cycle, app)

    def _read_on(self) -> None:
        while self._held and not (self.pipeline or self._refusal or self.transport.is_closing()):
            part, self._held = self._held[:_PART], self._held[_PART:]
            self._read(part)
        if self.transport.is_closing():
            return
        if self._held or self._refusal:
            self.flow.pause_reading()
        elif self.cycle is None or self.cycle.response_complete:
            self.flow.resume_reading()  # nobody is about to answer, who would do it

    def _read(self, data: bytes) -> None:
        """Reads a part, and no more of a head that is too long."""
        self._is_same = self._in_head
        super().data_received(data)
        # What began within the data is counted from the next ones on: they are bounded themselves.
        self._came = self._came + len(data) if self._is_same and self._in_head else 0
        if self._came > MOST and self._refusal is None and not self.transport.is_closing():
            self._refuse_in_turn(self._refuse)

    def on_message_begin(self) -> None:
        """Begins to count."""
        super().on_message_begin()
        self._in_head, self._is_same, self._told = True, False, 0

    def on_url(self, url: bytes) -> None:
        """Counts the address, which may come in parts."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Counts a header."""
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begins the request; how long the rest is, its route decides."""
        self._in_head = False
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Says that the request cannot be read: here also that its head is too long."""
        is_long = self._told > MOST
        self._refuse_in_turn(self._refuse if is_long else partial(super().send_400_response, msg))

    def _count(self, length: int) -> None:
        self._told += length
        if self._told > MOST:
            raise HeadTooLongError

    def _refuse_in_turn(self, refuse: Callable[[], None]) -> None:
        """Refuses now, or once what was read whole before is answered: else it were taken for that answer."""
        last = self.cycle
        if last is None or last.response_complete or last.more_body:
            if not self.transport.is_closing():
                refuse()
        else:
            self._refusal = refuse

    def _refuse(self) -> None:
        self.transport.write(_REFUSED)
        self.transport.close()
