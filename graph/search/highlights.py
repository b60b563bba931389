"""Where a find matches: its name, another name, its code or a piece of its text, cut into segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from graph.model import Name, Thing
from graph.repository.facts import Facts, best_name
from graph.search.codes import Code
from graph.search.entries import Shown
from graph.search.found import Highlight, Segment
from graph.search.marking import Marker
from graph.search.telling import names_of
from graph.search.words import code_key
from graph.terms import Literal

_BEFORE, _AFTER = 60, 160
_NAMES = ("skos:prefLabel", "skos:altLabel")
_CODES = ("skos:notation", "dct:identifier", "eli:id_local", "org:identifier")
_TEXTS = ("dct:description", "skos:definition")


def highlights_of(
    thing: Thing,
    shown: Shown,
    texts: Callable[[str], Facts],
    marker: Marker,
    codes: Sequence[Code],
    lang: str,
) -> tuple[Highlight, ...]:
    """Returns the name of a find with what matches in it and, where that is elsewhere, that too."""
    name = _highlight("name", thing.name, marker)
    if len(name.segments) > 1 or name.segments[0].match:
        return (name,)
    for code in names_of(shown, _CODES):
        if any(code_key(code.text).startswith(each.key) for each in codes):
            return (name, Highlight("code", "", (Segment(code.text, True),)))
    other = _best(names_of(shown, _NAMES), marker, lang)
    if other:
        return (name, _highlight("name", other, marker))
    text = _best(_texts_of(texts(thing.iri), thing.iri), marker, lang)
    return (name, _cut(_highlight("text", text, marker))) if text else (name,)


def _best(names: Iterable[Name], marker: Marker, lang: str) -> Name | None:
    """Returns the name or text that matches, of several the one that suits the reader best."""
    return best_name([each for each in names if marker.matches(each.text, each.lang)], lang)


def _highlight(field: str, name: Name, marker: Marker) -> Highlight:
    return Highlight(field, name.lang, marker.segments(name.text, name.lang))


def _texts_of(facts: Facts, thing: str) -> list[Name]:
    terms = (term for each in _TEXTS for term in facts.terms(thing, each))
    return [Name(term.value, term.language or "") for term in terms if isinstance(term, Literal)]


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
