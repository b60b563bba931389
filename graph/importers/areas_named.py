"""Areas that a running text names, smaller than a country, by the names that lists may have them by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.importers.matching import Matcher
from graph.importers.recognising import OWN
from graph.importers.tabular_mapping import load_mapping
from graph.store.base import Store

_LEVELS = ("pg:MunicipalLevel", "pg:RegionalLevel")  # "Uppsala" is the municipality, "Uppsala län" the county
_COUNTRY = "pg:NationalLevel"
_NAME = r"[A-ZÅÄÖÆØ][\w-]*"
# A university is of its town by name alone: what it does is done elsewhere as often.
_RUN = rf"{_NAME}(?: {_NAME}){{0,3}}(?: (?:kommune?s?|stads?|läns?)\b)?(?![\w-]| universitet| högskol)"
_BEGINS = re.compile(r"(?:^|[.!?:•*\n–-])\s*$")
_SURE = 6  # letters: shorter words at the beginning of a sentence may mean anything, such as "Vara", "Vejen"
_BEFORE = frozenset({"I", "På", "Från", "Till", "För", "Hela", "Både", "Inom", "Fra", "Til", "In", "From"})
_MOST = 10_000  # signs of a text that are looked at


class AreasNamed:
    """Finds areas in texts, reading the names of all from a store once."""

    def __init__(self, store: Store) -> None:
        column = next(each for each in load_mapping(OWN).columns if each.name == "areas")
        matches = [(dict(match.where).get("pg:level"), match) for match in column.matches]
        wanted = [match for name in _LEVELS for level, match in matches if level == name]
        parts = [Matcher(store, match) for _, match in matches if "skos:inScheme" in dict(match.where)]
        self._matchers = (*(Matcher(store, match) for match in wanted), *parts)
        self._countries = tuple(Matcher(store, match) for level, match in matches if level == _COUNTRY)
        self._run = _run_of(name for matcher in parts for name, _ in matcher.known())

    def of(self, text: str) -> tuple[str, ...]:
        """Returns the IRIs of the areas that a text names, in the order of the text, each once.

        Only capitalised words that are a name together are taken: of "Anna Berg" no part is a municipality.
        """
        found = (self._meant(words) for words in _names_in(text[:_MOST], self._run))
        return tuple(dict.fromkeys(iri for iri in found if iri))

    def _meant(self, words: str) -> str | None:
        forms = (words, words.removesuffix("s"))  # of a genitive, where the name itself does not end so
        values = (matcher.sole(form) for form in dict.fromkeys(forms) for matcher in self._matchers)
        if any(matcher.sole(form) for form in forms for matcher in self._countries):
            return None
        return next((value.lexical for value in values if value), None)


def _run_of(names: Iterable[str]) -> re.Pattern[str]:
    """Returns what finds capitalised words, and the names that have other words in them."""
    mixed = sorted((each for each in names if re.search(r"(?:^| )[a-zåäöæø]", each)), key=len, reverse=True)
    return re.compile("|".join((*(rf"\b{re.escape(each)}s?\b" for each in mixed), _RUN)))


def _names_in(text: str, run: re.Pattern[str]) -> Iterator[str]:
    """Yields what may be a name.

    >>> list(_names_in("I Karlstad och Region Värmland. Vara bättre. Anna Berg i Lunds kommun", _run_of(())))
    ['I Karlstad', 'Karlstad', 'Region Värmland', 'Anna Berg', 'Lunds kommun']
    """
    for found in run.finditer(text):
        begins = bool(_BEGINS.search(text[max(0, found.start() - 4) : found.start()]))
        words = found[0].split(" ")
        if not begins or len(words) > 1 or len(words[0]) >= _SURE:
            yield found[0]
        if begins and len(words) > 1 and words[0] in _BEFORE:
            yield " ".join(words[1:])
