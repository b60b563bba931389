"""Which parts of a text match the words searched for: whole words, their beginnings, ends of compounds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from graph.search.found import Segment
from graph.search.matching import Term
from graph.search.words import lowered_words, normal, skeleton, stems

_MARKERS, _WORDS = 1 << 6, 1 << 9  # kept: searches, and words of each in a language
_ALTERED = 2  # letters at the end of a stem that its word may not have: "possibl" of "possibility"
_FOLDED = "ae"  # such a letter may be folded into the one before it: "oe" to "o", "aa" to "a"
Span = tuple[int, int]


class Marker:
    """Marks what matches some words; what a word of a text was found to be is known when it comes again.

    >>> from graph.search.matching import terms_of
    >>> marker = Marker(terms_of("rening"))
    >>> [each.text for each in marker.segments("Vattenrening åt alla", "sv") if each.match]
    ['rening']
    """

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self._terms = terms
        self._roots = tuple(dict.fromkeys(root for term in terms for root in roots_of(term)))
        self._known: dict[str, dict[str, Span | None]] = {}

    def segments(self, text: str, lang: str = "") -> tuple[Segment, ...]:
        """Returns a text in segments that make it up, those that match marked; one alone if nothing does."""
        text = normal(text)
        segments, at = list[Segment](), 0
        for start, end in self._spans(text, lang):
            if start > at:
                segments.append(Segment(text[at:start], False))
            segments.append(Segment(text[start:end], True))
            at = end
        if at < len(text) or not segments:
            segments.append(Segment(text[at:], False))
        return tuple(segments)

    def matches(self, text: str, lang: str) -> bool:
        """Says whether anything in a text matches."""
        return bool(self._spans(normal(text), lang))

    def _spans(self, text: str, lang: str) -> list[Span]:
        found, known = list[Span](), self._known.setdefault(lang, {})
        (lower, words), at = lowered_words(text), 0
        for word in words:
            at = lower.index(word, at)  # between two words there is nothing that a word begins with
            try:
                span = known[word]
            except KeyError:
                if len(known) >= _WORDS:
                    known.clear()
                span = known[word] = self._longest(word, lang)
            if span:
                found.append((at + span[0], at + span[1]))
            at += len(word)
        return found

    def _longest(self, word: str, lang: str) -> Span | None:
        """Returns the longest part of a word that a term matches, of several as long the first term's."""
        plain = skeleton(word)
        for root in self._roots:
            if root in plain:
                spans = [span for term in self._terms if (span := part_of(word, term, lang))]
                return max(spans, key=lambda span: span[1] - span[0], default=None)
        return None


@lru_cache(_MARKERS)
def marker_of(terms: tuple[Term, ...]) -> Marker:
    """Returns what marks these words, the same for each page of what is searched for."""
    return Marker(terms)


def roots_of(term: Term) -> Iterator[str]:
    """Yields texts of which a word must hold one, as a skeleton, if any part of it matches the term.

    Most words hold none, and need not be stemmed.
    """
    for begins in (term.plain, *(stem[:-_ALTERED] for stem in term.stems)):
        yield begins[begins[:1] in _FOLDED :]


def part_of(word: str, term: Term, lang: str) -> Span | None:
    """Returns which part of a word a term matches: all of it, its beginning, or the end of a compound."""
    plain = skeleton(word)
    if plain == term.plain or not set(term.stems).isdisjoint(stems(word, lang)):
        return 0, len(word)
    if (term.begins or term.within) and plain.startswith(term.plain):
        return 0, next(end for end in range(1, len(word) + 1) if _reaches(word[:end], term.plain))
    if term.within:
        return _tail(word, term.stems, lang)
    return None


def _tail(word: str, wanted: tuple[str, ...], lang: str) -> Span | None:
    """Returns the longest end of a compound that is a word with one of these stems.

    A word and its stem begin with the same letter, so few ends are stemmed.
    """
    letters = {"", *(stem[:1] for stem in wanted)}
    for at in range(1, len(word) - 2):
        if _first(word[at]) in letters and not set(wanted).isdisjoint(stems(word[at:], lang)):
            return at, len(word)
    return None


@lru_cache(1 << 11)
def _first(letter: str) -> str:
    """Returns what a letter begins with when it is folded, nothing if nothing is left of it."""
    return skeleton(letter)[:1]


def _reaches(beginning: str, plain: str) -> bool:
    return skeleton(beginning).startswith(plain)
