"""Requests counted from the first one on; the library that writes figures is loaded by whoever reads them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from threading import Lock

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""The upper bounds of the classes of durations, in seconds."""


@dataclass
class Times:
    """Holds how many requests of a route fell into each class of durations, and the sum in seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        """Counts one request.

        >>> times = Times(); times.add(0.02); times.add(99); times.counts[2], times.counts[-1]
        (1, 1)
        """
        self.counts[bisect_left(BOUNDS, seconds)] += 1
        self.total += seconds

    def cumulated(self) -> list[tuple[str, float]]:
        """Returns for each bound how many requests took no longer, as Prometheus has its histograms."""
        sums, so_far = [], 0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), self.counts, strict=True):
            so_far += count
            sums.append((bound, float(so_far)))
        return sums


class Tally:
    """Counts requests by method, route and status, and their durations by route; threads may share it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._requests: Counter[tuple[str, str, str]] = Counter()
        self._times: dict[str, Times] = {}
        self.running = 0

    def begin(self) -> None:
        """Counts a request that has come."""
        with self._lock:
            self.running += 1

    def end(self, method: str, route: str, status: int, seconds: float) -> None:
        """Counts a request that was answered."""
        with self._lock:
            self.running -= 1
            self._requests[method, route, str(status)] += 1
            self._times.setdefault(route, Times()).add(seconds)

    def requests(self) -> list[tuple[tuple[str, str, str], int]]:
        """Returns how many requests there were by method, route and status."""
        with self._lock:
            return sorted(self._requests.items())

    def times(self) -> list[tuple[str, list[tuple[str, float]], float]]:
        """Returns the durations by route: how many took no longer than each bound, and their sum."""
        with self._lock:
            return [(route, times.cumulated(), times.total) for route, times in sorted(self._times.items())]
