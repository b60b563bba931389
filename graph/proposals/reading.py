"""From a text to what it may serve, with confidences: pure functions, no graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.proposals.calibration import calibration
from graph.proposals.evidence import Evidence, Reading, Word, read
from graph.proposals.lexicon import languages, lexicon
from graph.proposals.scoring import (
    Score,
    Weights,
    goal_of,
    goal_weights,
    objective_weights,
    scores,
    target_weights,
)
from graph.proposals.telling import language_of

GOAL, TARGET, OBJECTIVE, SUB_GOAL = "goal", "target", "specific-objective", "sub-goal"
_MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Guess:
    """Is that a text may serve something: `key` is its code, `words` speak for it, in their order."""

    kind: str
    key: str
    confidence: float
    words: tuple[Word, ...]


def read_text(title: str, text: str, lang: str = "") -> Reading | None:
    """Returns what a text speaks of; None where its language is told by no word and none is given."""
    spoken = lang if lang in languages() else language_of(title, text)
    return read(title, text, lexicon(spoken)) if spoken else None


def goals(reading: Reading) -> list[Guess]:
    """Returns a guess for every goal that a text speaks for, most certain first."""
    return _guesses(GOAL, scores(reading, goal_weights()))


def objectives(reading: Reading, period: str) -> list[Guess]:
    """Returns a guess for every objective of the EU's funds in a period, most certain first."""
    return _guesses(OBJECTIVE, scores(reading, objective_weights(period)))


def sub_goals(reading: Reading, weights: Weights) -> list[Guess]:
    """Returns a guess for every objective of an area's strategies that a text speaks for, by its IRI."""
    return _guesses(SUB_GOAL, scores(reading, weights))


def targets(reading: Reading, of: Sequence[Guess]) -> list[Guess]:
    """Returns a guess for every target of these goals: as certain as the goal and the target in it."""
    sure = {goal.key: goal.confidence for goal in of}
    curve = calibration().curves[TARGET]
    found = [
        Guess(
            TARGET, score.key, sure[goal] * curve.confidence(score.key, features), words_for(score.evidence)
        )
        for goal, score, features in target_scores(reading)
        if goal in sure
    ]
    return _ordered(found)


def target_scores(reading: Reading) -> Iterator[tuple[str, Score, tuple[float, ...]]]:
    """Yields the score of each target with its goal, and its features among the targets of that goal."""
    found = scores(reading, target_weights())
    for goal in {goal_of(score.key) for score in found}:
        own = [score for score in found if goal_of(score.key) == goal]
        total, top = sum(score.score for score in own), max(score.score for score in own)
        for score in own:
            yield goal, score, (score.score / (total + 0.1), score.score / (top + 0.1), score.features[0])


def worth_saying(guesses: Sequence[Guess], least: float | None = None) -> list[Guess]:
    """Returns the guesses that are certain enough; without a `least` those that the calibration says are."""
    curves = calibration().curves
    return [
        guess
        for guess in guesses
        if guess.confidence >= (curves[guess.kind].least if least is None else least)
    ]


def words_for(evidence: Sequence[Evidence]) -> tuple[Word, ...]:
    """Returns the words that speak most for something, each once, in the order of the text."""
    found = {(word.field, word.start): word for each in evidence for word in each.words}
    foremost = list(found.values())[:_MOST_WORDS]
    return tuple(sorted(foremost, key=lambda word: (word.field != "title", word.start)))


def _guesses(kind: str, found: Sequence[Score]) -> list[Guess]:
    curve = calibration().curves[kind]
    return _ordered(
        [
            Guess(kind, each.key, curve.confidence(each.key, each.features), words_for(each.evidence))
            for each in found
        ]
    )


def _ordered(guesses: Sequence[Guess]) -> list[Guess]:
    return sorted(guesses, key=lambda guess: (-guess.confidence, guess.key))
