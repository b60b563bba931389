"""The objectives of the strategies of an area, and which concepts speak for each, by name and alignments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from graph.ledger.words import CONTRIBUTES_TO
from graph.proposals.evidence import read
from graph.proposals.lexicon import concepts, languages, lexicon
from graph.proposals.scoring import Weights, goal_of
from graph.proposals.telling import language_of
from graph.repository import Repository
from graph.repository.reading import text_of
from graph.store.base import Row
from graph.terms import Literal, NamedNode, iri
from ontology import PREFIXES

SDG = PREFIXES["sdg"]
_BY_ALIGNMENT = 0.6


@dataclass(frozen=True, slots=True)
class Named:
    """Is an objective with one of its names, and when its strategy holds; an end that is unknown is none."""

    iri: str
    name: str
    lang: str
    start: date | None
    end: date | None

    def holds_on(self, day: date | None) -> bool:
        """Says whether its strategy holds on a day; on none asked for it does."""
        return day is None or ((self.start or day) <= day <= (self.end or day))


def sub_goal_weights(repository: Repository, territories: Sequence[str], day: date | None) -> Weights:
    """Returns, for each concept, what it counts for each objective of the areas' strategies on a day."""
    if not territories:
        return {}
    key = ("proposals", tuple(territories))
    named, profiles = repository.reading.remembered(key, lambda: _profiles(repository, territories))
    wanted = {each.iri for each in named if each.holds_on(day)}
    found: dict[str, dict[str, float]] = {}
    for objective in sorted(wanted):
        for concept, weight in profiles[objective].items():
            found.setdefault(concept, {})[objective] = weight
    return found


def _profiles(
    repository: Repository, territories: Sequence[str]
) -> tuple[list[Named], Mapping[str, Mapping[str, float]]]:
    rows = repository.reading.of_many("strategy-objectives", "territory", territories)
    named = [_named(row) for row in rows]
    served = {each.iri: _served(repository, each.iri) for each in named}
    profiles: dict[str, dict[str, float]] = {each.iri: _by_alignments(served[each.iri]) for each in named}
    for each in named:
        for concept, weight in _by_words(each).items():
            profiles[each.iri][concept] = max(weight, profiles[each.iri].get(concept, 0.0))
    return named, profiles


def _named(row: Row) -> Named:
    name = row["name"]
    lang = (name.language or "") if isinstance(name, Literal) else ""
    return Named(text_of(row["thing"]), text_of(name), lang, _day(row, "start"), _day(row, "end"))


def _day(row: Row, name: str) -> date | None:
    text = text_of(row.get(name))
    return date.fromisoformat(text) if text else None


def _by_words(named: Named) -> Mapping[str, float]:
    """Returns what the name of an objective speaks of: as much as its words say so."""
    lang = named.lang if named.lang in languages() else language_of(named.name, "")
    if not lang:
        return {}
    found = read("", named.name, lexicon(lang)).evidence
    return {concept: max(word.weight for word in each.words) for concept, each in found.items()}


def _served(repository: Repository, objective: str) -> list[str]:
    """Returns what an objective contributes to by the ledger, as codes or keys of objectives."""
    base = f"{repository.store.base}id/objective/"
    found = {
        quad.object.value
        for quad in repository.store.quads(iri(objective), CONTRIBUTES_TO)
        if isinstance(quad.object, NamedNode)
    }
    return sorted(each.removeprefix(SDG).removeprefix(base) for each in found)


def _by_alignments(served: Iterable[str]) -> dict[str, float]:
    """Returns the concepts that speak for what an objective serves, each for less than its own words do."""
    wanted = set(served)
    found: dict[str, float] = {}
    for concept in concepts().values():
        codes = {**concept.targets, **concept.objectives}
        by_goal = {goal_of(code): weight for code, weight in concept.targets.items() if code not in wanted}
        told = [weight for code, weight in (*codes.items(), *by_goal.items()) if code in wanted]
        if told:
            found[concept.name] = _BY_ALIGNMENT * max(told)
    return found
