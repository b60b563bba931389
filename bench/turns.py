"""Measurements in turns, so that whatever else the machine does falls on all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles

Measure = Callable[[], float]
ROUNDS, FEW_ROUNDS, LONG = 7, 3, 2.0
BRIEF = 0.25


def in_turns(measures: Mapping[str, Measure], rounds: int = ROUNDS) -> dict[str, float]:
    """Returns the median of each measure over rounds; those that take seconds are measured three times."""
    return {name: median(each) for name, each in samples(measures, rounds).items()}


def samples(measures: Mapping[str, Measure], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Returns what each measure gave, round by round.

    Who answers in a moment is asked twice, and the second answer counts: the first is spent on getting back
    into the processor's caches what others, some of which compute for seconds, have driven out of them.
    """
    found: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds):
        for name, measure in measures.items():
            if number < FEW_ROUNDS or found[name][0] < LONG:
                found[name].append(_settled(measure))
    return found


def _settled(measure: Measure) -> float:
    taken = measure()
    return measure() if taken < BRIEF else taken


def p95(values: Sequence[float]) -> float:
    """Returns what 95 of 100 values stay below.

    >>> p95(range(101))
    95.0
    """
    return float(quantiles(values, n=20, method="inclusive")[-1])
