"""What the index holds of a thing: an entry for each graph that names it or says where it belongs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.ledger.words import TYPE
from graph.search.kinds import POLICY, kind_of
from graph.store import Changes, Store
from graph.terms import Literal, NamedNode, Quad, expand

PLACE, PROGRAMME, SERVES, LEVEL = range(4)

NAMES = tuple(map(expand, ("skos:prefLabel", "skos:altLabel")))
CODES = tuple(map(expand, ("skos:notation", "dct:identifier", "eli:id_local", "org:identifier")))
TEXTS = tuple(map(expand, ("dct:description", "skos:definition")))
_LINKS = {
    expand("dct:spatial"): PLACE,
    expand("eli:relevant_for"): PLACE,
    expand("skos:inScheme"): PLACE,
    expand("pg:contributesTo"): SERVES,
    expand("pg:level"): LEVEL,
}
_DAYS = tuple(map(expand, ("eurio:startDate", "eurio:endDate", "dcat:startDate", "dcat:endDate")))
_FUNDED, _OF_PROGRAMME = expand("eurio:isFundedBy"), expand("eurio:hasFundingSchemeProgramme")
_PERIOD = expand("dct:temporal")
_LOCATION = expand("dct:Location").value
_PARTS = {_OF_PROGRAMME: _FUNDED, _DAYS[2]: _PERIOD, _DAYS[3]: _PERIOD}
_NAMING = (*NAMES, *CODES, *TEXTS)
_OWN = frozenset((TYPE, *_NAMING, *_LINKS, *_DAYS[:2], _FUNDED, _PERIOD))


@dataclass(frozen=True, slots=True)
class Entry:
    """Is what one graph says of one thing: names and texts with their language, codes, links and years.

    `links` are pairs of PLACE, PROGRAMME, SERVES or LEVEL and an IRI; `years` first and last, 0 if unknown.
    """

    thing: str
    graph: str
    kind: int
    names: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    years: tuple[int, int]
    links: frozenset[tuple[int, str]]


def named_things(store: Store) -> Iterator[str]:
    """Yields the IRI of each thing that has a name or a code, once."""
    seen: set[str] = set()
    for predicate in (*NAMES, *CODES):
        for quad in store.quads(None, predicate):
            if isinstance(quad.subject, NamedNode) and quad.subject.value not in seen:
                seen.add(quad.subject.value)
                yield quad.subject.value


def entries_of(store: Store, thing: str) -> list[Entry]:
    """Returns what each graph says of a thing; nothing of one that has neither name nor code."""
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in store.quads(NamedNode(thing)):
        if quad.predicate in _OWN:
            by_graph[getattr(quad.graph_name, "value", "")].append(quad)
    if not any(quad.predicate in (*NAMES, *CODES) for quads in by_graph.values() for quad in quads):
        return []
    return [_entry(store, thing, graph, quads) for graph, quads in sorted(by_graph.items())]


def touched_by(store: Store, changes: Changes) -> set[str]:
    """Returns the things whose entries the changes may alter; the store holds the changes already."""
    found: set[str] = set()
    for quad in (*changes.removed, *changes.added):
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate in _OWN:
            found.add(quad.subject.value)
        if quad.predicate in _PARTS:
            owners = store.quads(None, _PARTS[quad.predicate], quad.subject)
            found.update(owner.subject.value for owner in owners if isinstance(owner.subject, NamedNode))
    return found


def _entry(store: Store, thing: str, graph: str, quads: Sequence[Quad]) -> Entry:
    kind = kind_of(_nodes(quads, TYPE))
    return Entry(
        thing=thing,
        graph=graph,
        kind=kind,
        names=_literals(quads, NAMES),
        codes=tuple(value for value, lang in _literals(quads, CODES) if not lang),
        texts=_literals(quads, TEXTS),
        years=_years(store, quads),
        links=frozenset(_links(store, thing, kind, quads)),
    )


def _nodes(quads: Iterable[Quad], predicate: NamedNode) -> Iterator[str]:
    for quad in quads:
        if quad.predicate == predicate and isinstance(quad.object, NamedNode):
            yield quad.object.value


def _literals(quads: Iterable[Quad], predicates: Sequence[NamedNode]) -> tuple[tuple[str, str], ...]:
    found = {
        (quad.object.value, quad.object.language or "")
        for quad in quads
        if quad.predicate in predicates and isinstance(quad.object, Literal)
    }
    return tuple(sorted(found))


def _links(store: Store, thing: str, kind: int, quads: Sequence[Quad]) -> Iterator[tuple[int, str]]:
    if kind in POLICY:
        yield SERVES, thing
    if _LOCATION in _nodes(quads, TYPE):
        yield PLACE, thing
    for predicate, facet in _LINKS.items():
        yield from ((facet, value) for value in _nodes(quads, predicate))
    for grant in _nodes(quads, _FUNDED):
        programmes = list(store.quads(NamedNode(grant), _OF_PROGRAMME))
        yield from ((PROGRAMME, value) for value in _nodes(programmes, _OF_PROGRAMME))


def _years(store: Store, quads: Iterable[Quad]) -> tuple[int, int]:
    """Returns the first and the last year of the days stated; one that stands alone is both."""
    days = [quad.object for quad in quads if quad.predicate in _DAYS[:2]]
    for quad in quads:
        if quad.predicate == _PERIOD and isinstance(quad.object, NamedNode):
            days += [each.object for each in store.quads(quad.object) if each.predicate in _DAYS[2:]]
    years = [int(day.value[:4]) for day in days if isinstance(day, Literal) and day.value[:4].isdecimal()]
    return (min(years), max(years)) if years else (0, 0)
