"""The public keys of an OpenID Connect issuer (JWKS, RFC 7517): fetched from there alone, kept a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

import structlog

from api.access.issuer_asking import IssuerProblem, Places, fetch, is_at
from api.errors import Unavailable

if TYPE_CHECKING:
    from jwt import PyJWK

_log = structlog.get_logger("policygraph.access")
DISCOVERY = "/.well-known/openid-configuration"
FRESH, USABLE, PAUSE = 600.0, 86_400.0, 30.0


@dataclass
class IssuerKeys:
    """Holds the keys of an issuer; all times are in seconds of `clock`.

    Keys are asked for again when they are older than `FRESH`, or when a token names one that is not among
    them, but at most once in `PAUSE`. Where the issuer does not answer, keys go on being good for `USABLE`;
    who can be answered from them waits for nobody who asks. Of the others those wait who find one of the
    `places`.
    """

    issuer: str
    clock: Callable[[], float] = time.monotonic
    _keys: Mapping[str | None, PyJWK] = field(default_factory=dict)
    _told: Mapping[str, Any] = field(default_factory=dict)
    _fetched: float | None = None
    _tried: float | None = None
    _is_silent: bool = False
    _lock: Lock = field(default_factory=Lock)
    places: Places = field(default_factory=Places)

    def find(self, name: str | None) -> PyJWK | None:
        """Returns the key of a name; without one the only key there is; None where there is none.

        Raises Unavailable where no keys were ever had, or those that were are too old, and for another name
        while the issuer does not answer: it may be that of a new key.
        """
        self._freshen(is_lacking=self._named(name) is None)
        found = self._named(name)
        if self._age() > USABLE or (found is None and self._is_silent):
            raise Unavailable("issuer-silent", {"Retry-After": str(int(PAUSE))})
        return found

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
        if is_lacking or self._age() > USABLE:
            if self._lock.locked() or self._may_try():
                with self.places.one(), self._lock:
                    self._refresh()
        elif self._lock.acquire(blocking=False):
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

    def _may_try(self) -> bool:
        return self._tried is None or self.clock() - self._tried >= PAUSE

    def _refresh(self) -> None:
        if not self._may_try():
            return
        try:
            self._keys, self._told = fetched(self.issuer)
            self._fetched, self._is_silent = self.clock(), False
        except IssuerProblem as error:
            self._is_silent = True
            _log.warning("issuer-silent", issuer=self.issuer, why=str(error))
        finally:
            self._tried = self.clock()


def fetched(issuer: str) -> tuple[Mapping[str | None, PyJWK], Mapping[str, Any]]:
    """Returns the keys of an issuer by name, and what it tells of itself; raises IssuerProblem."""
    told = _told_by(issuer)
    return _keys_of(issuer, told), told


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


def _list(told: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = told.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
