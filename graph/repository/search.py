"""Search by code and by name: an index in memory, built once after each commit."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.repository.reading import Reading, text_of
from graph.terms import Literal

_NORDIC = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ä": "a", "ö": "o", "é": "e", "đ": "d", "ł": "l"})


def folded(text: str) -> str:
    """Returns a text without case and diacritics, so that "Västerås" and "vasteras" are the same.

    >>> folded("Västerås"), folded("Ærø"), folded("RSO1.1")
    ('vasteras', 'aero', 'rso1.1')
    """
    plain = text.casefold().translate(_NORDIC)
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold()).translate(_NORDIC)
    return "".join(char for char in plain if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """Returns the folded words of a text; points within a code stay.

    >>> words_of("Mål 13.2: klimat-politik")
    ['mal', '13.2', 'klimat', 'politik']
    """
    return re.findall(r"\w+(?:\.\w+)*", folded(text))


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Holds the things of each code and of each word, and how often and in how short a name a word occurs."""

    codes: Mapping[str, frozenset[str]]
    words: Mapping[str, frozenset[str]]
    lengths: Mapping[str, int]

    def find(self, text: str) -> tuple[str, ...]:
        """Returns the IRIs with the text as code, then those whose name has all its words, short names first.

        The last word may be the beginning of one.
        """
        coded = sorted(self.codes.get(folded(text.strip()), ()))
        named = sorted(self._named(words_of(text)), key=lambda iri: (self.lengths[iri], iri))
        return tuple(dict.fromkeys([*coded, *named]))

    def _named(self, words: list[str]) -> frozenset[str]:
        if not words:
            return frozenset()
        *whole, last = words
        found = [self.words.get(word, frozenset()) for word in whole]
        return frozenset.intersection(*found, self._beginning(last))

    def _beginning(self, start: str) -> frozenset[str]:
        exact = self.words.get(start, frozenset())
        if len(start) < 3:
            return exact
        return exact.union(*(things for word, things in self.words.items() if word.startswith(start)))


def name_index(reading: Reading) -> NameIndex:
    """Returns the index of all names and codes as of the last commit."""
    return reading.remembered("names", lambda: _built(reading))


def _built(reading: Reading) -> NameIndex:
    pairs = [(text_of(row["thing"]), row["name"]) for row in reading.rows("all-names")]
    literals = [(iri, name) for iri, name in pairs if isinstance(name, Literal)]
    return NameIndex(
        codes=_inverted((iri, [folded(name.value)]) for iri, name in literals if not name.language),
        words=_inverted((iri, words_of(name.value)) for iri, name in literals),
        lengths=_lengths(literals),
    )


def _inverted(pairs: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for iri, words in pairs:
        for word in words:
            found[word].add(iri)
    return {word: frozenset(iris) for word, iris in found.items()}


def _lengths(literals: Iterable[tuple[str, Literal]]) -> Mapping[str, int]:
    lengths: dict[str, int] = {}
    for iri, name in literals:
        lengths[iri] = min(lengths.get(iri, len(name.value)), len(name.value))
    return lengths
