"""The page of a project: what its list states of it, and its chains up to the goals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from api.iris import trace_url
from api.pages.outlets import changes_of
from api.pages.reader import Label, Link, Reader
from api.pages.views.chains import GoalChains, by_goal
from api.pages.views.facts import Fact, facts, linked, written
from api.pages.views.neighbours import Neighbours, neighbours_of, without
from graph.errors import NotFound
from graph.model import Chain, Money

LONG = 300


@dataclass(frozen=True, slots=True)
class ProjectView:
    """Is a project with its facts, and its chains grouped by goal; a long description is folded away."""

    thing: Link
    description: Label | None
    is_long: bool
    facts: tuple[Fact, ...]
    goals: tuple[GoalChains, ...]
    trace: str
    state: str
    neighbours: Neighbours | None
    without: str
    changes: str


def project_view(reader: Reader, iri: str, chains: Iterable[Chain]) -> ProjectView:
    """Returns the view of a project; raises NotFound if the graph holds none of that IRI."""
    if not reader.is_a(iri, "pg:Project"):
        raise NotFound("resource-unknown", iri=iri)
    description, found = reader.text(iri, "dct:description"), tuple(chains)
    return ProjectView(
        thing=reader.link(iri),
        description=description,
        is_long=description is not None and len(description.text) > LONG,
        facts=project_facts(reader, iri),
        goals=by_goal(reader, found),
        trace=trace_url(reader.lang, iri),
        state=f"/{reader.lang}/state?{urlencode({'source': iri})}",
        neighbours=neighbours_of(reader, iri, found),
        without=without(reader, iri),
        changes=changes_of(reader.lang, iri),
    )


def project_facts(reader: Reader, iri: str) -> tuple[Fact, ...]:
    """Returns what the lists state of a project."""
    return facts(
        written(reader, "fact.money", *granted(reader, iri)),
        written(reader, "fact.total-cost", *amounts(reader, reader.nodes(iri, "eurio:hasTotalCost"))),
        written(reader, "fact.period", project_period(reader, iri)),
        linked(reader, "fact.organisations", (reader.link(each) for each in parties(reader, iri))),
        linked(reader, "fact.regions", places(reader, iri, "pg:RegionalLevel")),
        linked(reader, "fact.municipalities", places(reader, iri, "pg:MunicipalLevel")),
        linked(reader, "fact.programme", (reader.link(each) for each in programmes(reader, iri))),
        written(reader, "fact.identifier", reader.value(iri, "dct:identifier")),
        linked(reader, "fact.list", reader.links(iri, "dct:source")),
    )


def granted(reader: Reader, project: str) -> tuple[str, ...]:
    """Returns the granted amounts, each with its currency."""
    grants = reader.nodes(project, "eurio:isFundedBy")
    return amounts(
        reader, [each for grant in grants for each in reader.nodes(grant, "eurio:hasFundingAmount")]
    )


def amounts(reader: Reader, nodes: Iterable[str]) -> tuple[str, ...]:
    """Returns amounts in words; one without a value or a currency is left out."""
    pairs = ((reader.decimal(node, "eurio:value"), reader.value(node, "eurio:currency")) for node in nodes)
    return written_sums(reader, (Money(value, currency) for value, currency in pairs if value and currency))


def written_sums(reader: Reader, sums: Iterable[Money]) -> tuple[str, ...]:
    """Returns sums in words; one of nothing is left out."""
    return tuple(reader.words.money(each.value, each.currency) for each in sums if each.value)


def project_period(reader: Reader, project: str) -> str | None:
    """Returns the days between which a project runs, in words."""
    start, end = reader.day(project, "eurio:startDate"), reader.day(project, "eurio:endDate")
    return reader.words.period(start, end)


def parties(reader: Reader, project: str) -> list[str]:
    """Returns the organisations that take part, each once."""
    roles = reader.nodes(project, "eurio:hasInvolvedParty")
    return list(dict.fromkeys(each for role in roles for each in reader.nodes(role, "eurio:isRoleOf")))


def programmes(reader: Reader, project: str) -> list[str]:
    """Returns the programmes that fund a project."""
    grants = reader.nodes(project, "eurio:isFundedBy")
    return [each for grant in grants for each in reader.nodes(grant, "eurio:hasFundingSchemeProgramme")]


def places(reader: Reader, project: str, level: str) -> list[Link]:
    """Returns the territories of a project on one level, by name."""
    found = [each for each in reader.nodes(project, "dct:spatial") if reader.holds(each, "pg:level", level)]
    return sorted((reader.link(each) for each in found), key=lambda link: link.label.text)
