"""What is searched for as expressions of FTS5, from words spelt so to any word that holds them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from graph.search.kinds import KINDS
from graph.search.words import code_key, skeleton, stems, words_of

MOST_WORDS = 12
_BEGINS, _WITHIN = 3, 4
_MANY = 1 << 9
_KINDS_OF_CODES = (
    (r"(?:globala?\s+)?(?:m[aå]l|maal|verdensm[aå]l|verdensmaal|goal|sdg)", ("goal", "target")),
    (r"(?:delm[aå]l|delmaal|target)", ("target", "objective")),
    (r"(?:indikator|indicator|nyckeltal|kpi)", ("indicator",)),
)
_WITH_CODE = [
    (re.compile(rf"{words}\s*:?\s*([0-9][0-9a-z.]*|[a-z]\d+)", re.IGNORECASE), kinds)
    for words, kinds in _KINDS_OF_CODES
]


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


@dataclass(frozen=True, slots=True)
class Code:
    """Is a code that may be meant, and the numbers of the kinds it is looked for among; none means all."""

    key: str
    kinds: tuple[int, ...] = ()


def normal(text: str) -> str:
    """Returns a text with composed letters, and without what no text in UTF-8 can hold."""
    return unicodedata.normalize("NFC", text.encode(errors="replace").decode()).replace("\0", " ")


@lru_cache(_MANY)
def terms_of(text: str) -> tuple[Term, ...]:
    """Returns the words of a text, each once, twelve at most; the last may be a beginning."""
    found = list(dict.fromkeys(words_of(normal(text))))[:MOST_WORDS]
    return tuple(_term(word, is_last=place == len(found) - 1) for place, word in enumerate(found))


def _term(word: str, *, is_last: bool) -> Term:
    plain = skeleton(word)
    return Term(
        spelt=word,
        plain=plain,
        stems=stems(word),
        begins=is_last and len(word) >= _BEGINS,
        within=len(plain) >= _WITHIN and plain.isalpha(),
    )


@lru_cache(_MANY)
def codes_of(text: str) -> tuple[Code, ...]:
    """Returns the codes that a text may mean: itself, and what follows a word such as mål, goal or SDG.

    >>> [code.key for code in codes_of("Mål 13")]
    ['mal13', '13']
    """
    stripped = normal(text).strip()
    found = [Code(key)] if (key := code_key(stripped)) else []
    for pattern, kinds in _WITH_CODE:
        if match := pattern.fullmatch(stripped):
            found.append(Code(code_key(match[1]), tuple(KINDS.index(kind) for kind in kinds)))
    return tuple(found)


Phrases = tuple[str, ...]


def spelt_so(term: Term) -> Phrases:
    """Returns the phrase for a word in a name, spelt as it is."""
    return (f'spelt : "{term.spelt}"',)


def plainly(term: Term) -> Phrases:
    """Returns the phrase for a word in a name, whatever its diacritics."""
    return (f'plain : "{term.plain}"',)


def inflected(term: Term) -> Phrases:
    """Returns the phrases for a word in a name, whatever its ending."""
    return (*plainly(term), *(f'stems : "{stem}"' for stem in term.stems))


def begun(term: Term) -> Phrases:
    """Returns the phrases for a word in a name, of which the last may be typed in part."""
    return (*inflected(term), *_beginning(term)) if term.begins else inflected(term)


def anywhere(term: Term) -> Phrases:
    """Returns the phrases for a word in a name or a text, or as the first or last part of a compound."""
    parts = (*begun(term), *(f'texts : "{stem}"' for stem in term.stems))
    if not term.within:
        return parts
    tails = (f'tails : "{stem[::-1]}" *' for stem in term.stems if len(stem) >= _WITHIN)
    return (*parts, *_beginning(term), *tails)


WAYS: tuple[Callable[[Term], Phrases], ...] = (spelt_so, plainly, inflected, begun, anywhere)
"""Is how a name may match, the best way first; each finds all that the one before it finds."""


def expression(way: Callable[[Term], Phrases], terms: tuple[Term, ...]) -> str:
    """Returns the expression for all the words at once; words hold no quotes, so nothing needs escaping."""
    return " AND ".join(f"({_either(way(term))})" for term in terms)


def _beginning(term: Term) -> Phrases:
    return (f'plain : "{term.plain}" *',)


def _either(phrases: Phrases) -> str:
    """Returns what finds any of the phrases: each once, and none that one for a longer word finds anyway."""
    return " OR ".join(each for each in dict.fromkeys(phrases) if f"{each} *" not in phrases)
