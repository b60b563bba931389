"""Connections whose clients send nothing, or a little now and then: each is ended after a while.

Without that a single client keeps as many open as the server may have, for good, with hardly a byte.
"""

from __future__ import annotations

import asyncio

from api.serving.protocol import BoundedHeads, refusal

PATIENCE = 60.0
"""How long a client may take for a whole head, or is waited for in the middle of a body, in seconds.

As long as nginx waits for either.
"""
_LEAST = 500.0  # bytes in a second, of a body: whoever sends more is never behind
_REFUSED = refusal(b"408 Request Timeout", b"The request did not come within 60 seconds: send it again.")


class TimelyRequests(BoundedHeads):
    """Ends a connection once its client has been waited for too long; what is being answered is no concern.

    An idle connection that has had an answer is the server's own matter (`KEPT_OPEN`).
    """

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        self._is_new = True
        self._since = 0.0
        """From when on the client is waited for; each part of a body moves it on, never beyond now."""
        self._watch: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begins to wait."""
        super().connection_made(transport)
        self._since = self.loop.time()
        self._watch = self.loop.call_later(PATIENCE, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends the waiting."""
        if self._watch is not None:
            self._watch.cancel()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begins to wait for the rest of a head."""
        super().on_message_begin()
        self._is_new, self._since = False, self.loop.time()

    def on_body(self, body: bytes) -> None:
        """Waits longer, the more has come."""
        super().on_body(body)
        self._since = min(self.loop.time(), self._since + len(body) / _LEAST)

    @property
    def _is_waiting(self) -> bool:
        """Says whether it is the client on whom it depends that something goes on."""
        if self.cycle is None or self.cycle.response_complete:
            return self._is_new or self._in_head
        return self.cycle.more_body and not self.flow.read_paused

    def _look(self) -> None:
        now = self.loop.time()
        if not self._is_waiting:
            self._since = now
        if (left := self._since + PATIENCE - now) > 0:
            self._watch = self.loop.call_later(left, self._look)
        else:
            self._end()

    def _end(self) -> None:
        last = self.cycle
        is_answering = last is not None and last.response_started and not last.response_complete
        if not (self._is_new or is_answering):
            self.transport.write(_REFUSED)
        self.transport.close()
