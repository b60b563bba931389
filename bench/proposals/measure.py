"""Precision, recall, coverage and calibration of proposals, with intervals by resampling the texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

SEED, _ROUNDS = 2030, 1000
_BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Read:
    """Is what was proposed for a text, each with its confidence, and what its readers say is right.

    `unknown` are keys that nobody can judge: they count neither for nor against.
    """

    sure: Mapping[str, float]
    right: frozenset[str]
    unknown: frozenset[str] = frozenset()

    def judged(self) -> dict[str, float]:
        """Returns the proposals that can be judged."""
        return {key: sure for key, sure in self.sure.items() if key not in self.unknown}


@dataclass(frozen=True, slots=True)
class Figures:
    """Is how well proposals with at least some confidence do: shares of 1."""

    precision: float
    recall: float
    coverage: float

    @property
    def f1(self) -> float:
        """Returns the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Is the proposals with a confidence from `low` to `high`: how many, how sure on average, how right."""

    low: float
    high: float
    count: int
    sure: float
    right: float


def figures(reads: Sequence[Read], least: float) -> Figures:
    """Returns precision over all proposals, recall over all labels, and the share of texts with a proposal.

    Without any proposal precision is 0.
    """
    hits = proposed = wanted = covered = 0
    for read in reads:
        chosen = {key for key, sure in read.judged().items() if sure >= least}
        hits += len(chosen & read.right)
        proposed += len(chosen)
        wanted += len(read.right)
        covered += bool(chosen)
    return Figures(hits / max(proposed, 1), hits / max(wanted, 1), covered / max(len(reads), 1))


def at_recall(reads: Sequence[Read], wanted: float) -> Figures:
    """Returns the figures at the highest bound at which the wanted recall is reached, or of all."""
    bounds = sorted({sure for read in reads for sure in read.judged().values()}, reverse=True)
    low, high = 0, len(bounds) - 1
    while low < high:
        middle = (low + high) // 2
        if figures(reads, bounds[middle]).recall >= wanted:
            high = middle
        else:
            low = middle + 1
    return figures(reads, bounds[low])


def interval(reads: Sequence[Read], of: Callable[[Sequence[Read]], float]) -> tuple[float, float]:
    """Returns the middle 95 % of a figure over texts drawn anew, with replacement, 1,000 times."""
    source = np.random.default_rng(SEED)
    found = [of([reads[at] for at in source.integers(0, len(reads), len(reads))]) for _ in range(_ROUNDS)]
    low, high = np.percentile(found, [2.5, 97.5])
    return float(low), float(high)


def bins(reads: Sequence[Read]) -> list[Bin]:
    """Returns the reliability table: five bins of confidence."""
    pairs = _pairs(reads)
    found: list[Bin] = []
    for low, high in pairwise(_BINS):
        own = [(sure, right) for sure, right in pairs if low <= sure < high or (high == 1.0 and sure == 1.0)]
        sure, right = (float(np.mean(each)) for each in zip(*own, strict=True)) if own else (0.0, 0.0)
        found.append(Bin(low, high, len(own), sure, right))
    return found


def calibration_error(reads: Sequence[Read], count: int = 10) -> float:
    """Returns the expected calibration error: how far confidence and share of right ones lie apart.

    Over `count` bins of equal width, each weighted by how many proposals it holds.
    """
    pairs = np.array(_pairs(reads))
    if not len(pairs):
        return 0.0
    places = np.minimum((pairs[:, 0] * count).astype(int), count - 1)
    gaps = [
        abs(float(pairs[places == at].mean(axis=0) @ [1, -1])) * (places == at).sum()
        for at in set(places.tolist())
    ]
    return float(sum(gaps) / len(pairs))


def _pairs(reads: Sequence[Read]) -> list[tuple[float, bool]]:
    return [(sure, key in read.right) for read in reads for key, sure in read.judged().items()]
