"""The statements that an entry becomes, each with the field that it comes from, as a JSON pointer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.model import Name
from graph.register.entries import Amount, GrantEntry, Implementer, ObservationEntry, Party, ProjectEntry
from graph.terms import Literal, NamedNode, Term, expand, iri, slug

TYPE, LABEL = expand("rdf:type"), expand("skos:prefLabel")
ORGANISATION = expand("org:FormalOrganization")
_DAY, _DECIMAL = expand("xsd:date"), expand("xsd:decimal")
_PERIODS = (
    (re.compile(r"\d{4}"), expand("xsd:gYear")),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), expand("xsd:gYearMonth")),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), _DAY),
)


@dataclass(frozen=True, slots=True)
class Fact:
    """Is one statement and the field that it comes from (RFC 6901), `#` for the entry as a whole."""

    field: str
    subject: NamedNode
    predicate: NamedNode
    value: Term


def project_facts(entry: ProjectEntry, node: NamedNode, source: str, base: str) -> Iterator[Fact]:
    """Yields what is stated of a project, its parties and its money."""
    yield _fact("#", node, "rdf:type", expand("pg:Project"))
    yield from named("#/names", node, "skos:prefLabel", entry.names)
    yield from named("#/descriptions", node, "dct:description", entry.descriptions)
    if entry.identifier:
        yield _fact("#/identifier", node, "dct:identifier", Literal(entry.identifier))
    for field, day in (("start", entry.start), ("end", entry.end)):
        if day:
            yield _fact(f"#/{field}", node, f"eurio:{field}Date", _date(day))
    yield from linked("#/territories", node, "dct:spatial", entry.territories)
    for number, party in enumerate(entry.parties):
        yield from _party(party, number, node, source, base)
    for number, grant in enumerate(entry.grants):
        yield from _grant(grant, number, node)
    if entry.cost:
        yield from _amount(entry.cost, "#/cost", node, "eurio:hasTotalCost", iri(f"{node.value}#cost"))
    if entry.source:
        yield _fact("#/source", node, "dct:source", iri(entry.source))


def observation_facts(entry: ObservationEntry, node: NamedNode) -> Iterator[Fact]:
    """Yields what is stated of an observation."""
    yield _fact("#", node, "rdf:type", expand("qb:Observation"))
    yield _fact("#/indicator", node, "pg:indicator", iri(entry.indicator))
    yield _fact("#/role", node, "pg:observationRole", expand(f"pg:{entry.role.capitalize()}Role"))
    yield _fact("#/value", node, "sdmx-measure:obsValue", _number(entry.value))
    yield _fact("#/period", node, "sdmx-dimension:refPeriod", period_term(entry.period))
    if entry.territory:
        yield _fact("#/territory", node, "sdmx-dimension:refArea", iri(entry.territory))
    if entry.unit:
        yield _fact("#/unit", node, "sdmx-attribute:unitMeasure", Literal(entry.unit))
    if entry.said:
        yield _fact("#/said", node, "pg:saidAt", _date(entry.said))
    if entry.source:
        yield _fact("#/source", node, "dct:source", iri(entry.source))
    yield from named("#/notes", node, "dct:description", entry.notes)


def period_term(text: str) -> Literal:
    """Returns a year, a month or a day as a literal; anything else is a plain text, which is refused."""
    found = (datatype for form, datatype in _PERIODS if form.fullmatch(text))
    datatype = next(found, None)
    return Literal(text, datatype=datatype) if datatype else Literal(text)


def named(field: str, node: NamedNode, predicate: str, names: Iterable[Name]) -> Iterator[Fact]:
    """Yields texts, each with its language."""
    for number, name in enumerate(names):
        yield _fact(f"{field}/{number}", node, predicate, Literal(name.text, language=name.lang))


def linked(field: str, node: NamedNode, predicate: str, iris: Iterable[str]) -> Iterator[Fact]:
    """Yields links to other things."""
    for number, each in enumerate(iris):
        yield _fact(f"{field}/{number}", node, predicate, iri(each))


def _party(party: Party, number: int, node: NamedNode, source: str, base: str) -> Iterator[Fact]:
    field, role = f"#/parties/{number}", iri(f"{node.value}#party-{number + 1}")
    yield _fact(field, node, "eurio:hasInvolvedParty", role)
    yield _fact(field, role, "rdf:type", expand("eurio:OrganisationRole"))
    yield _fact(f"{field}/role", role, "eurio:roleLabel", Literal(party.role))
    yield from organisation(field, role, "eurio:isRoleOf", party, f"{base}id/organisation/{source}/")


def organisation(
    field: str, node: NamedNode, predicate: str, each: Party | Implementer, own: str
) -> Iterator[Fact]:
    """Yields a link to an organisation, and what it is called where it is new; `own` begins its IRI then."""
    if each.organisation:
        yield _fact(f"{field}/organisation", node, predicate, iri(each.organisation))
    elif each.name:
        made = iri(f"{own}{slug(each.name.text)}")
        yield _fact(f"{field}/name", node, predicate, made)
        yield Fact(f"{field}/name", made, TYPE, ORGANISATION)
        yield Fact(f"{field}/name", made, LABEL, Literal(each.name.text, language=each.name.lang))


def period(node: NamedNode, start: date | None, end: date | None) -> Iterator[Fact]:
    """Yields the days between which something holds, as a part of it."""
    days = [(name, day) for name, day in (("start", start), ("end", end)) if day]
    made = iri(f"{node.value}#period")
    for field, _ in days[:1]:
        yield _fact(f"#/{field}", node, "dct:temporal", made)
        yield _fact(f"#/{field}", made, "rdf:type", expand("dct:PeriodOfTime"))
    yield from (_fact(f"#/{field}", made, f"dcat:{field}Date", _date(day)) for field, day in days)


def _grant(grant: GrantEntry, number: int, node: NamedNode) -> Iterator[Fact]:
    field, made = f"#/grants/{number}", iri(f"{node.value}#grant-{number + 1}")
    yield _fact(field, node, "eurio:isFundedBy", made)
    yield _fact(field, made, "rdf:type", expand("eurio:Grant"))
    if grant.programme:
        yield _fact(f"{field}/programme", made, "eurio:hasFundingSchemeProgramme", iri(grant.programme))
    if grant.amount:
        amount = iri(f"{node.value}#amount-{number + 1}")
        yield from _amount(grant.amount, f"{field}/amount", made, "eurio:hasFundingAmount", amount)


def _amount(amount: Amount, field: str, of: NamedNode, predicate: str, made: NamedNode) -> Iterator[Fact]:
    yield _fact(field, of, predicate, made)
    yield _fact(field, made, "rdf:type", expand("eurio:MonetaryAmount"))
    yield _fact(f"{field}/value", made, "eurio:value", _number(amount.value))
    yield _fact(f"{field}/currency", made, "eurio:currency", Literal(amount.currency))


def _date(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=_DAY)


def _number(value: Decimal) -> Literal:
    return Literal(format(value, "f"), datatype=_DECIMAL)


def _fact(field: str, subject: NamedNode, predicate: str, value: Term) -> Fact:
    return Fact(field, subject, expand(predicate), value)
