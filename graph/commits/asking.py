"""Which commit answered a key: the journal tells it, with what the body of its request amounted to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.store.base import About, Store

KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answered:
    """Is the commit that a request made, with what its body amounted to."""

    sequence: int
    fingerprint: str


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
