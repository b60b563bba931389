"""What is searched for as phrases for the index, from words spelt so to any word that holds them."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from graph.search.words import normal, shifted, skeleton, stems, words_of

MOST_WORDS = 12
_BEGINS, _WITHIN = 3, 4
_MANY = 1 << 9


@dataclass(frozen=True, slots=True)
class Term:
    """Is one word that is searched for.

    `begins` says whether it may be the beginning of a longer one, `within` whether a part of a compound.
    """

    spelt: str
    plain: str
    stems: tuple[str, ...]
    begins: bool
    within: bool


@lru_cache(_MANY)
def terms_of(text: str) -> tuple[Term, ...]:
    """Returns the words of a text, each once, twelve at most; the last may be a beginning."""
    found = list(dict.fromkeys(words_of(normal(text))))[:MOST_WORDS]
    return tuple(_term(word, is_last=place == len(found) - 1) for place, word in enumerate(found))


def _term(word: str, *, is_last: bool) -> Term:
    plain, found = skeleton(word), stems(word)
    return Term(
        spelt=word,
        plain=plain,
        stems=(*found, *shifted(word, found)),
        begins=is_last and len(word) >= _BEGINS,
        within=len(plain) >= _WITHIN and plain.isalpha(),
    )


class Phrase(NamedTuple):
    """Is a word that a column of the index is searched for, whole or, where it `begins`, as a beginning."""

    column: str
    word: str
    begins: bool = False

    def __str__(self) -> str:
        """Returns the phrase as FTS5 writes it; words hold no quotes, so nothing needs escaping."""
        return f'{self.column} : "{self.word}"{" *" if self.begins else ""}'


Phrases = tuple[Phrase, ...]


def spelt_so(term: Term) -> Phrases:
    """Returns the phrase for a word in a name, spelt as it is."""
    return (Phrase("spelt", term.spelt),)


def plainly(term: Term) -> Phrases:
    """Returns the phrase for a word in a name, whatever its diacritics."""
    return (Phrase("plain", term.plain),)


def inflected(term: Term) -> Phrases:
    """Returns the phrases for a word in a name, whatever its ending."""
    return (*plainly(term), *(Phrase("stems", stem) for stem in term.stems))


def begun(term: Term) -> Phrases:
    """Returns the phrases for a word in a name, of which the last may be typed in part."""
    return (*inflected(term), *_beginning(term)) if term.begins else inflected(term)


def compounded(term: Term) -> Phrases:
    """Returns the phrases for a word in a name, also as the first or last part of a compound."""
    if not term.within:
        return begun(term)
    tails = (Phrase("tails", stem[::-1], begins=True) for stem in term.stems if len(stem) >= _WITHIN)
    return (*begun(term), *_beginning(term), *tails)


def anywhere(term: Term) -> Phrases:
    """Returns the phrases for a word in a name, also as a part of a compound, or in a text."""
    return (*compounded(term), *(Phrase("texts", stem) for stem in term.stems))


Way = Callable[[Term], Phrases]
WAYS: tuple[Way, ...] = (spelt_so, plainly, inflected, begun, anywhere)
"""Is how a name may match, the best way first; each finds all that the one before it finds."""


def phrases(way: Way, term: Term) -> Phrases:
    """Returns what finds a word: each phrase once, and none that finds nothing beyond another.

    A beginning finds all that the whole word finds, and `tails` hold the stems from behind.
    """
    found = dict.fromkeys(way(term))
    beginnings = {(column, word) for column, word, begins in found if begins}
    return tuple([each for each in found if each.begins or not _is_within(each, beginnings)])


def _is_within(phrase: Phrase, beginnings: Container[tuple[str, str]]) -> bool:
    column, word, _ = phrase
    return (column, word) in beginnings or (column == "stems" and ("tails", word[::-1]) in beginnings)


def expression(way: Way, terms: tuple[Term, ...]) -> str:
    """Returns the expression of FTS5 for all the words at once."""
    return " AND ".join(f"({' OR '.join(map(str, phrases(way, term)))})" for term in terms)


def _beginning(term: Term) -> Phrases:
    return (Phrase("plain", term.plain, begins=True),)
