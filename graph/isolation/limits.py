"""What a stranger's query may cost, and how many run at the same time."""

from __future__ import annotations

from dataclasses import dataclass

from graph.store.guard import MAX_DEPTH, MAX_LENGTH

MEBIBYTE = 1 << 20
MIN_MEMORY = 256 * MEBIBYTE
"""What a worker needs to open a store and to answer look-ups."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Holds the limits of the query pool; times are in seconds, sizes in bytes.

    A query begins on one of the quick places, and may have to lend it on to a client that has used them less:
    then it is stopped until there is one again. Once it has run for `slow_after` it moves to one of the slow
    places, or is stopped until there is one. So at most `workers` and one more work, `slow` beside them, and
    twice `slow_waiting` are stopped, which keep the memory that they have used; `workers` and two more wait,
    and one less than `workers` for those who ask much.

    >>> Limits(seconds=10).seconds
    10
    """

    seconds: float = 30.0
    """How long a worker may compute one answer."""
    transfer_seconds: float = 300.0
    """How long an answer may take in all, with the time that its reader leaves it waiting."""
    memory: int = 2048 * MEBIBYTE
    """The address space of a worker, of which its program itself takes about 130 MiB; at least MIN_MEMORY."""
    answer_bytes: int = 256 * MEBIBYTE
    """The length of an answer."""
    length: int = MAX_LENGTH
    """The characters of a query; more than the guard's own limit has no effect."""
    depth: int = MAX_DEPTH
    """How deep the brackets of a query may nest; more than the guard's own limit has no effect."""
    workers: int = 2
    """How many quick queries run at the same time."""
    wait_seconds: float = 10.0
    """How long a query may wait to begin."""
    slow: int = 1
    """How many slow queries run at the same time."""
    slow_after: float = 0.25
    """How long a query counts as quick."""
    background_after: float = 5.0
    """How long a query computes at full priority; that of a client who asks much has a low one at once."""
    slow_waiting: int = 8
    """How many slow queries may wait for a place, each for `wait_seconds`."""
    fresh_within: float = 0.5
    """How old a checkpoint may be that lacks the last commit."""

    def __post_init__(self) -> None:
        if self.memory < MIN_MEMORY or min(self.workers, self.slow) < 1:
            raise ValueError(f"workers need {MIN_MEMORY} bytes, and one place of each kind: {self}")

    @property
    def threads(self) -> int:
        """Returns how many threads should ask, so that those that wait keep nobody out who could run."""
        return self.slow + self.slow_waiting + 24 * self.workers
