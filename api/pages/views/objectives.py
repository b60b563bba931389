"""A goal, a target or any other objective: what it says, its parts, what contributes to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.iris import trace_url
from api.pages.reader import Label, Link, Reader
from api.pages.views.chains import document_of, goal_number
from api.pages.views.contributing import Contributors, contributors
from api.pages.views.facts import Fact, facts, linked, written
from api.pages.views.hops import HopView, statement_views
from api.pages.views.indicators import IndicatorView, indicators_of
from api.pages.views.levels import kind_of, level_name, level_of
from api.pages.views.narrowing import Narrowed
from api.pages.views.onward import Step, area_of, steps_from
from api.pages.views.serving import Listing
from api.pages.views.since import recent_href
from graph.errors import NotFound


@dataclass(frozen=True, slots=True)
class Part:
    """Is an objective below another one, with the number of projects that reach it."""

    thing: Link
    projects: str
    count: int


@dataclass(frozen=True, slots=True)
class ObjectiveView:
    """Is the page of an objective."""

    thing: Link
    number: str | None
    kind: str
    definition: Label | None
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    lacking: str | None
    indicators: tuple[IndicatorView, ...]
    statements: tuple[HopView, ...]
    contributors: tuple[Contributors, ...]
    projects: Listing
    trace_up: str
    trace_down: str
    map: str
    changes: str
    onward: tuple[Step, ...]


Counted = Callable[[str], int]


def objective_view(
    reader: Reader, iri: str, projects: Listing, counted: Counted, narrowed: Narrowed
) -> ObjectiveView:
    """Returns the view of an objective; `counted` gives the projects that reach each part."""
    if not reader.is_a(iri, "pg:Objective"):
        raise NotFound("resource-unknown", iri=iri)
    below = sorted(reader.subjects("skos:broader", iri), key=_by_code(reader))
    parts = tuple(_part(reader, each, counted) for each in below)
    place = projects.territory.iri if projects.territory else None
    return ObjectiveView(
        thing=reader.link(iri),
        number=goal_number(iri),
        kind=kind_of(reader, iri),
        definition=reader.text(iri, "skos:definition") or reader.text(iri, "dct:description"),
        facts=objective_facts(reader, iri),
        parts=parts,
        lacking=_lacking(reader, parts),
        indicators=indicators_of(reader, iri, place),
        statements=statement_views(reader, statements_of(reader, iri)),
        contributors=contributors(reader, [iri, *below], narrowed),
        projects=projects,
        trace_up=trace_url(reader.lang, iri),
        trace_down=trace_url(reader.lang, iri, down=True),
        map=f"/{reader.lang}/map?{urlencode({'goal': iri})}",
        changes=recent_href(reader.lang, of=iri, **({"territory": place} if place else {})),
        onward=() if projects.total else _onward(reader, iri, projects),
    )


def objective_facts(reader: Reader, iri: str) -> tuple[Fact, ...]:
    """Returns where an objective stands: its level, its document, what it belongs to."""
    document = document_of(reader, iri)
    prioritised = reader.value(iri, "pg:isPrioritised") == "true"
    return facts(
        written(reader, "fact.level", level_name(reader, level_of(reader, iri))),
        linked(reader, "fact.document", [document] if document else []),
        linked(reader, "fact.part-of", reader.links(iri, "skos:broader")),
        written(reader, "fact.prioritised", reader.words("yes") if prioritised else None),
        written(reader, "fact.period", _period(reader, iri)),
        linked(reader, "fact.implementers", reader.links(iri, "pg:implementer")),
        linked(reader, "fact.coordinated-with", reader.links(iri, "pg:coordinatedWith")),
        linked(reader, "fact.related", reader.links(iri, "skos:relatedMatch")),
    )


def _period(reader: Reader, iri: str) -> str | None:
    """Returns the days between which an objective is carried out, in words."""
    period = reader.node(iri, "dct:temporal")
    if period is None:
        return None
    start, end = (reader.day(period, name) for name in ("dcat:startDate", "dcat:endDate"))
    return reader.words.period(start, end)


def statements_of(reader: Reader, iri: str) -> list[str]:
    """Returns the alignments that a resource is the source of."""
    found = reader.subjects("owl:annotatedSource", iri)
    return [each for each in found if reader.is_a(each, "pg:Alignment")]


def _onward(reader: Reader, iri: str, projects: Listing) -> tuple[Step, ...]:
    document = document_of(reader, iri)
    area = projects.territory or area_of(reader, document.iri if document else None)
    every = Step(reader.link(iri).href, reader.words("onward.everywhere"))
    ways = steps_from(reader, reader.link(iri), area)
    return (every, *ways) if projects.territory or projects.programme else ways


def _part(reader: Reader, iri: str, counted: Counted) -> Part:
    count = counted(iri)
    return Part(reader.link(iri), reader.words.number(count), count)


def _lacking(reader: Reader, parts: Sequence[Part]) -> str | None:
    """Returns in words how many parts no project reaches, None where there are no parts."""
    if not parts:
        return None
    bare, number = sum(1 for part in parts if not part.count), reader.words.number
    return reader.words("objective.lacking", count=number(bare), all=number(len(parts)))


def _by_code(reader: Reader) -> Callable[[str], tuple[bool, list[tuple[int, str]], str]]:
    """Returns a sort key: codes by number before letter (9.5, 9.10, 9.a), then names."""

    def key(iri: str) -> tuple[bool, list[tuple[int, str]], str]:
        code = reader.value(iri, "skos:notation") or ""
        return (not code, code_order(code), reader.label(iri).text)

    return key


def code_order(code: str) -> list[tuple[int, str]]:
    """Returns how a code sorts.

    >>> sorted(["9.10", "9.a", "9.2"], key=code_order)
    ['9.2', '9.10', '9.a']
    """
    return [(int(part), "") if part.isdecimal() else (10**6, part) for part in code.split(".")]
