"""Which statements a reader's filters let into chains, and what keeps the others out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from graph.alignment.filters import Filters
from graph.alignment.policy import Edge, is_admitted
from graph.ledger import Standing, standing_at
from graph.ledger.recorded import moment
from graph.model import Period
from graph.repository import Repository
from graph.repository.facts import facts_of
from graph.terms import NamedNode


@dataclass(frozen=True, slots=True)
class Stated:
    """Is a statement as a step, with what filters ask of it; `standing` is the one asked for."""

    edge: Edge
    standing: Standing
    authors: frozenset[str]
    held: Period
    said: date | None
    recorded: datetime | None


def read_statements(
    repository: Repository, edges: Iterable[Edge], at: datetime | None = None
) -> Iterator[Stated]:
    """Yields the statements behind steps, each with where it stands now, or stood at a moment."""
    steps = [edge for edge in edges if edge.alignment]
    iris = [edge.alignment or "" for edge in steps]
    facts, standings = facts_of(repository.reading, iris), _standings(repository, iris, at)
    periods = facts_of(repository.reading, facts.nodes(iris, "dct:temporal"))
    for edge, iri in zip(steps, iris, strict=True):
        held = (
            Period(periods.day(each, "dcat:startDate"), periods.day(each, "dcat:endDate"))
            for each in facts.nodes(iri, "dct:temporal")
        )
        said = facts.day(iri, "pg:saidAt")
        yield Stated(
            edge=replace(edge, is_dated=said is not None),
            standing=standings[iri],
            authors=frozenset(facts.nodes(iri, "dct:creator")),
            held=next(held, Period()),
            said=said,
            recorded=next(filter(None, map(moment, facts.terms(iri, "dct:created"))), None),
        )


def _standings(repository: Repository, iris: list[str], at: datetime | None) -> dict[str, Standing]:
    if at is None:
        return dict(repository.standings(iris))
    return {iri: standing_at(repository.reading.store, NamedNode(iri), at) for iri in iris}


def keeps_out(stated: Stated, filters: Filters, *, undated: bool) -> str | None:
    """Returns the first filter that keeps a statement out, None if it is let in.

    `statuses` stands for the status, whether filters name some or the default holds. `undated` says whether
    statements whose source gives no day are let in.
    """
    kept_out = {
        "recorded": not _was_recorded(stated, filters),
        "statuses": not _has_status(stated.standing, filters),
        "authors": bool(filters.authors) and not filters.authors & stated.authors,
        "held": filters.held is not None and not covers(stated.held, filters.held),
        "said": filters.said is not None and stated.said is not None and stated.said > filters.said,
        "undated": not undated if stated.said is None else filters.undated == "only",
    }
    return next((name for name, is_so in kept_out.items() if is_so), None)


def covers(period: Period, day: date) -> bool:
    """Says whether a day lies in a period; an end that is not known is open."""
    return (period.start is None or period.start <= day) and (period.end is None or day <= period.end)


def _was_recorded(stated: Stated, filters: Filters) -> bool:
    if filters.recorded is None:
        return True
    return stated.recorded is not None and stated.recorded <= filters.recorded


def _has_status(standing: Standing, filters: Filters) -> bool:
    if not filters.statuses:
        return is_admitted(standing, with_machines=filters.machines)
    is_unasked = standing.status == "proposed" and standing.by_machine and not filters.machines
    return standing.status in filters.statuses and not is_unasked
