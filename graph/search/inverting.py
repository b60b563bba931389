"""Words turned round: for each word the entries that hold it, gathered from many entries at a time."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

import numpy as np

from graph.distinct import distinct
from graph.search.entries import Entry
from graph.search.words import skeleton, stems, words_of

Numbers: TypeAlias = "array[int]"
Posting = tuple[str, int, bytes]
SPELT, PLAIN, STEMS, TAILS, TEXTS = map(str, range(5))  # the columns, as a posting's word begins with its own


def _none() -> Numbers:
    return array("i")


class Inverted:
    """Gathers the entries of each word, and tells the postings of them.

    A word is taken once for its language: its skeleton and its stems are made once of all entries that hold
    it, and not once for each, which is half of the work of a long list.
    """

    def __init__(self) -> None:
        self._named: dict[tuple[str, str], Numbers] = defaultdict(_none)
        self._coded: dict[str, Numbers] = defaultdict(_none)
        self._texts: dict[tuple[str, str], Numbers] = defaultdict(_none)
        self._told: dict[str, Numbers] = defaultdict(_none)
        self._numbers: list[int] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def take(self, number: int, entry: Entry) -> None:
        """Takes the words of an entry by its number."""
        self._numbers.append(number)
        for pair in {(word, lang) for name, lang in entry.names for word in words_of(name)}:
            self._named[pair].append(number)
        for word in {word for code in entry.codes for word in words_of(code)}:
            self._coded[word].append(number)
        for pair in {(word, lang) for text, lang in entry.texts for word in words_of(text)}:
            self._texts[pair].append(number)

    def take_told(self, number: int, columns: Sequence[str]) -> None:
        """Takes the words of an entry as its columns hold them."""
        self._numbers.append(number)
        for place, words in enumerate(columns):
            for word in words.split():
                self._told[f"{place}{word}"].append(number)

    def postings(self) -> Iterator[Posting]:
        """Yields the words in order, each with the lowest of all these numbers, and with the entries' own."""
        parts: dict[str, list[Numbers]] = defaultdict(list)
        for word, numbers in self._words():
            parts[word].append(numbers)
        since = min(self._numbers, default=0)
        yield from ((word, since, _joined(parts[word])) for word in sorted(parts))

    def _words(self) -> Iterator[tuple[str, Numbers]]:
        yield from self._told.items()
        for word, numbers in self._coded.items():
            yield from _spelt(word, numbers)
        for (word, lang), numbers in self._named.items():
            yield from _spelt(word, numbers)
            for stem in filter(None, stems(word, lang)):
                yield STEMS + stem, numbers
                yield TAILS + stem[::-1], numbers
        for (word, lang), numbers in self._texts.items():
            yield from ((TEXTS + stem, numbers) for stem in filter(None, stems(word, lang)))


def _spelt(word: str, numbers: Numbers) -> Iterator[tuple[str, Numbers]]:
    yield SPELT + word, numbers
    if plain := skeleton(word):
        yield PLAIN + plain, numbers


def _joined(parts: Sequence[Numbers]) -> bytes:
    """Returns the numbers in order, each once: an entry may hold two words of one stem."""
    if len(parts) == 1:
        return parts[0].tobytes()
    return distinct(np.concatenate([np.frombuffer(part, np.int32) for part in parts])).tobytes()
