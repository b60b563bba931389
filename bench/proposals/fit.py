"""Fits the curves that turn scores into confidences, on the half of the sample that is there for it.

python -m bench.proposals.fit    # writes graph/proposals/lexicons/calibration.json
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from bench.proposals.labels import Labelled, dev, labelled, sub_goals
from bench.proposals.sample import SEED, Row, drawn, rows
from data import shipped_files
from graph.loading import load_shipped
from graph.proposals.calibration import digest_of_lexicons
from graph.proposals.evidence import Reading
from graph.proposals.reading import read_text, target_scores
from graph.proposals.scoring import goal_weights, objective_weights, scores
from graph.proposals.strategies import sub_goal_weights
from graph.repository import Repository
from graph.store import open_store
from graph.terms import DEFAULT_BASE
from ontology import PREFIXES

FILE = Path(__file__).parents[2] / "graph" / "proposals" / "lexicons" / "calibration.json"
VERSION = "1.1"
REGIONS = {"Dalarna": "SE312", "Värmland": "SE311", "Västerbotten": "SE331", "Västmanland": "SE125"}
OBJECTIVES = {
    "Att stärka forskning": "eu-2014/to1",
    "Att öka tillgången till, användningen": "eu-2014/to2",
    "Att öka konkurrenskraften hos SMF": "eu-2014/to3",
    "Att stödja övergången till en koldioxidsnål": "eu-2014/to4",
    "Att främja hållbara transporter": "eu-2014/to7",
    "Tekniskt stöd": "eu-2014/ta",
}
_ROUNDS, _SHRINK, _SHRINK_BIAS, _FOLDS = 40, 0.3, 1.0, 8
Numbers = npt.NDArray[np.float64]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Example:
    """Is one thing that a text speaks for: its features, and whether its readers say so too."""

    key: str
    features: tuple[float, ...]
    is_right: bool


@dataclass(frozen=True, slots=True)
class Fitted:
    """Is a curve as fitted: weights, intercept and biases."""

    weights: Numbers
    intercept: float
    biases: dict[str, float]

    def confidences(self, examples: Sequence[Example]) -> Numbers:
        """Returns the confidence of each example."""
        told = np.array([example.features for example in examples]) @ self.weights + self.intercept
        told += np.array([self.biases.get(example.key, 0.0) for example in examples])
        return np.asarray(1 / (1 + np.exp(-told)))


def fitted(examples: Sequence[Example]) -> Fitted:
    """Returns the logistic regression of the examples, shrunk, by Newton's method."""
    keys = sorted({example.key for example in examples} - {""})
    features = np.array([example.features for example in examples])
    own = np.array([[float(example.key == key) for key in keys] for example in examples]).reshape(
        len(examples), len(keys)
    )
    right = np.array([float(example.is_right) for example in examples])
    table = np.hstack([features, np.ones((len(examples), 1)), own])
    shrink = np.diag([_SHRINK] * features.shape[1] + [0.01] + [_SHRINK_BIAS] * len(keys))
    weights = np.zeros(table.shape[1])
    for _ in range(_ROUNDS):
        sure = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (sure - right) + shrink @ weights
        bend = (table * (sure * (1 - sure))[:, None]).T @ table + shrink
        weights -= np.linalg.solve(bend, slope)
    count = features.shape[1]
    return Fitted(
        weights[:count], float(weights[count]), dict(zip(keys, weights[count + 1 :].tolist(), strict=True))
    )


def goal_examples(item: Labelled) -> Iterator[Example]:
    """Yields the goals that a text speaks for; what it does not speak for is never proposed."""
    reading = _read(item.row)
    for score in scores(reading, goal_weights()) if reading else ():
        yield Example(score.key, score.features, score.key in item.settled.goals)


def target_examples(item: Labelled) -> Iterator[Example]:
    """Yields the targets of those goals of a text for which its readers say which target it is."""
    reading = _read(item.row)
    told = {target.partition(".")[0] for target in item.settled.targets}
    for goal, score, features in target_scores(reading) if reading else ():
        if goal in told:
            yield Example(score.key, features, score.key in item.settled.targets)


def objective_examples(row: Row) -> Iterator[Example]:
    """Yields the objectives that a text speaks for; right is the one that the list itself names."""
    reading, wanted = _read(row), objective_of(row)
    period = "eu-2021" if row.list == "interreg-2021" else "eu-2014"
    for score in scores(reading, objective_weights(period)) if reading and wanted is not None else ():
        yield Example(score.key, score.features, score.key == wanted)


