"""What the index holds of a thing: an entry for each graph that names it or says where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from graph.ledger.words import TYPE
from graph.search.kinds import OTHER, POLICY, kind_of
from graph.store import Store
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Term, compact, expand

PLACE, PROGRAMME, SERVES, LEVEL = range(4)

NAMES = tuple(map(expand, ("skos:prefLabel", "skos:altLabel")))
CODES = tuple(map(expand, ("skos:notation", "dct:identifier", "eli:id_local", "org:identifier")))
TEXTS = tuple(map(expand, ("dct:description", "skos:definition")))
_LINKS = {
    expand("dct:spatial").value: PLACE,
    expand("eli:relevant_for").value: PLACE,
    expand("skos:inScheme").value: PLACE,
    expand("pg:contributesTo").value: SERVES,
    expand("pg:level").value: LEVEL,
}
_DAYS = tuple(expand(name).value for name in ("eurio:startDate", "eurio:endDate"))
_ENDS = tuple(map(expand, ("dcat:startDate", "dcat:endDate")))
_FUNDED, _OF_PROGRAMME = expand("eurio:isFundedBy"), expand("eurio:hasFundingSchemeProgramme")
_PERIOD = expand("dct:temporal")
_LOCATION = expand("dct:Location").value
# What is stated of a part of a thing counts for the thing: by predicate, how the thing names the part.
PARTS = {_OF_PROGRAMME.value: _FUNDED, **{end.value: _PERIOD for end in _ENDS}}
_LABEL = expand("rdfs:label")
_SHOWN = tuple((each.value, compact(each.value)) for each in (*NAMES, _LABEL, *CODES, TYPE))
NAMING = frozenset(each.value for each in (*NAMES, *CODES))
OWN = frozenset((*_LINKS, *_DAYS, *dict(_SHOWN), *(each.value for each in (*TEXTS, _FUNDED, _PERIOD))))
_TYPE, _GRANTS, _PERIODS = TYPE.value, _FUNDED.value, _PERIOD.value
_NAMES, _CODES, _TEXTS = ([each.value for each in own] for own in (NAMES, CODES, TEXTS))
# A text with its language, empty where it has none, or an IRI with None.
Value = tuple[str, str | None]
Stated = Mapping[str, Sequence[Value]]
Shown = Mapping[str, Sequence[Value]]


class Entry(NamedTuple):
    """Is what one graph says of one thing: names and texts with their language, codes, links and years.

    `links` are pairs of PLACE, PROGRAMME, SERVES or LEVEL and an IRI; `years` first and last, or 0.
    `shown` are names, codes and classes as stated: by prefixed property, values with a tag (IRIs: None).
    """

    thing: str
    graph: str
    kind: int
    names: tuple[tuple[str, str], ...]
    codes: tuple[str, ...]
    texts: tuple[tuple[str, str], ...]
    years: tuple[int, int]
    links: frozenset[tuple[int, str]]
    shown: Shown

    @property
    def is_told_of(self) -> bool:
        """Says whether it tells more than links, which alone neither are found nor put a thing in order."""
        return bool(self.shown or self.texts or self.years[1])


def named_things(store: Store) -> Iterator[str]:
    """Yields the IRI of each thing that has a name or a code, once."""
    seen: set[str] = set()
    for predicate in (*NAMES, *CODES):
        for quad in store.quads(None, predicate):
            subject = quad.subject
            if isinstance(subject, NamedNode) and (iri := subject.value) not in seen:
                seen.add(iri)
                yield iri


def entries_of(store: Readable, thing: str) -> list[Entry]:
    """Returns what each graph says of a thing; nothing of one that has neither name nor code."""
    by_graph: dict[str, dict[str, list[Value]]] = {}
    for quad in store.quads(NamedNode(thing)):
        predicate = quad.predicate.value
        if predicate in OWN and (value := value_of(quad.object)):
            graph = getattr(quad.graph_name, "value", "")
            by_graph.setdefault(graph, {}).setdefault(predicate, []).append(value)
    return entries_by_graph(store, thing, by_graph)


def entries_by_graph(store: Readable, thing: str, by_graph: Mapping[str, Stated]) -> list[Entry]:
    """Returns what each graph says of a thing, given that by predicate; its parts are read from the store."""
    if all(NAMING.isdisjoint(stated) for stated in by_graph.values()):
        return []
    return [_entry(store, thing, graph, by_graph[graph]) for graph in sorted(by_graph)]


def _entry(store: Readable, thing: str, graph: str, stated: Stated) -> Entry:
    if stated.keys() <= _LINKS.keys():  # a derived graph, say, of which a long list has one for each project
        return Entry(thing, graph, OTHER, (), (), (), (0, 0), frozenset(_linked(stated)), {})
    classes = _nodes(stated, _TYPE)
    kind = kind_of(classes)
    return Entry(
        thing=thing,
        graph=graph,
        kind=kind,
        names=_literals(stated, _NAMES),
        codes=tuple([value for value, lang in _literals(stated, _CODES) if not lang]),
        texts=_literals(stated, _TEXTS),
        years=_years(store, stated),
        links=frozenset(_links(store, thing, kind, classes, stated)),
        shown={name: _told(stated[iri]) for iri, name in _SHOWN if iri in stated},
    )


def value_of(term: Term) -> Value | None:
    """Returns what an entry can hold of a term, None for one that is neither a literal nor an IRI."""
    if isinstance(term, Literal):
        return term.value, term.language or ""
    return (term.value, None) if isinstance(term, NamedNode) else None


def _told(values: Sequence[Value]) -> Sequence[Value]:
    return sorted(values, key=str) if len(values) > 1 else values


def _nodes(stated: Stated, predicate: str) -> tuple[str, ...]:
    return tuple([value for value, lang in stated.get(predicate, ()) if lang is None])


def _literals(stated: Stated, predicates: Iterable[str]) -> tuple[tuple[str, str], ...]:
    found = [
        (value, lang)
        for name in predicates
        if name in stated
        for value, lang in stated[name]
        if lang is not None
    ]
    return tuple(found) if len(found) < 2 else tuple(sorted(set(found)))


def _links(
    store: Readable, thing: str, kind: int, classes: Iterable[str], stated: Stated
) -> Iterator[tuple[int, str]]:
    if kind in POLICY:
        yield SERVES, thing
    if _LOCATION in classes:
        yield PLACE, thing
    yield from _linked(stated)
    for grant in _nodes(stated, _GRANTS):
        for quad in store.quads(NamedNode(grant), _OF_PROGRAMME):
            if isinstance(quad.object, NamedNode):
                yield PROGRAMME, quad.object.value


def _linked(stated: Stated) -> list[tuple[int, str]]:
    return [
        (facet, value)
        for predicate, facet in _LINKS.items()
        if predicate in stated
        for value, lang in stated[predicate]
        if lang is None
    ]


def _years(store: Readable, stated: Stated) -> tuple[int, int]:
    """Returns the first and the last year of the days stated; one that stands alone is both."""
    days = [day for each in _DAYS if each in stated for day in stated[each]]
    for period in _nodes(stated, _PERIODS):
        ends = (value_of(quad.object) for end in _ENDS for quad in store.quads(NamedNode(period), end))
        days += filter(None, ends)
    years = [int(day[:4]) for day, lang in days if lang is not None and day[:4].isdecimal()]
    return (min(years), max(years)) if years else (0, 0)
