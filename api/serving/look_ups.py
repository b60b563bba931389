"""Queries as most clients send them, answered before the rest of the application is gone through."""

from __future__ import annotations

from binascii import a2b_qp
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from starlette.types import ASGIApp, Receive, Scope, Send

from api.formats.negotiation import HTML, Format
from api.limiting import count, query_budget
from api.metrics import note_route
from api.querying.sparql import format_of
from api.services import Services
from api.serving.passing import SHORT, Passing, passing_of
from graph.errors import PolicygraphError
from graph.store import UNION, query_form

PATH = "/sparql"
FIELD = b"query="
PLACE = PATH.encode() + b"?" + FIELD
"""How the address of a look-up begins."""
_USUAL = 500  # characters of Accept: what it comes to is remembered
_ORIGIN = b"origin"
"""The header on which the answer depends, besides Accept."""


class LookUps:
    """Answers a GET of /sparql that says nothing but a short query, if that is soon answered.

    All else goes on to the application, with what has been done of it by then: also what is to be refused. To
    go through that takes longer than most look-ups do. What counts and limits requests is the same.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        query = _query(scope) if scope["type"] == "http" else None
        try:
            answered = query is not None and await _answered(scope, send, query)
        except PolicygraphError:
            answered = False  # the application comes to the same, and has words for it
        if not answered:
            await self._app(scope, receive, send)


def _query(scope: Scope) -> str | None:
    """Returns the query of a request that says nothing else, None where there may be more to it."""
    if scope["path"] != PATH or scope["method"] != "GET":
        return None
    encoded: bytes = scope["query_string"]
    return decoded(encoded[len(FIELD) :]) if encoded.startswith(FIELD) else None


def decoded(encoded: bytes) -> str | None:
    """Returns a short query as the last field of an address has it, None where more follows.

    A fragment is more: it is no part of the query, and should not have been sent.

    >>> decoded(b"ASK+%7B%7D"), decoded(b"ASK+%7B%7D&format=json")
    ('ASK {}', None)
    """
    if b"&" in encoded or b"#" in encoded or len(encoded) > 3 * SHORT:
        return None
    try:
        query = _unquoted(encoded.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        return None
    return query if len(query) <= SHORT else None


def _unquoted(encoded: bytes) -> bytes:
    """Returns what `unquote_to_bytes` does, eight times as fast: mail has these escapes too, read in C."""
    plain = a2b_qp(encoded.replace(b"=", b"=3D").replace(b"%", b"="))
    is_whole = len(encoded) - len(plain) == 2 * encoded.count(b"%")
    return plain if is_whole else unquote_to_bytes(encoded)  # what is no escape, each has its own way with


async def _answered(scope: Scope, send: Send, query: str) -> bool:
    """Sends the answer if it is soon there, and returns whether it did."""
    passing = passing_of(scope) or prepared(scope, query)
    whole = None if passing is None else await passing.soon(scope["app"].state.services.early)
    if passing is None or whole is None:
        return False
    note_route(scope, PATH)
    headers = [*head_of(passing.wanted), (b"content-length", b"%d" % len(whole))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": whole})
    return True


def prepared(scope: Scope, query: str) -> Passing | None:
    """Returns what passes a query on, counted for its client, and leaves it to whoever answers it at last.

    None stands for what is to be answered otherwise; what is refused is raised.
    """
    services: Services = scope["app"].state.services
    wanted = _wanted(scope["headers"], query)
    if wanted is None or len(query.encode()) > services.settings.query_max_bytes:
        return None
    count(scope)
    budget = query_budget(scope)
    if not services.turns.has_room(budget.client):
        return None
    passing = Passing(services.pool, query, UNION, wanted, budget)
    passing.keep(scope)
    return passing


def _wanted(headers: Iterable[tuple[bytes, bytes]], query: str) -> Format | None:
    """Returns the format to answer in, None where it is a page, or is for the application to find."""
    accept = None
    for name, value in headers:
        if name == _ORIGIN:
            return None
        if name == b"accept" and accept is None:
            accept = value.decode("latin-1")
    return _format(query_form(query), accept) if len(accept or "") <= _USUAL else None


@lru_cache(maxsize=256)
def _format(form: str | None, accept: str | None) -> Format | None:
    wanted = format_of(form, accept, (HTML,))
    return None if wanted is HTML else wanted


@lru_cache
def head_of(wanted: Format) -> tuple[tuple[bytes, bytes], ...]:
    """Returns the headers that all answers in a format have."""
    return (b"content-type", wanted.content_type.encode()), (b"vary", b"Accept, Origin")
