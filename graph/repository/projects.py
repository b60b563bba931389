"""Projects, a page at a time: a handful of queries for a page, whatever its length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from graph.model import Money, Period, Project, Thing
from graph.questions import Question, load_lookups, load_questions
from graph.repository.facts import Facts, facts_of, shared_things_of
from graph.repository.reading import Reading, text_of

# The question to start from, by the filter that leaves fewest projects.
_STARTS = {
    "organisation": "projects-of-organisation",
    "territory": "projects-in-territory",
    "goal": "projects-serving-goal",
    "programme": "projects-of-programme",
}


@dataclass(frozen=True, slots=True)
class ProjectFilters:
    """Says which projects are wanted, by IRI; `goal` is any objective or document, served by any chain."""

    goal: str | None = None
    territory: str | None = None
    programme: str | None = None
    organisation: str | None = None

    def given(self) -> dict[str, str]:
        """Returns the filters that are set."""
        pairs = ((each.name, getattr(self, each.name)) for each in fields(self))
        return {name: value for name, value in pairs if value}

    def question(self) -> Question:
        """Returns the question that starts from the filter that leaves fewest projects."""
        given = self.given()
        name = next((question for start, question in _STARTS.items() if start in given), "projects")
        return load_lookups().get(name) or load_questions()[name]


def project_iris(
    reading: Reading, filters: ProjectFilters, limit: int, offset: int, total: int | None = None
) -> tuple[list[str], int]:
    """Returns the IRIs of one page, and how many projects there are in all: `total` where that is known.

    A filter that names what the graph does not hold raises UnknownName, one of another kind InputError.
    """
    query = reading.filtered(filters.question(), filters.given())
    if total == 0:
        return [], 0
    rows = reading.page(query, limit, offset)
    return [text_of(row["project"]) for row in rows], reading.total(query) if total is None else total


def projects_of(reading: Reading, wanted: Iterable[str], lang: str) -> tuple[Project, ...]:
    """Returns the projects in the order of the IRIs; what the graph does not hold is left out."""
    iris = list(wanted)
    own = facts_of(reading, iris)
    parts = facts_of(reading, own.nodes(iris, "eurio:hasInvolvedParty") + own.nodes(iris, "eurio:isFundedBy"))
    grants = own.nodes(iris, "eurio:isFundedBy")
    amounts = parts.nodes(grants, "eurio:hasFundingAmount") + own.nodes(iris, "eurio:hasTotalCost")
    money = facts_of(reading, amounts)
    things = shared_things_of(reading, _named(own, parts, iris), lang)
    return tuple(_project(iri, own, parts, money, things, lang) for iri in iris if iri in own)


def _named(own: Facts, parts: Facts, iris: Sequence[str]) -> Iterable[str]:
    roles, grants = own.nodes(iris, "eurio:hasInvolvedParty"), own.nodes(iris, "eurio:isFundedBy")
    yield from parts.nodes(roles, "eurio:isRoleOf")
    yield from parts.nodes(grants, "eurio:hasFundingSchemeProgramme")
    yield from own.nodes(iris, "dct:spatial")
    yield from own.nodes(iris, "dct:source")


def _project(
    iri: str, own: Facts, parts: Facts, money: Facts, things: Mapping[str, Thing], lang: str
) -> Project:
    grants = own.nodes(iri, "eurio:isFundedBy")
    source = own.node(iri, "dct:source")
    return Project(
        thing=own.thing(iri, lang),
        identifier=own.text(iri, "dct:identifier"),
        period=Period(own.day(iri, "eurio:startDate"), own.day(iri, "eurio:endDate")),
        money=_sums(money, parts.nodes(grants, "eurio:hasFundingAmount")),
        beneficiaries=tuple(things[each] for each in _beneficiaries(own, parts, iri)),
        territories=tuple(things[each] for each in own.nodes(iri, "dct:spatial")),
        programmes=tuple(things[each] for each in parts.nodes(grants, "eurio:hasFundingSchemeProgramme")),
        source=things[source] if source else None,
        cost=_sums(money, own.nodes(iri, "eurio:hasTotalCost")),
    )


def _beneficiaries(own: Facts, parts: Facts, iri: str) -> tuple[str, ...]:
    roles = own.nodes(iri, "eurio:hasInvolvedParty")
    main = [role for role in roles if parts.text(role, "eurio:roleLabel") in (None, "beneficiary")]
    return parts.nodes(main, "eurio:isRoleOf")


def _sums(money: Facts, amounts: Iterable[str]) -> tuple[Money, ...]:
    """Returns the sum in each currency; an amount without a value or a currency is unknown, not zero."""
    sums: dict[str, Decimal] = {}
    for amount in amounts:
        value, currency = money.number(amount, "eurio:value"), money.text(amount, "eurio:currency")
        if value is not None and currency:
            sums[currency] = sums.get(currency, Decimal(0)) + value
    return tuple(Money(value, currency) for currency, value in sorted(sums.items()))
