"""Observations of indicators, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.model import Observation, Thing
from graph.questions import load_lookups
from graph.repository.facts import Facts, facts_of, things_of
from graph.repository.reading import Reading, text_of


def observation_iris(
    reading: Reading, filters: Mapping[str, str | None], limit: int, offset: int
) -> tuple[list[str], int]:
    """Returns the IRIs of one page, and how many observations there are in all."""
    query = reading.filtered(
        load_lookups()["observations"], {name: value for name, value in filters.items() if value}
    )
    rows = reading.page(query, limit, offset)
    return [text_of(row["observation"]) for row in rows], reading.total(query)


def observations_of(reading: Reading, iris: Iterable[str], lang: str) -> tuple[Observation, ...]:
    """Returns the observations in the order of the IRIs; what the graph does not hold is left out."""
    wanted = list(iris)
    facts = facts_of(reading, wanted)
    linked = [
        node
        for name in ("pg:indicator", "sdmx-dimension:refArea", "dct:source")
        for node in facts.nodes(wanted, name)
    ]
    things = things_of(reading, linked, lang)
    return tuple(_observation(iri, facts, things, lang) for iri in wanted if iri in facts)


def _observation(iri: str, facts: Facts, things: Mapping[str, Thing], lang: str) -> Observation:
    role = facts.node(iri, "pg:observationRole") or ""
    return Observation(
        iri=iri,
        indicator=_thing(facts, iri, "pg:indicator", things),
        role=role.rpartition("#")[2].removesuffix("Role").lower(),
        value=facts.number(iri, "sdmx-measure:obsValue"),
        unit=facts.text(iri, "sdmx-attribute:unitMeasure"),
        period=facts.text(iri, "sdmx-dimension:refPeriod"),
        territory=_thing(facts, iri, "sdmx-dimension:refArea", things),
        source=_thing(facts, iri, "dct:source", things),
        note=facts.name(iri, "dct:description", lang),
    )


def _thing(facts: Facts, iri: str, name: str, things: Mapping[str, Thing]) -> Thing | None:
    node = facts.node(iri, name)
    return things[node] if node else None
