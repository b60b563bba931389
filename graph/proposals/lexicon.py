"""The lexicons that ship: what a text may speak of, and by which words it does so in each language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from graph.proposals.tokens import Vocabulary
from graph.search.words import stem, words_of

ASIDE = "aside"
_HALF = "~"


@dataclass(frozen=True, slots=True)
class Term:
    """Is a way to speak of a concept: the keys of words side by side, and what it counts for."""

    concept: str
    keys: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Concept:
    """Is something a text may speak of; each target and each objective with how much that speaks for it.

    Targets are codes ("9.c"), objectives keys of IRIs of ours ("eu-2021/rso1.5").
    """

    name: str
    targets: Mapping[str, float]
    objectives: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Is the terms of one language by their first key, and the words of the language."""

    lang: str
    terms: Mapping[str, tuple[Term, ...]]
    vocabulary: Vocabulary


@cache
def concepts() -> Mapping[str, Concept]:
    """Returns the concepts by their names."""
    told: dict[str, dict[str, dict[str, float]]] = _toml("concepts")
    return {
        name: Concept(name, each.get("targets", {}), each.get("objectives", {}))
        for name, each in told.items()
    }


@cache
def function_words() -> Mapping[str, frozenset[str]]:
    """Returns, for each language that a lexicon ships for, the small words that it is told by."""
    return {lang: frozenset(words) for lang, words in _toml("function-words").items()}


def languages() -> tuple[str, ...]:
    """Returns the languages that lexicons ship for."""
    return tuple(function_words())


@cache
def lexicon(lang: str) -> Lexicon:
    """Returns the lexicon of one of the languages."""
    told = [(name, text) for name, texts in _toml(f"terms/{lang}").items() for text in texts]
    terms = [_term(name, text, lang) for name, text in told]
    single = frozenset(
        term.removeprefix(_HALF).rstrip("*")
        for _, term in told
        if "=" not in term and len(words_of(term)) == 1
    )
    prefixes = frozenset(key[:-1] for term in terms for key in term.keys if key.endswith("*"))
    by_key: dict[str, tuple[Term, ...]] = {}
    for term in terms:
        by_key[term.keys[0]] = (*by_key.get(term.keys[0], ()), term)
    return Lexicon(lang, by_key, Vocabulary(lang, prefixes, _parts(lang), single))


def _term(concept: str, text: str, lang: str) -> Term:
    plain = text.removeprefix(_HALF)
    return Term(concept, tuple(_keys(plain, lang)), 0.5 if plain != text else 1.0)


def _keys(text: str, lang: str) -> Iterator[str]:
    """Yields the key of each word of a term: its beginning, itself, or its stem."""
    for word in text.split():
        *others, last = words_of(word)
        yield from (stem(each, lang) for each in others)
        if word.endswith("*"):
            yield f"{last}*"
        elif word.startswith("="):
            yield f"={last}"
        else:
            yield stem(last, lang)


def _parts(lang: str) -> frozenset[str]:
    file = files(__package__) / "lexicons" / "parts" / f"{lang}.txt"
    if not file.is_file():
        return frozenset()
    lines = file.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _toml(name: str) -> dict[str, Any]:
    import tomllib  # takes longer to import than the first page may

    return tomllib.loads((files(__package__) / "lexicons" / f"{name}.toml").read_text("utf-8"))
