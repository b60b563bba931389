"""Scores of what a text may serve, and the features by which they become confidences."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from graph.proposals.evidence import Evidence, Reading
from graph.proposals.lexicon import concepts

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Score:
    """Is how much a text speaks for something, by `features` that a calibration knows, and by what."""

    key: str
    score: float
    features: tuple[float, ...]
    evidence: tuple[Evidence, ...]


@cache
def goal_weights() -> Weights:
    """Returns, for each concept, what it counts for each goal: as much as for the goal's foremost target."""
    found: dict[str, dict[str, float]] = {}
    for concept in concepts().values():
        goals = found.setdefault(concept.name, {})
        for code, weight in concept.targets.items():
            goal = goal_of(code)
            goals[goal] = max(goals.get(goal, 0.0), weight)
    return found


@cache
def target_weights() -> Weights:
    """Returns, for each concept, what it counts for each target."""
    return {concept.name: concept.targets for concept in concepts().values()}


@cache
def objective_weights(period: str) -> Weights:
    """Returns, for each concept, what it counts for each objective of the EU's funds in a period."""
    return {
        concept.name: {key: weight for key, weight in concept.objectives.items() if key.startswith(period)}
        for concept in concepts().values()
    }


def goal_of(code: str) -> str:
    """Returns the goal of a target.

    >>> goal_of("9.c")
    '9'
    """
    return code.partition(".")[0]


def scores(reading: Reading, weights: Weights) -> list[Score]:
    """Returns the scores of all that a text speaks for at all.

    The features are: the score; its share of all scores; its share of the highest; what the title says; the
    length of the text.
    """
    found: dict[str, list[tuple[Evidence, float]]] = {}
    for evidence in reading.evidence.values():
        for key, weight in weights.get(evidence.concept, {}).items():
            found.setdefault(key, []).append((evidence, weight))
    summed = {key: _sum(told) for key, told in found.items()}
    total, top = sum(summed.values()), max(summed.values(), default=0.0)
    return [
        Score(key, summed[key], _features(summed[key], total, top, told, reading.length), _foremost(told))
        for key, told in found.items()
    ]


def _sum(told: Iterable[tuple[Evidence, float]]) -> float:
    return sum(evidence.value * weight for evidence, weight in told)


def _features(
    score: float, total: float, top: float, told: Iterable[tuple[Evidence, float]], length: int
) -> tuple[float, ...]:
    titled = max((weight for evidence, weight in told if evidence.in_title), default=0.0)
    return (math.log1p(score), score / (total + 1), score / (top + 0.5), titled, math.log(max(length, 1)) / 5)


def _foremost(told: Iterable[tuple[Evidence, float]]) -> tuple[Evidence, ...]:
    ordered = sorted(told, key=lambda pair: (-pair[0].value * pair[1], pair[0].concept))
    return tuple(evidence for evidence, _ in ordered)
