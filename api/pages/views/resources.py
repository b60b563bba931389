"""The page of anything else: what is stated of it, grouped by the graph that states it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlencode

from api.changed.telling import worded_label
from api.pages.reader import Label, Link, Reader
from api.pages.views.answers import literal_label
from api.pages.views.events import EventView, event_views
from api.pages.views.facts import Value, is_web
from api.pages.views.hops import HopView, statement_views
from api.pages.views.indicators import IndicatorView, indicator_of
from api.pages.views.leads import leads_of
from api.pages.views.levels import kind_of
from api.pages.views.since import Told, act_told
from graph.errors import NotFound
from graph.repository.facts import full_name
from graph.since import Act
from graph.terms import Literal, NamedNode, Quad, Term, compact, expand, iri

POINTING = 15
# What points here is passed over up to here: a class has as many instances as there are projects.
MOST_PASSED = 9_990
_WITHIN = expand("geo:sfWithin")
_COMMENT = expand("rdfs:comment").value
# A part that has no name of its own is shown as what it is a part of: a role in a project, as the project.
_WHOLES = {expand("eurio:isRoleOf"): "eurio:hasInvolvedParty"}


@dataclass(frozen=True, slots=True)
class Statement:
    """Is a property with its values, both in words; `term` is the property's prefixed name."""

    name: str
    term: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Is one graph with what it states; `origin` is the document or list that it was taken from."""

    graph: Label
    name: str
    origins: tuple[Link, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Is the things that point here by one property."""

    name: str
    things: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ResourceView:
    """Is the page of any resource; a statement has what it says (`hop`) and its history (`events`).

    Of what points here one page is shown; `previous` and `next` lead to others, None where there is none.
    `leads` are the pages that tell of it, `indicators` it with its values where it is an indicator, `told` is
    what it did where it is a commit.
    """

    thing: Link
    kind: str
    elsewhere: str | None
    hop: HopView | None
    events: tuple[EventView, ...]
    indicators: tuple[IndicatorView, ...]
    sources: tuple[Source, ...]
    pointers: tuple[Pointer, ...]
    leads: tuple[tuple[str, str], ...]
    previous: str | None
    next: str | None
    told: Told | None = None


def commit_view(reader: Reader, view: ResourceView, act: Act) -> ResourceView:
    """Returns the page of a commit: it is called as what it was made for, and tells what it did."""
    reader.read_ahead([each for part in act.parts for each in part.things])
    told = act_told(reader, act)
    return replace(view, thing=replace(view.thing, label=Label(told.change.title)), told=told)


def resource_view(reader: Reader, subject: str, offset: int = 0) -> ResourceView:
    """Returns what is stated of a resource, by graph; raises NotFound if no graph mentions it.

    What points to it is passed over up to the one numbered `offset`, if there is any more.
    """
    node = iri(subject)
    stated = list(reader.store.quads(node))
    pointing = list(islice(reader.store.quads(None, None, node), offset, offset + POINTING + 1))
    if offset and not pointing:
        return resource_view(reader, subject)
    if not stated and not pointing:
        raise NotFound("resource-unknown", iri=subject)
    is_statement = reader.is_a(subject, "pg:Alignment")
    return ResourceView(
        thing=reader.link(subject),
        kind=kind_of(reader, subject),
        elsewhere=subject if is_web(subject) and not subject.startswith(reader.store.base) else None,
        hop=_hop(reader, subject) if is_statement else None,
        events=event_views(reader, subject) if is_statement else (),
        indicators=indicator_of(reader, subject),
        sources=_sources(reader, [quad for quad in stated if not _is_within_itself(quad)]),
        pointers=_pointers(reader, [quad for quad in pointing[:POINTING] if not _is_within_itself(quad)]),
        leads=leads_of(reader, subject),
        previous=_at(subject, max(0, offset - POINTING)) if offset else None,
        next=_at(subject, offset + POINTING) if len(pointing) > POINTING and offset < MOST_PASSED else None,
    )


def _at(subject: str, offset: int) -> str:
    query = {"iri": subject} | ({"offset": str(offset)} if offset else {})
    return f"?{urlencode(query)}#pointers"


def _is_within_itself(quad: Quad) -> bool:
    """Says whether a quad tells a reader nothing: to queries each area lies in itself too."""
    return quad.predicate == _WITHIN and quad.subject == quad.object


def _hop(reader: Reader, subject: str) -> HopView | None:
    return next(iter(statement_views(reader, [subject])), None)


def _sources(reader: Reader, quads: list[Quad]) -> tuple[Source, ...]:
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""].append(quad)
    return tuple(_source(reader, graph, by_graph[graph]) for graph in sorted(by_graph))


def _source(reader: Reader, graph: str, quads: list[Quad]) -> Source:
    by_property: dict[str, list[Term]] = defaultdict(list)
    for quad in quads:
        by_property[quad.predicate.value].append(quad.object)
    return Source(
        graph=reader.label(graph) if graph else Label(""),
        name=graph.removeprefix(reader.store.base),
        origins=reader.links(graph, "prov:hadPrimarySource") if graph else (),
        statements=tuple(_statement(reader, name, by_property[name]) for name in sorted(by_property)),
    )


def _statement(reader: Reader, name: str, terms: list[Term]) -> Statement:
    values = tuple(_value(reader, term) for term in sorted(set(terms), key=str))
    if name == _COMMENT:  # a commit of the program's own has an English reason
        values = tuple(replace(each, label=worded_label(reader, each.label)) for each in values)
    return Statement(reader.name(name), compact(name), values)


def _value(reader: Reader, term: Term) -> Value:
    if isinstance(term, NamedNode):
        link = reader.link(term.value)
        return Value(link.label, link.href)
    return Value(literal_label(reader, term) if isinstance(term, Literal) else Label(str(term)))


def _pointers(reader: Reader, quads: list[Quad]) -> tuple[Pointer, ...]:
    found: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            predicate, things = _pointing(reader, quad.predicate, quad.subject)
            found[_towards(reader, predicate)].update(things)
    return tuple(Pointer(name, _by_name(map(reader.link, things))) for name, things in sorted(found.items()))


def _pointing(reader: Reader, predicate: NamedNode, subject: NamedNode) -> tuple[str, list[str]]:
    """Returns by which property what points here, or what that is a part of, is joined to it."""
    whole = _WHOLES.get(predicate)
    wholes = reader.subjects(whole, subject) if whole else []
    return (full_name(whole), wholes) if whole and wholes else (predicate.value, [subject.value])


def _towards(reader: Reader, predicate: str) -> str:
    """Returns what the things before this one are to it: the property's own name says it the other way."""
    key, words = f"pointing.{compact(predicate)}", reader.words
    return words(key) if words.has(key) else words("resource.stated-under", name=reader.name(predicate))


def _by_name(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: link.label.text))
