"""Which request a commit answers: kept in the journal with the commit itself, in one write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.store.base import About, Store

KEPT = timedelta(hours=24)


@dataclass(slots=True)
class Asked:
    """Is a request that may write: its id, from where it came, its key, and what its body amounts to.

    `key` and `fingerprint` are hashes: the client's own key may be a secret, and holds no meaning.
    """

    request: str | None = None
    client: str | None = None
    key: str | None = None
    fingerprint: Callable[[], str] | None = None

    def told(self) -> dict[str, str]:
        """Returns what the journal keeps of it."""
        body = self.fingerprint() if self.key and self.fingerprint else None
        told = {"request": self.request, "from": self.client, "key": self.key, "body": body}
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Answered:
    """Is the commit that a request made, with what its body amounted to."""

    sequence: int
    fingerprint: str


_ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)


@contextmanager
def asked(request: Asked) -> Iterator[None]:
    """Lets the commits that are made within, in this task and the threads it calls, name the request."""
    token = _ASKED.set(request)
    try:
        yield
    finally:
        _ASKED.reset(token)


def told_of_request() -> dict[str, str]:
    """Returns what the journal keeps of the request that is being answered, nothing where there is none."""
    request = _ASKED.get()
    return request.told() if request else {}


class Keys:
    """Knows the keys of the commits of the last day, from the journal; each record is read once."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock
        self._read = 0
        self._known: dict[str, Answered] = {}

    def find(self, key: str) -> Answered | None:
        """Returns the commit that answers the key, None if none of the last day does."""
        for number in range(self._store.sequence, self._read, -1):
            about = self._store.about(number)
            if about is None or self._is_old(about):
                break
            if about.get("key"):
                self._known.setdefault(str(about["key"]), Answered(number, str(about.get("body"))))
        self._read = self._store.sequence
        return self._known.get(key)

    def _is_old(self, about: About) -> bool:
        at = about.get("at")
        return at is None or datetime.fromisoformat(str(at)) < self._clock() - KEPT
