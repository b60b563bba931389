"""Tokens of a text: where each word stands, the keys that it is known by, and the parts of a compound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.search.words import places_of, stem


@dataclass(frozen=True, slots=True)
class Token:
    """Is one word of a text in lower case, with its start and end there."""

    word: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Returns the words of a text with their places.

    >>> tokens_of("Grön el")
    [Token(word='grön', start=0, end=4), Token(word='el', start=5, end=7)]
    """
    return [Token(place[0], *place.span()) for place in places_of(text)]


class Vocabulary:
    """Knows the words of one language: the keys that a word has, and the parts that a compound is made of.

    `prefixes` are the beginnings that a lexicon looks for, `parts` the words that compounds are made of,
    and `terms` those of them that mean something by themselves.
    """

    links = frozenset("seoaun")
    least = 3
    longest = 40
    telling = 5
    most_kept = 1 << 15

    def __init__(
        self, lang: str, prefixes: frozenset[str], parts: frozenset[str], terms: frozenset[str]
    ) -> None:
        self.lang = lang
        self._prefixes = prefixes
        self._lengths = sorted({len(each) for each in prefixes}, reverse=True)
        self._known = parts | terms | {stem(each, lang) for each in parts | terms}
        self._terms = terms
        self._stems = frozenset(stem(each, lang) for each in terms)
        self._splits: dict[str, tuple[str, ...]] = {}

    @property
    def is_compounding(self) -> bool:
        """Says whether the language writes its compounds as one word."""
        return self.lang != "en"

    def keys(self, word: str) -> Iterator[str]:
        """Yields the keys by which a lexicon may know a word: itself, its stem, the beginnings looked for."""
        yield f"={word}"
        yield stem(word, self.lang)
        for length in self._lengths:
            if length <= len(word) and word[:length] in self._prefixes:
                yield f"{word[:length]}*"

    def parts(self, word: str) -> tuple[str, ...]:
        """Returns the parts of a compound, or of one that is known in part the part that is known."""
        if not self.is_compounding or not 2 * self.least <= len(word) <= self.longest:
            return ()
        found = self._splits.get(word)
        if found is None:
            found = self._whole(word, 2) or self._partly(word)
            if len(self._splits) < self.most_kept:  # what strangers write must not fill the memory
                self._splits[word] = found
        return found

    def _whole(self, word: str, depth: int) -> tuple[str, ...]:
        """Returns parts that are all known, the longest last one first."""
        for at in range(self.least, len(word) - self.least + 1):
            tail = word[at:]
            if not self._is_known(tail):
                continue
            for head in self._heads(word[:at]):
                if self._is_known(head):
                    return head, tail
                if depth and (more := self._whole(head, depth - 1)):
                    return *more, tail
        return ()

    def _partly(self, word: str) -> tuple[str, ...]:
        """Returns the longest telling word at the beginning or the end of a word."""
        for length in range(len(word) - self.least, self.telling - 1, -1):
            if word[:length] in self._terms:
                return (word[:length],)
            if stem(word[-length:], self.lang) in self._stems:
                return (word[-length:],)
        return ()

    def _heads(self, head: str) -> Iterator[str]:
        yield head
        if len(head) > self.least and head[-1] in self.links:
            yield head[:-1]

    def _is_known(self, piece: str) -> bool:
        return piece in self._known or (len(piece) > self.least and stem(piece, self.lang) in self._known)
