"""The baseline: a goal, or a target, is proposed where words of its title stand in the text."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cache

from bench.proposals.fit import shipped
from bench.proposals.sample import Row, lists
from graph.proposals.lexicon import languages
from graph.proposals.strategies import SDG
from graph.search.words import stem, words_of
from graph.terms import Literal, expand, iri

_LABEL, _NOTATION, _KIND = expand("skos:prefLabel"), expand("skos:notation"), expand("rdf:type")
_SHORTEST = 4
_COMMON = 4
Lists = Mapping[str, frozenset[str]]


def keyword_scores(row: Row, kind: str) -> dict[str, float]:
    """Returns how many different words of the title of each goal ("goal") or target ("target") a text has."""
    spoken = {stem(word, lang) for lang in _languages(row) for word in words_of(f"{row.title} {row.text}")}
    counts = {
        key: float(len(words & spoken))
        for lang in _languages(row)
        for key, words in keywords(kind, lang).items()
    }
    return {key: count for key, count in counts.items() if count}


def always_scores(row: Row) -> dict[str, float]:
    """Returns what guessing the two commonest goals of such lists says of any text: 8 and 9."""
    return {"8": 1.0, "9": 1.0} if row.title else {}


@cache
def keywords(kind: str, lang: str) -> Lists:
    """Returns the stems of the words of each title, without those that many titles have."""
    titles = _goals(lang) if kind == "goal" else _targets(lang)
    found = {
        key: {stem(word, lang) for word in words_of(text) if len(word) >= _SHORTEST}
        for key, text in titles.items()
    }
    often = Counter(word for words in found.values() for word in words)
    most = _COMMON if kind == "goal" else 4 * _COMMON
    return {key: frozenset(word for word in words if often[word] < most) for key, words in found.items()}


def _languages(row: Row) -> tuple[str, ...]:
    return (row.lang,) if row.lang else tuple(lang for lang in languages() if lang != "nb")


def _goals(lang: str) -> dict[str, str]:
    """Returns the names and titles of the goals, official ones in Swedish and Danish."""
    if lang == "en":
        return _shipped(lang, "sdgo:Goal")
    with (lists() / "sdg-goal-labels-sv-da" / "sdg_goal_labels_sv_da.csv").open(encoding="utf-8") as file:
        return {
            each["goal"]: f"{each[f'short_{lang}']} {each[f'title_{lang}']}" for each in csv.DictReader(file)
        }


def _targets(lang: str) -> dict[str, str]:
    return _shipped(lang, "sdgo:Target")


def _shipped(lang: str, kind: str) -> dict[str, str]:
    """Returns the labels that ship of all goals or all targets."""
    store = shipped().store
    found: dict[str, str] = {}
    for quad in store.quads(None, _KIND, expand(kind)):
        name = str(quad.subject).strip("<>")
        labels = (each.object for each in store.quads(iri(name), _LABEL))
        told = [each.value for each in labels if isinstance(each, Literal) and each.language == lang]
        found[name.removeprefix(SDG)] = " ".join(told)
    return found
