"""The clock that dates commits: it never goes back behind the last one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from graph.commits.facts import made_at
from graph.store.base import Store
from graph.store.given_up import is_given_up

_STEP = timedelta(microseconds=1)


class Onward:
    """Tells the time, after the last commit of a store even where the machine's clock was put back.

    Of a reviewer's reviews the newest counts, and accounts of changes end at the first commit that is too
    old: what is said later has to bear a later time.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._sequence = 0
        self._last: datetime | None = None

    def __call__(self) -> datetime:
        """Returns the moment, in UTC."""
        now, last = datetime.now(UTC), self._last_commit()
        return now if last is None or last < now else last + _STEP

    def _last_commit(self) -> datetime | None:
        if (sequence := self._store.sequence) != self._sequence:
            told = made_at(self._store, last_commit(self._store))
            self._last, self._sequence = datetime.fromisoformat(told) if told else None, sequence
        return self._last


def last_commit(store: Store) -> int:
    """Returns the number of the last commit that is there: later ones may have been given up."""
    sequence = store.sequence
    while is_given_up(store.about(sequence)):
        sequence -= 1
    return sequence
