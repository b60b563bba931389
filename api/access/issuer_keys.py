"""The public keys of an OpenID Connect issuer (JWKS, RFC 7517): fetched from there alone, kept a while."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog

from api.errors import Unavailable

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from jwt import PyJWK

_log = structlog.get_logger("policygraph.access")
DISCOVERY = "/.well-known/openid-configuration"
FRESH, USABLE, PAUSE = 600.0, 86_400.0, 30.0
_TIMEOUT, _MOST = 5.0, 1_048_576


class IssuerProblem(Exception):
    """Says that an issuer cannot be asked, or that its answer cannot be used."""


@dataclass
class IssuerKeys:
    """Holds the keys of an issuer; all times are in seconds of `clock`.

    Keys are asked for again when they are older than `FRESH`, or when a token names one that is not among
    them, but at most once in `PAUSE`. Where the issuer does not answer, keys go on being good for `USABLE`;
    who can be answered from them waits for nobody who asks.
    """

    issuer: str
    clock: Callable[[], float] = time.monotonic
    _keys: Mapping[str | None, PyJWK] = field(default_factory=dict)
    _told: Mapping[str, Any] = field(default_factory=dict)
    _fetched: float | None = None
    _tried: float | None = None
    _lock: Lock = field(default_factory=Lock)

    def find(self, name: str | None) -> PyJWK | None:
        """Returns the key of a name; without one the only key there is; None where there is none.

        Raises Unavailable where no keys were ever had, or those that were are too old.
        """
        self._freshen(is_lacking=self._named(name) is None)
        if self._age() > USABLE:
            raise Unavailable("issuer-silent", {"Retry-After": str(int(PAUSE))})
        return self._named(name)

    def endpoint(self, name: str) -> str:
        """Returns an address that the issuer tells of itself, such as `token_endpoint`.

        Raises Unavailable where it does not answer, or names a place that is not its own.
        """
        self._freshen(is_lacking=name not in self._told)
        address = self._told.get(name)
        if not isinstance(address, str) or not is_at(self.issuer, address):
            raise Unavailable("issuer-silent", {"Retry-After": str(int(PAUSE))})
        return address

    def _freshen(self, *, is_lacking: bool) -> None:
        if self._age() <= FRESH and not is_lacking:
            return
        if self._lock.acquire(blocking=is_lacking or self._age() > USABLE):
            try:
                self._refresh()
            finally:
                self._lock.release()

    def _age(self) -> float:
        return float("inf") if self._fetched is None else self.clock() - self._fetched

    def _named(self, name: str | None) -> PyJWK | None:
        if name is None:
            return next(iter(self._keys.values())) if len(self._keys) == 1 else None
        return self._keys.get(name)

    def _refresh(self) -> None:
        if self._tried is not None and self.clock() - self._tried < PAUSE:
            return
        self._tried = self.clock()
        try:
            told = _told_by(self.issuer)
            self._keys, self._told, self._fetched = _keys_of(self.issuer, told), told, self.clock()
        except IssuerProblem as error:
            _log.warning("issuer-silent", issuer=self.issuer, why=str(error))


def is_at(issuer: str, address: str) -> bool:
    """Says whether an address is at the issuer, by protocol, host and port.

    >>> is_at("https://a.example/realm", "https://a.example/token"), is_at("https://a.example", "https://b.example/")
    (True, False)
    """
    try:
        return urlsplit(address)[:2] == urlsplit(issuer)[:2]
    except ValueError:
        return False


def _told_by(issuer: str) -> Mapping[str, Any]:
    told = fetch(issuer, issuer.rstrip("/") + DISCOVERY)
    if told.get("issuer") != issuer:
        raise IssuerProblem("the issuer calls itself otherwise")
    return told


def _keys_of(issuer: str, told: Mapping[str, Any]) -> Mapping[str | None, PyJWK]:
    from jwt import PyJWK
    from jwt.exceptions import PyJWTError

    found: dict[str | None, PyJWK] = {}
    for each in _list(fetch(issuer, str(told.get("jwks_uri"))), "keys"):
        # A symmetric key is no public one; a key to encrypt with signs nothing.
        if each.get("kty") == "oct" or each.get("use", "sig") != "sig":
            continue
        try:
            found[each.get("kid")] = PyJWK(each)
        except (PyJWTError, TypeError):
            continue  # a key of a kind that is not known here, or a list where a text should be
    return found


def fetch(
    issuer: str, address: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    """Returns the JSON object at an address of the issuer; nothing is fetched from anywhere else.

    A `body` is sent by POST. Raises IssuerProblem.
    """
    from http.client import HTTPException
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    try:
        if not is_at(issuer, address):
            raise IssuerProblem(f"{address} is not at the issuer")
        told_by_us = {"Accept": "application/json", "User-Agent": "policygraph"} | dict(headers or {})
        asked = Request(address, body, headers=told_by_us)
        with build_opener(Stay).open(asked, timeout=_TIMEOUT) as answer:
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


def _list(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = told.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
