"""Confidences: scores turned into how often such a score has been right, as measured on labelled texts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable


@dataclass(frozen=True, slots=True)
class Curve:
    """Is a logistic curve over features, with a bias of its own for each thing that was seen often enough.

    What is below `least` is not proposed: there we abstain.
    """

    weights: Sequence[float]
    intercept: float
    least: float
    biases: Mapping[str, float] = field(default_factory=dict)

    def confidence(self, key: str, features: Sequence[float]) -> float:
        """Returns the confidence, 0 to 1."""
        told = sum(weight * value for weight, value in zip(self.weights, features, strict=True))
        return 1 / (1 + math.exp(-(told + self.intercept + self.biases.get(key, 0.0))))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Is the curves of each kind of proposal, and the digest of the lexicons for which they hold."""

    version: str
    lexicons: str
    curves: Mapping[str, Curve]


@cache
def calibration() -> Calibration:
    """Returns the calibration that ships."""
    told = json.loads((_folder() / "calibration.json").read_text("utf-8"))
    curves = {name: Curve(**curve) for name, curve in told["curves"].items()}
    return Calibration(told["version"], told["lexicons"], curves)


def digest_of_lexicons() -> str:
    """Returns the sha256 of all lexicons: a calibration holds for those that it was fitted with."""
    told = sha256()
    for file in sorted(_texts(_folder()), key=lambda each: each.name):
        told.update(file.name.encode() + file.read_bytes())
    return told.hexdigest()


def _folder() -> Traversable:
    return files(__package__) / "lexicons"


def _texts(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for each in folder.iterdir():
        if each.is_dir():
            found += _texts(each)
        elif each.name.endswith((".toml", ".txt")):
            found.append(each)
    return found
