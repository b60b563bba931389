"""Organisations that are likely one: proposed with the reason for it, never merged."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from graph.model import Page, Thing
from graph.repository import Repository
from graph.repository.answers import check_page
from graph.repository.facts import Facts, facts_of
from graph.repository.lists import listed
from graph.repository.reading import Reading
from graph.search.words import name_key, skeleton, words_of
from graph.terms import Literal

_FORMS = re.compile(
    r"\b(?:aktiebolag(?:et)?|ab|hb|kb|ek(?:onomisk)?\.?\s*f[öo]r(?:ening)?|ideell\s+f[öo]rening|publ"
    r"|a/s|aps|i/s|k/s|p/s|a\.m\.b\.a|amba|smba|fmba|s/i|ivs|ltd|limited|gmbh|oyj?|inc|plc)\b\.?",
    re.IGNORECASE,
)
# Words that tell nothing of which organisation it is: without them, names of one slip must still be long.
_COMMON = frozenset(
    ["kommun", "kommune", "kommunen", "region", "regionen", "stad", "lan", "lans", "i", "och"]
)
REASONS = ("identifier", "name", "form", "spelling")
TOLD = ("owl:sameAs", "skos:exactMatch", "owl:differentFrom", "dct:replaces", "dct:isReplacedBy")
NAMES = ("skos:prefLabel", "skos:altLabel")
CODES = ("org:identifier", "dct:identifier", "skos:notation")
_ENOUGH_DIGITS, _ENOUGH_LETTERS = 6, 8
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Is two organisations that may be one, why, and how alike their names are, from 0 to 1.

    Reasons are `identifier` (the same number), `name` (the same but for case, letters such as å and aa, and
    punctuation), `form` (the same but for the legal form or the order of words) and `spelling` (one slip).
    """

    first: Thing
    second: Thing
    reason: str
    similarity: float


def likely_duplicates(
    repository: Repository, *, lang: str = "en", limit: int = 100, offset: int = 0
) -> Page[Duplicate]:
    """Returns a page of pairs of organisations that may be one, the surest first; nothing is merged.

    What somebody has stated of a pair (the same, different, one replaces the other) is not proposed again.
    """
    check_page(limit, offset)
    reading = repository.reading
    pairs = reading.remembered("duplicates", lambda: tuple(_proposed(reading)))
    cut = pairs[offset : offset + limit]
    things = repository.things((iri for _, pair in cut for iri in pair), lang)
    items = tuple(_duplicate(things[first], things[second], why) for why, (first, second) in cut)
    following = offset + limit
    return Page(items, len(pairs), following if following < len(pairs) else None)


def core(name: str) -> tuple[str, ...]:
    """Returns the words of a name without its legal form, in one order and one spelling.

    >>> core("Ålborg Havn A/S") == core("AALBORG HAVN") == core("Havn, Aalborg")
    True
    """
    words = words_of(_FORMS.sub(" ", name))
    return tuple(sorted(map(skeleton, words or words_of(name))))


def _proposed(reading: Reading) -> list[tuple[str, Pair]]:
    iris = listed(reading, "organisations", {})
    facts = facts_of(reading, iris)
    reasons: dict[Pair, str] = {}
    for reason, groups in _groups(facts, iris):
        for group in groups:
            first, *others = sorted(group)
            for other in others:
                if not _is_told(facts, first, other):
                    reasons.setdefault((first, other), reason)
    return sorted(((why, pair) for pair, why in reasons.items()), key=lambda e: (REASONS.index(e[0]), e[1]))


def _groups(facts: Facts, iris: Iterable[str]) -> Iterator[tuple[str, Iterable[set[str]]]]:
    """Yields the organisations that have something in common, by the reason that this gives."""
    by: dict[str, dict[object, set[str]]] = {reason: defaultdict(set) for reason in REASONS}
    for iri in iris:
        for reason, key in keys_of(_texts(facts, iri, NAMES), _texts(facts, iri, CODES)):
            by[reason][key].add(iri)
    for reason, found in by.items():
        yield reason, (group for key, group in found.items() if key and len(group) > 1)


def keys_of(names: Iterable[str], codes: Iterable[str] = ()) -> Iterator[tuple[str, object]]:
    """Yields, each with its reason, what an organisation has in common with those that it may be.

    >>> set(keys_of(["Ålborg Havn A/S"])) & set(keys_of(["AALBORG HAVN"])) != set()
    True
    """
    for code in codes:
        if sum(char.isdigit() for char in code) >= _ENOUGH_DIGITS:
            yield "identifier", "".join(filter(str.isalnum, code))
    for name in names:
        if key := name_key(name):
            yield "name", key
        if words := core(name):
            yield "form", words
        yield from (("spelling", slip) for slip in _slips(name))


def _slips(name: str) -> Iterator[Pair]:
    """Yields a name, and it without each of its letters but the first, beside its digits.

    Names of one slip between them (a letter more, less, other, or two changed about) share one of these.
    """
    words = core(name)
    telling = "".join(word for word in words if word not in _COMMON)
    letters = "".join(char for char in telling if not char.isdigit())
    digits = " ".join(word for word in words if any(char.isdigit() for char in word))
    if len(letters) >= _ENOUGH_LETTERS:
        yield letters, digits
        yield from ((letters[:at] + letters[at + 1 :], digits) for at in range(1, len(letters)))


def _texts(facts: Facts, iri: str, properties: Iterable[str]) -> Iterator[str]:
    terms = (term for each in properties for term in facts.terms(iri, each))
    return (term.value for term in terms if isinstance(term, Literal))


def _is_told(facts: Facts, first: str, second: str) -> bool:
    return any(second in facts.nodes(first, each) or first in facts.nodes(second, each) for each in TOLD)


def _duplicate(first: Thing, second: Thing, reason: str) -> Duplicate:
    keys = (name_key(first.name.text), name_key(second.name.text))
    similarity = SequenceMatcher(None, *keys, autojunk=False).ratio()
    return Duplicate(first, second, reason, round(similarity, 3))
