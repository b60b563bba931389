"""Labels of the sample: two passes that did not see each other, and what was settled where they differed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.proposals.sample import Row, texts_of

FOLDER = Path(__file__).parents[2] / "tests" / "labels"
FILE, SUB_GOALS = FOLDER / "sdg.jsonl", FOLDER / "sub-goals.jsonl"
GOALS = tuple(str(number) for number in range(1, 18))


@dataclass(frozen=True, slots=True)
class Labels:
    """Is what a reader says that a project serves: goals, and targets where they are clear."""

    goals: frozenset[str]
    targets: frozenset[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Is a row of the sample with both passes and the settled labels."""

    row: Row
    first: Labels
    second: Labels
    settled: Labels


def labelled() -> list[Labelled]:
    """Returns the sample with its labels, in the order of the file."""
    told = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    rows = texts_of(each["id"] for each in told)
    return [
        Labelled(rows[each["id"]], _of(each["a"]), _of(each["b"]), _of(each.get("settled") or each["a"]))
        for each in told
    ]


def sub_goals() -> dict[Row, frozenset[str]]:
    """Returns, for projects of four regions, the objectives of their strategies that one reader gave."""
    told = {
        each["id"]: each["sub_goals"] for each in map(json.loads, SUB_GOALS.read_text("utf-8").splitlines())
    }
    rows = texts_of(told)
    return {rows[key]: frozenset(names) for key, names in told.items()}


def dev(found: Iterable[Labelled]) -> list[Labelled]:
    """Returns those that lexicons and curves are made with."""
    return [each for each in found if each.row.is_dev]


def held_back(found: Iterable[Labelled]) -> list[Labelled]:
    """Returns those that are measured on, and on nothing else."""
    return [each for each in found if not each.row.is_dev]


def _of(told: dict[str, Any]) -> Labels:
    return Labels(frozenset(map(str, told["goals"])), frozenset(told["targets"]))
