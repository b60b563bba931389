"""Plain look-ups answered as they are read from a connection, before there is a request of the framework."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import lru_cache, partial
from typing import Any, cast

import structlog
from starlette.types import Scope

from api.formats.negotiation import Format
from api.serving.again import SameHead
from api.serving.logs import REQUEST_ID, note_request, request_id
from api.serving.look_ups import PATH, PLACE, decoded, head_of, prepared
from api.serving.security import SAFE
from api.serving.timely import TimelyRequests
from graph.errors import PolicygraphError

_ELSEWHERE = frozenset((b"origin", b"content-length", b"transfer-encoding", b"expect", b"upgrade"))
"""Headers with which there is more to a request than its query."""
_OURS = "policygraph."
"""What we put into a scope begins so."""
_LATEST = 0.005
"""So many seconds after an answer it is counted and told in the log, if nothing else is asked before."""
_log = structlog.get_logger("policygraph.http")


class QuickLookUps(TimelyRequests):
    """Answers look-ups that are there at once, head and body in one piece, without a task for each.

    What `look_ups` would answer is answered here, by the same functions and with the same headers, where
    nothing else is going on at the connection. All else becomes a request as usual, with what was done of it.
    Where the word of a proxy is taken for its client, nothing is answered here.
    """

    def __init__(self, *args: object, **named: object) -> None:
        super().__init__(*args, **named)
        self._is_answered = self._is_sent = False
        self._is_first = True
        self._same: SameHead | None = None
        """The head of the last look-up, if that came by itself."""
        self._tried: Scope | None = None
        """What was done of a request that came by itself, and could not be answered here."""
        self._head = b""
        self._due: list[tuple[Scope, float]] = []

    def data_received(self, data: bytes) -> None:
        """Reads what came: of many requests the first may be answered here, so that nobody waits for all."""
        self._is_answered, self._is_first, self._tried = False, True, None
        begins, same = self._is_at_rest, self._same
        if same is None or not begins or not self._answered_again(same, data):
            super().data_received(data)
            self._same = SameHead.of(data, self.headers) if begins and self._is_answered else None

    def connection_lost(self, exc: Exception | None) -> None:
        """Ends what went on at the connection."""
        self._note_due()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begins to read a request, with what was done of it."""
        super().on_message_begin()
        self._request.update(self._tried or {})

    def on_headers_complete(self) -> None:
        """Answers the request, or begins it."""
        place = self.url[len(PLACE) :]
        self._is_answered = self._tried is None and self._is_plain() and self._answered(place)
        if self._is_answered:
            self._in_head = self._is_first = False
        else:
            super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Ends what was read of a request."""
        if not self._is_answered:
            super().on_message_complete()

    def _is_plain(self) -> bool:
        """Says whether all there is to a request is the query of its address."""
        return (
            self._is_first
            and self.url.startswith(PLACE)
            and self.parser.get_method() == b"GET"
            and self.parser.get_http_version() == "1.1"
            and self.parser.should_keep_alive()
            and (self.cycle is None or self.cycle.response_complete)
            and not (self.flow.write_paused or self.transport.is_closing() or self.root_path)
            and _ELSEWHERE.isdisjoint(dict(self.headers))
            and not self.app.state.services.settings.trusted_proxies
        )

    @property
    def _is_at_rest(self) -> bool:
        """Says whether nothing goes on at the connection, so that what comes begins a request."""
        last = self.cycle
        return (
            (last is None or (last.response_complete and not last.more_body))
            and not (self._in_head or self._held or self.flow.write_paused)
            and not self.transport.is_closing()
        )

    def _answered_again(self, same: SameHead, data: bytes) -> bool:
        """Answers a look-up that comes with the head of the last one, and returns whether it did."""
        query = same.query_in(data)
        if query is None:
            return False
        self.headers = same.headers
        self.scope = cast(Any, {"client": self.client, "headers": same.headers})
        if self._answered(query):
            return True
        self._tried = {name: kept for name, kept in self._request.items() if name.startswith(_OURS)}
        return False

    @property
    def _request(self) -> Scope:
        """Returns what is known of the request; the server's own type of it has no place for what is ours."""
        return cast(Scope, self.scope)

    def _answered(self, encoded: bytes) -> bool:
        """Answers a look-up, and returns whether it did."""
        began, self._is_sent = time.perf_counter(), False
        try:
            self._send_at_once(encoded)
        except PolicygraphError:
            return False  # the application has words for it
        except Exception as error:  # which the parser would take for a fault of the client
            _log.error("fault", exc_info=error, started=self._is_sent)
        if not self._is_sent:
            return False
        self.on_response_complete()
        self._note_later(time.perf_counter() - began)
        return True

    def _send_at_once(self, encoded: bytes) -> None:
        """Passes the query on, and sends its answer if that is there at once."""
        query = decoded(encoded)
        if query is None:
            return
        self._request.update({"app": self.app, "method": "GET", "path": PATH})
        passing = prepared(self._request, query)
        if passing is not None:
            passing.at_once(
                self.app.state.services.early, self._use_time, partial(self._send, passing.wanted)
            )

    def _send(self, wanted: Format, whole: bytes) -> None:
        length = b"content-length: %d\r\n\r\n" % len(whole)
        self.transport.write(b"".join((_usual(wanted), self._head, length, whole)))
        self._is_sent = True

    def _use_time(self) -> None:
        """Does what can be done while a worker works: what is due, and the headers of this very answer."""
        self._note_due()
        number = self._request[REQUEST_ID] = request_id(self.headers)
        own = b"".join(b"%s: %s\r\n" % each for each in self.server_state.default_headers)
        self._head = own + b"x-request-id: %s\r\n" % number.encode()

    def _note_later(self, seconds: float) -> None:
        if not self._due:
            self.loop.call_later(_LATEST, self._note_due)
        self._due.append((self._request, seconds))

    def _note_due(self) -> None:
        """Counts the requests that were answered, and writes their entries."""
        due, self._due = self._due, []
        for request, seconds in due:
            tally = self.app.state.tally
            tally.begin()
            tally.end("GET", PATH, 200, seconds)
            with suppress(OSError):  # a log that takes nothing more must not cost the answer to another
                note_request(request, 200, seconds)


@lru_cache
def _usual(wanted: Format) -> bytes:
    """Returns the status of an answer in a format, and the headers that all of them have."""
    headers = (*head_of(wanted), *SAFE[False, False])
    return b"HTTP/1.1 200 OK\r\n" + b"".join(b"%s: %s\r\n" % each for each in headers)
