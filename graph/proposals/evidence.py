"""What a text speaks of, and how much: the concepts that its words stand for, each with those words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.proposals.lexicon import Lexicon
from graph.proposals.matching import matches_of
from graph.proposals.tokens import tokens_of

TITLE, TEXT = "title", "text"
_USUAL_LENGTH = 150
_TITLE_COUNTS = 3.0


@dataclass(frozen=True, slots=True)
class Word:
    """Is marked words of a title or a text: what they are, and where they begin and end there."""

    field: str
    start: int
    end: int
    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """Is that a text speaks of a concept: how much, whether its title does, and in which words."""

    concept: str
    value: float
    in_title: bool
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """Is a text as it was read in one language: its length in words, and what it speaks of."""

    lang: str
    length: int
    evidence: Mapping[str, Evidence]

    @property
    def amount(self) -> float:
        """Returns how much is spoken of in all."""
        return sum(each.value for each in self.evidence.values())


def read(title: str, text: str, lexicon: Lexicon) -> Reading:
    """Returns what a title and a text speak of, by the lexicon of their language."""
    words: dict[str, list[Word]] = {}
    for field, told in ((TITLE, title), (TEXT, text)):
        for match in matches_of(told, lexicon):
            word = Word(field, match.start, match.end, told[match.start : match.end], match.weight)
            words.setdefault(match.concept, []).append(word)
    length = len(tokens_of(title)) + len(tokens_of(text))
    evidence = {name: _evidence(name, found, length) for name, found in words.items()}
    return Reading(lexicon.lang, length, evidence)


def _evidence(concept: str, words: Iterable[Word], length: int) -> Evidence:
    """Returns the evidence of some words: each further one counts for less, and for less in a long text."""
    told = tuple(words)
    titled = sum(word.weight for word in told if word.field == TITLE)
    written = sum(word.weight for word in told if word.field == TEXT)
    amount = written * min(1.0, _USUAL_LENGTH / max(length, 1)) + _TITLE_COUNTS * titled
    return Evidence(concept, math.log2(1 + amount), titled > 0, told)
