"""What an OpenID Connect issuer is asked: a JSON object from its own origin, within a time and a length."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from socket import SHUT_RDWR
from threading import BoundedSemaphore, Timer
from typing import Any
from urllib.parse import urlsplit
from urllib.request import (
    AbstractHTTPHandler,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    Request,
    build_opener,
)

from api.errors import Unavailable

_TIMEOUT, _MOST = 5.0, 1_048_576
_AT_ONCE = 16
"""So many requests wait for an issuer at most, of the 40 that threads answer at a time.

So whoever sends tokens that it has to be asked for keeps nobody waiting who needs no issuer.
"""
_SOON = 5


class IssuerProblem(Exception):
    """Says that an issuer cannot be asked, or that its answer cannot be used."""


class Places:
    """Lets a few requests wait for an issuer at a time, and tells the others to come back."""

    def __init__(self) -> None:
        self._free = BoundedSemaphore(_AT_ONCE)

    @contextmanager
    def one(self) -> Iterator[None]:
        """Has a place while the issuer is waited for; raises Unavailable where all are taken."""
        if not self._free.acquire(blocking=False):
            raise Unavailable("issuer-silent", {"Retry-After": str(_SOON)})
        try:
            yield
        finally:
            self._free.release()


class _Bounded(AbstractHTTPHandler):
    """Ends a connection when its time is over, however slowly the other end tells the headers."""

    def do_open(self, http_class: Any, req: Request, **http_conn_args: Any) -> HTTPResponse:
        def bounded(*given: Any, **named: Any) -> HTTPConnection:
            connection: HTTPConnection = http_class(*given, **named)
            timer = Timer(_TIMEOUT, _cut, (connection,))
            timer.daemon = True
            timer.start()
            return connection

        return super().do_open(bounded, req, **http_conn_args)


class _Http(_Bounded, HTTPHandler):
    pass


class _Https(_Bounded, HTTPSHandler):
    pass


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def is_at(issuer: str, address: str) -> bool:
    """Says whether an address is at the issuer, by protocol, host and port.

    >>> is_at("https://a.example/realm", "https://a.example/token"), is_at("https://a.example", "https://b.example/")
    (True, False)
    """
    try:
        return urlsplit(address)[:2] == urlsplit(issuer)[:2]
    except ValueError:
        return False


def fetch(
    issuer: str, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    """Returns the JSON object at an address of the issuer; nothing is fetched from anywhere else.

    A `body` is sent by POST. Raises IssuerProblem.
    """
    try:
        if not is_at(issuer, address):
            raise IssuerProblem(f"{address} is not at the issuer")
        told_by_us = {"Accept": "application/json", "User-Agent": "policygraph"} | dict(headers or {})
        asked = Request(address, body, headers=told_by_us)
        with build_opener(_Stay, _Http, _Https).open(asked, timeout=_TIMEOUT) as answer:
            content = _read(answer, time.monotonic() + _TIMEOUT)
        told = json.loads(content) if len(content) <= _MOST else None
    except (OSError, ValueError, HTTPException, RecursionError) as error:
        raise IssuerProblem(f"{address}: {error}") from error
    if not isinstance(told, dict):
        raise IssuerProblem(f"{address}: not a JSON object, or too long")
    return told


def _read(answer: HTTPResponse, until: float) -> bytes:
    """Returns what is answered, and no more than it takes to see that it is too long or too slow."""
    content = b""
    while len(content) <= _MOST and (some := answer.read1(_MOST)):
        content += some
        if time.monotonic() > until:
            raise TimeoutError("the answer takes too long")
    return content


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # it has ended
        connection.sock.shutdown(SHUT_RDWR)
