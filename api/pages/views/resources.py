"""The page of anything else: what is stated of it, grouped by the graph that states it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from api.pages.reader import Label, Link, Reader
from api.pages.views.answers import literal_label
from api.pages.views.events import EventView, event_views
from api.pages.views.facts import Value, is_web
from api.pages.views.hops import HopView, statement_views
from api.pages.views.leads import leads_of
from api.pages.views.levels import kind_of
from graph.errors import NotFound
from graph.terms import Literal, NamedNode, Quad, Term, compact, iri

POINTING = 60


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

    `more` says that more things point here than are shown, `leads` are the pages that tell of it.
    """

    thing: Link
    kind: str
    elsewhere: str | None
    hop: HopView | None
    events: tuple[EventView, ...]
    sources: tuple[Source, ...]
    pointers: tuple[Pointer, ...]
    more: bool
    leads: tuple[tuple[str, str], ...]


def resource_view(reader: Reader, subject: str) -> ResourceView:
    """Returns what is stated of a resource, by graph; raises NotFound if no graph mentions it."""
    node = iri(subject)
    stated = list(reader.store.quads(node))
    pointing = list(islice(reader.store.quads(None, None, node), POINTING + 1))
    if not stated and not pointing:
        raise NotFound("resource-unknown", iri=subject)
    is_statement = reader.is_a(subject, "pg:Alignment")
    return ResourceView(
        thing=reader.link(subject),
        kind=kind_of(reader, subject),
        elsewhere=subject if is_web(subject) and not subject.startswith(reader.store.base) else None,
        hop=_hop(reader, subject) if is_statement else None,
        events=event_views(reader, subject) if is_statement else (),
        sources=_sources(reader, stated),
        pointers=_pointers(reader, pointing[:POINTING]),
        more=len(pointing) > POINTING,
        leads=leads_of(reader, subject),
    )


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
            found[quad.predicate.value].add(quad.subject.value)
    return tuple(
        Pointer(reader.name(predicate), _by_name(map(reader.link, subjects)))
        for predicate, subjects in sorted(found.items())
    )


def _by_name(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: link.label.text))
