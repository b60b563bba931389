"""Where a find matches: its name, another name, its code or a piece of its text, cut into segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from graph.model import Name, Thing
from graph.repository.facts import Facts, best_name
from graph.search.entries import Shown
from graph.search.found import Highlight, Segment
from graph.search.matching import Code, Term, normal
from graph.search.words import code_key, places_of, skeleton, stems
from graph.terms import Literal, NamedNode
from graph.terms import Term as RdfTerm

_BEFORE, _AFTER = 60, 160
_MANY, _FEW = 1 << 14, 1 << 11
_NAMES = ("skos:prefLabel", "skos:altLabel")
_CODES = ("skos:notation", "dct:identifier", "eli:id_local", "org:identifier")
_TEXTS = ("dct:description", "skos:definition")
Span = tuple[int, int]


def facts_told(told: Iterable[tuple[str, Iterable[Shown]]]) -> Facts:
    """Returns what the entries of some things show as facts about them."""
    stated: dict[str, dict[str, list[RdfTerm]]] = {}
    for thing, entries in told:
        properties = stated.setdefault(thing, {})
        for entry in entries:
            for name, values in entry.items():
                properties.setdefault(name, []).extend(_term(value, lang) for value, lang in values)
    return Facts(stated)


def _term(value: str, lang: str | None) -> RdfTerm:
    return NamedNode(value) if lang is None else Literal(value, language=lang or None)


def highlights_of(
    facts: Facts,
    texts: Callable[[str], Facts],
    thing: Thing,
    terms: tuple[Term, ...],
    codes: Sequence[Code],
    lang: str,
) -> tuple[Highlight, ...]:
    """Returns the name of a find with what matches in it and, where that is elsewhere, that too."""
    name = _highlight("name", thing.name, terms)
    if any(segment.match for segment in name.segments):
        return (name,)
    for code in _literals(facts, thing.iri, _CODES):
        if any(code_key(code.text).startswith(each.key) for each in codes):
            return (name, Highlight("code", "", (Segment(code.text, True),)))
    other = _best(_literals(facts, thing.iri, _NAMES), terms, lang)
    if other:
        return (name, _highlight("name", other, terms))
    text = _best(_literals(texts(thing.iri), thing.iri, _TEXTS), terms, lang)
    return (name, _cut(_highlight("text", text, terms))) if text else (name,)


def _best(names: Iterable[Name], terms: tuple[Term, ...], lang: str) -> Name | None:
    """Returns the name or text that matches, of several the one that suits the reader best."""
    return best_name([each for each in names if _matches(each, terms)], lang)


@lru_cache(_FEW)
def segments_of(text: str, terms: tuple[Term, ...], lang: str = "") -> tuple[Segment, ...]:
    """Returns a text in segments that make it up, those that match marked.

    >>> from graph.search.matching import terms_of
    >>> [each.text for each in segments_of("Vattenrening åt alla", terms_of("rening"), "sv") if each.match]
    ['rening']
    """
    text = normal(text)
    segments, at = list[Segment](), 0
    for start, end in _spans(text, terms, lang):
        segments += [Segment(text[at:start], False)] if start > at else []
        segments.append(Segment(text[start:end], True))
        at = end
    return (*segments, Segment(text[at:], False)) if at < len(text) or not segments else tuple(segments)


def _highlight(field: str, name: Name, terms: tuple[Term, ...]) -> Highlight:
    return Highlight(field, name.lang, segments_of(name.text, terms, name.lang))


def _literals(facts: Facts, thing: str, properties: Iterable[str]) -> list[Name]:
    terms = (term for each in properties for term in facts.terms(thing, each))
    return [Name(term.value, term.language or "") for term in terms if isinstance(term, Literal)]


def _matches(name: Name, terms: tuple[Term, ...]) -> bool:
    return next(_spans(normal(name.text), terms, name.lang), None) is not None


def _spans(text: str, terms: tuple[Term, ...], lang: str) -> Iterator[Span]:
    for lower, start, end in places_of(text):
        word, longest = lower[start:end], None
        for term in terms:
            span = _within(word, term, lang)
            if span and (longest is None or span[1] - span[0] > longest[1] - longest[0]):
                longest = span
        if longest:
            yield start + longest[0], start + longest[1]


@lru_cache(_MANY)
def _within(word: str, term: Term, lang: str) -> Span | None:
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


@lru_cache(_FEW)
def _first(letter: str) -> str:
    """Returns what a letter begins with when it is folded, nothing if nothing is left of it."""
    return skeleton(letter)[:1]


def _reaches(beginning: str, plain: str) -> bool:
    return skeleton(beginning).startswith(plain)


def _cut(highlight: Highlight) -> Highlight:
    """Returns the piece of a long text around its first match."""
    segments = highlight.segments
    first = next(place for place, segment in enumerate(segments) if segment.match)
    before = "".join(segment.text for segment in segments[:first])
    if len(before) > _BEFORE:
        before = "… " + before[-_BEFORE:].partition(" ")[2]
    kept, left = [Segment(before, False)] if before else [], _AFTER
    for segment in segments[first:]:
        if left <= 0:
            break
        text = segment.text
        kept.append(segment if len(text) <= left else Segment(f"{text[:left].rpartition(' ')[0]} …", False))
        left -= len(text)
    return Highlight(highlight.field, highlight.lang, tuple(kept))