def sub_goal_examples(pair: tuple[Row, frozenset[str]]) -> Iterator[Example]:
    """Yields the objectives of the strategies of a project's regions that its text speaks for."""
    row, wanted = pair
    reading, repository = _read(row), shipped()
    areas = [f"{PREFIXES['nuts']}{REGIONS[name]}" for name in row.areas if name in REGIONS]
    weights = sub_goal_weights(repository, areas, None)
    for score in scores(reading, weights) if reading else ():
        key = score.key.removeprefix(f"{repository.store.base}id/objective/")
        yield Example("", score.features, key in wanted)


@cache
def shipped() -> Repository:
    """Returns the graph that ships."""
    store = open_store("memory:", base=DEFAULT_BASE)
    load_shipped(store, shipped_files(examples=False))
    return Repository(store)


def objective_of(row: Row) -> str | None:
    """Returns the objective that a list names for a row; None where it names none."""
    if row.list == "interreg-2021":
        return f"eu-2021/{row.own.lower()}"
    return next((key for name, key in OBJECTIVES.items() if row.own.startswith(name)), None)


@cache
def _read(row: Row) -> Reading | None:
    return read_text(row.title, row.text, row.lang)


def held_out(groups: Sequence[Sequence[Example]]) -> Numbers:
    """Returns the confidence of each example by a curve that was fitted without the text that it is of."""
    order = np.random.default_rng(SEED).permutation(len(groups)) % _FOLDS
    found: list[Numbers] = [np.zeros(0)] * len(groups)
    for fold in range(_FOLDS):
        curve = fitted([each for at, group in enumerate(groups) if order[at] != fold for each in group])
        for at, group in enumerate(groups):
            if order[at] == fold and group:
                found[at] = curve.confidences(group)
    return np.concatenate(found)


def held_out_targets(items: Sequence[Labelled]) -> tuple[Numbers, Numbers]:
    """Returns the confidence of each target by curves fitted without its text, and whether it is right.

    A target of a goal that its readers gave without saying which target is left out: nobody knows.
    """
    order = np.random.default_rng(SEED).permutation(len(items)) % _FOLDS
    found: list[tuple[float, float]] = []
    for fold in range(_FOLDS):
        others = [item for at, item in enumerate(items) if order[at] != fold]
        goal, target = fitted(_flat(others, goal_examples)), fitted(_flat(others, target_examples))
        for at, item in enumerate(items):
            if order[at] == fold:
                found += _judged(item, goal, target)
    sure, right = zip(*found, strict=True)
    return np.array(sure), np.array(right)


def _judged(item: Labelled, goal: Fitted, target: Fitted) -> Iterator[tuple[float, float]]:
    reading = _read(item.row)
    if not reading:
        return
    sure = {each.key: goal.confidences([each])[0] for each in goal_examples(item)}
    told = {code.partition(".")[0] for code in item.settled.targets}
    for of, score, features in target_scores(reading):
        if of in told or of not in item.settled.goals:
            example = Example(score.key, features, score.key in item.settled.targets)
            yield float(sure[of] * target.confidences([example])[0]), float(example.is_right)


def _flat(items: Sequence[T], examples_of: Callable[[T], Iterator[Example]]) -> list[Example]:
    return [example for item in items for example in examples_of(item)]


def least_for(confidences: Numbers, right: Numbers, wanted: float) -> float:
    """Returns the least confidence, in steps of 0.05, from which the wanted share is right; else 0.5."""
    for bound in np.arange(0.3, 0.9, 0.05):
        chosen = confidences >= bound
        if chosen.any() and right[chosen].mean() >= wanted:
            return round(float(bound), 2)
    return 0.5


def _curve(
    items: Sequence[T], examples_of: Callable[[T], Iterator[Example]], wanted: float
) -> dict[str, object]:
    groups = [list(examples_of(item)) for item in items]
    flat = [example for group in groups for example in group]
    right = np.array([float(example.is_right) for example in flat])
    return _told(fitted(flat), least_for(held_out(groups), right, wanted))


def _told(curve: Fitted, least: float) -> dict[str, object]:
    return {
        "weights": [round(weight, 4) for weight in curve.weights.tolist()],
        "intercept": round(curve.intercept, 4),
        "biases": {key: round(bias, 4) for key, bias in curve.biases.items()},
        "least": least,
    }


def main() -> None:
    """Writes the curves and the least confidence that is proposed, each from the development half alone."""
    items = dev(labelled())
    sample = {row.id for row in drawn()}
    free = [row for row in rows() if row.is_dev or row.id not in sample]
    curves = {
        "goal": _curve(items, goal_examples, 0.8),
        "target": _told(fitted(_flat(items, target_examples)), least_for(*held_out_targets(items), 0.7)),
        "specific-objective": _curve(free, objective_examples, 0.7),
        "sub-goal": _curve([pair for pair in sub_goals().items() if pair[0].is_dev], sub_goal_examples, 0.6),
    }
    told = {"version": VERSION, "lexicons": digest_of_lexicons(), "curves": curves}
    FILE.write_text(json.dumps(told, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
