"""Objectives, documents, organisations and territories: short lists, sorted by code and name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from graph.model import Document, Objective, Organisation, Period, Territory, Thing
from graph.repository.facts import Facts, facts_of, things_of
from graph.repository.reading import Reading, text_of
from graph.terms import compact

T = TypeVar("T")
Build = Callable[[Reading, Iterable[str], str], tuple[T, ...]]
Key = tuple[tuple[int, int, str], ...]
_PARTS = re.compile(r"\d+|\D+")


@lru_cache(1 << 13)
def natural(code: str) -> Key:
    """Returns a sorting key under which 9.10 follows 9.9.

    >>> sorted(["9.10", "10", "9.9", "9.a"], key=natural)
    ['9.9', '9.10', '9.a', '10']
    """
    parts = _PARTS.findall(code)
    return tuple([(0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in parts])


def listed(reading: Reading, lookup: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Returns the IRIs that a lookup finds, sorted by code, then by IRI; those without a code come last."""
    return reading.remembered(
        (lookup, tuple(sorted(values.items()))), lambda: _listed(reading, lookup, values)
    )


def _listed(reading: Reading, lookup: str, values: Mapping[str, str]) -> tuple[str, ...]:
    codes: dict[str, str] = {}
    for row in reading.rows(lookup, values):
        iri, code = text_of(row["thing"]), text_of(row.get("code"))
        codes[iri] = min(filter(None, (codes.get(iri), code)), default="")
    return tuple(sorted(codes, key=lambda iri: (not codes[iri], natural(codes[iri]), iri)))


def objectives_of(reading: Reading, iris: Iterable[str], lang: str) -> tuple[Objective, ...]:
    """Returns the objectives with their document and what they are part of."""
    wanted = list(iris)
    facts, documents = facts_of(reading, wanted), _documents_of(reading, wanted)
    broader = facts.nodes(wanted, "skos:broader")
    things = things_of(reading, [*broader, *documents.values()], lang)
    return tuple(_objective(iri, facts, documents, things, lang) for iri in wanted if iri in facts)


def _documents_of(reading: Reading, iris: list[str]) -> dict[str, str]:
    rows = reading.of_many("schemes", "thing", iris)
    pairs = sorted((text_of(row["thing"]), text_of(row["document"])) for row in rows)
    return dict(reversed(pairs))


def _objective(
    iri: str, facts: Facts, documents: Mapping[str, str], things: Mapping[str, Thing], lang: str
) -> Objective:
    return Objective(
        thing=facts.thing(iri, lang),
        level=short(facts.node(iri, "pg:level")),
        document=things[documents[iri]] if iri in documents else None,
        broader=tuple(things[each] for each in facts.nodes(iri, "skos:broader")),
        is_prioritised=facts.text(iri, "pg:isPrioritised") == "true",
    )


def documents_of(reading: Reading, iris: Iterable[str], lang: str) -> tuple[Document, ...]:
    """Returns the documents with maker, area and period."""
    wanted = list(iris)
    facts = facts_of(reading, wanted)
    periods = facts_of(reading, facts.nodes(wanted, "dct:temporal"))
    linked = facts.nodes(wanted, "dct:creator") + facts.nodes(wanted, "eli:relevant_for")
    things = things_of(reading, linked, lang)
    return tuple(_document(iri, facts, periods, things, lang) for iri in wanted if iri in facts)


def _document(iri: str, facts: Facts, periods: Facts, things: Mapping[str, Thing], lang: str) -> Document:
    return Document(
        thing=facts.thing(iri, lang),
        level=short(facts.node(iri, "pg:level")),
        kinds=tuple(compact(kind) for kind in facts.nodes(iri, "eli:work_type")),
        makers=tuple(things[each] for each in facts.nodes(iri, "dct:creator")),
        territories=tuple(things[each] for each in facts.nodes(iri, "eli:relevant_for")),
        period=_period(periods, facts.nodes(iri, "dct:temporal")),
    )


def _period(periods: Facts, nodes: Iterable[str]) -> Period:
    """Returns the first period that has an end or a start; both stay unknown where no source states them."""
    found = (Period(periods.day(node, "dcat:startDate"), periods.day(node, "dcat:endDate")) for node in nodes)
    return next((period for period in found if period != Period()), Period())


def organisations_of(reading: Reading, iris: Iterable[str], lang: str) -> tuple[Organisation, ...]:
    """Returns the organisations with the territories they work in."""
    wanted = list(iris)
    facts = facts_of(reading, wanted)
    things = things_of(reading, facts.nodes(wanted, "dct:spatial"), lang)
    return tuple(
        Organisation(facts.thing(iri, lang), tuple(things[each] for each in facts.nodes(iri, "dct:spatial")))
        for iri in wanted
        if iri in facts
    )


def territories_of(reading: Reading, iris: Iterable[str], lang: str) -> tuple[Territory, ...]:
    """Returns the territories with their level and the one above."""
    wanted = list(iris)
    facts = facts_of(reading, wanted)
    things = things_of(reading, facts.nodes(wanted, "skos:broader"), lang)
    return tuple(_territory(iri, facts, things, lang) for iri in wanted if iri in facts)


def _territory(iri: str, facts: Facts, things: Mapping[str, Thing], lang: str) -> Territory:
    broader = facts.node(iri, "skos:broader")
    level = short(facts.node(iri, "pg:level"))
    return Territory(facts.thing(iri, lang), level, things[broader] if broader else None)


def short(iri: str | None) -> str | None:
    """Returns a prefixed name, or None for none."""
    return None if iri is None else compact(iri)
