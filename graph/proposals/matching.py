"""Matches of a lexicon in a text: which words speak of which concept, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.proposals.lexicon import ASIDE, Lexicon, Term
from graph.proposals.tokens import Token, tokens_of

PART = 0.7


@dataclass(frozen=True, slots=True)
class Match:
    """Is words of a text, from `start` to `end`, that speak of a concept; `weight` is how clearly."""

    concept: str
    start: int
    end: int
    weight: float


def matches_of(text: str, lexicon: Lexicon) -> list[Match]:
    """Returns the matches in a text, in their order; words side by side are taken before each alone.

    What every application says is passed over, and the words in it mean nothing else.
    """
    tokens = tokens_of(text)
    keys = [tuple(lexicon.vocabulary.keys(token.word)) for token in tokens]
    found: list[Match] = []
    at = 0
    while at < len(tokens):
        terms = _longest(lexicon, keys, at)
        length = len(terms[0].keys) if terms else 1
        last = tokens[at + length - 1]
        found += [Match(term.concept, tokens[at].start, last.end, term.weight) for term in terms]
        if not terms:
            found += _in_parts(tokens[at], lexicon)
        at += length
    return [match for match in found if match.concept != ASIDE]


def _longest(lexicon: Lexicon, keys: Sequence[Sequence[str]], at: int) -> list[Term]:
    """Returns the terms that begin at a word and have most words; one for each concept."""
    found = [
        term
        for key in keys[at]
        for term in lexicon.terms.get(key, ())
        if _follows(term.keys, keys[at : at + len(term.keys)])
    ]
    most = max((len(term.keys) for term in found), default=0)
    return list({term.concept: term for term in found if len(term.keys) == most}.values())


def _follows(wanted: Sequence[str], keys: Sequence[Sequence[str]]) -> bool:
    return len(keys) == len(wanted) and all(key in have for key, have in zip(wanted, keys, strict=True))


def _in_parts(token: Token, lexicon: Lexicon) -> Iterator[Match]:
    """Yields what the parts of a compound speak of, each concept once; the whole word is marked."""
    terms: dict[str, Term] = {}
    for part in lexicon.vocabulary.parts(token.word):
        for key in lexicon.vocabulary.keys(part):
            found = (term for term in lexicon.terms.get(key, ()) if len(term.keys) == 1)
            terms |= {term.concept: term for term in found if not key.startswith("=")}
    if ASIDE not in terms:
        yield from (Match(name, token.start, token.end, PART * term.weight) for name, term in terms.items())
