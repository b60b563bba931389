"""The quads of a project that does not exist, as they would stand if it did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from graph.alignment.effects.naming import programme_iri, served_iri
from graph.alignment.effects.scenario import NewProject
from graph.alignment.portfolio.selecting import known
from graph.alignment.portfolio.snapshot import Snapshot
from graph.ledger.events import Event, Statement, state
from graph.ledger.words import DATE, DECIMAL, PROJECT, TYPE
from graph.terms import Literal, NamedNode, Quad, Term, expand, iri, text

_STRENGTH = 2
Facts = Iterator[tuple[NamedNode, str, Term]]


def invented(
    base: str, snapshot: Snapshot, project: NewProject, number: int, event: Event
) -> frozenset[Quad]:
    """Returns what a list and a ledger would say of the project; unknown names raise UnknownName."""
    own = f"{base}id/project/what-if/{number}"
    facts = frozenset(
        Quad(subject, expand(predicate), value, event.graph)
        for subject, predicate, value in _facts(base, snapshot, project, iri(own))
    )
    statements = _statements(base, snapshot, project, own, event)
    return facts.union(*(state(each, event) for each in statements))


def _facts(base: str, snapshot: Snapshot, project: NewProject, own: NamedNode) -> Facts:
    yield own, TYPE.value, PROJECT
    yield own, "skos:prefLabel", text(project.title)
    for name in project.territories:
        yield own, "dct:spatial", iri(known(name, snapshot.frame.territories, "territory"))
    for predicate, day in (("eurio:startDate", project.start), ("eurio:endDate", project.end)):
        if day is not None:
            yield own, predicate, _day(day)
    yield from _money(base, snapshot, project, own)


def _money(base: str, snapshot: Snapshot, project: NewProject, own: NamedNode) -> Facts:
    if not project.money and project.programme is None:
        return
    key = own.value.rpartition("/")[2]
    grant = iri(f"{base}id/grant/what-if/{key}")
    yield own, "eurio:isFundedBy", grant
    if project.programme is not None:
        yield grant, "eurio:hasFundingSchemeProgramme", iri(programme_iri(snapshot, project.programme))
    for place, money in enumerate(project.money, start=1):
        amount = iri(f"{base}id/amount/what-if/{key}-{place}")
        yield grant, "eurio:hasFundingAmount", amount
        yield amount, "eurio:value", _number(money.value)
        yield amount, "eurio:currency", text(money.currency)


def _statements(
    base: str, snapshot: Snapshot, project: NewProject, own: str, event: Event
) -> Iterator[Statement]:
    key = own.rpartition("/")[2]
    for place, support in enumerate(project.serves, start=1):
        yield Statement(
            iri=f"{base}id/alignment/what-if/{key}-{place}",
            source=own,
            target=served_iri(snapshot, support.objective),
            strength=_STRENGTH,
            confidence=support.confidence,
            author=event.agent,
        )


def _number(value: Decimal) -> Literal:
    return Literal(format(value, "f"), datatype=DECIMAL)


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=DATE)
