"""Numbers of commits that a restore gave up: the journal keeps them, and no other commit gets them.

Whoever cited such a commit, follows a feed or kept a dump of it would else be led to another one, silently.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

from graph.errors import Gone
from graph.store.base import About, Record

_RESTORED = "restored"


class Told(Protocol):
    """Is what tells what commits are about."""

    def about(self, sequence: int) -> About | None:
        """Returns what a commit was told to be about, None if the journal does not hold it."""


def given_up(sequence: int, after: int) -> Record:
    """Returns what the journal holds of a number that is given up: the store is led back to `after`."""
    return Record(sequence, about={_RESTORED: after, "at": datetime.now(UTC).isoformat()})


def is_given_up(about: About | None) -> bool:
    """Says whether a number is one of no commit any more, by what the journal says of it."""
    return about is not None and _RESTORED in about


def refuse_given_up(store: Told, sequence: int) -> None:
    """Raises Gone for the number of a commit that a restore gave up."""
    about = store.about(sequence)
    if about is not None and is_given_up(about):
        raise Gone("commit-given-up", sequence=sequence, to=about[_RESTORED])
