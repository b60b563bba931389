"""Which request a commit answers: kept in the journal with the commit itself, in one write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


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
