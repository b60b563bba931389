"""What was selected from a list beforehand gives way to the list itself, where the two differ.

A choice of a list's projects may be in the graph before the list is: some ship. It was right when it was
made, and a newer list that says otherwise of one of them could never come in, since only one date may hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import chain

from graph.commits.replacing import Yielding
from graph.errors import Finding, Place
from graph.importers.losing import classes_of, first_of, stated_things
from graph.importers.metadata import VARIABLE
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_mapping import ListMapping
from graph.importers.tabular_quads import resource_quads
from graph.ledger.words import ALIGNMENT, HAD_PRIMARY_SOURCE, LEDGER_GRAPH, SOURCE, SOURCE_GRAPH, TYPE
from graph.store.base import Store
from graph.terms import Literal, NamedNode, Quad, Term, Triple, expand

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Selection:
    """Is what gives way in one graph: its quads, and the things of the list of which it says otherwise."""

    graph: NamedNode
    quads: frozenset[Quad]
    differing: tuple[NamedNode, ...]
    held: int


def selections_of(mapping: ListMapping, store: Store, stated: Iterable[Quad]) -> tuple[Selection, ...]:
    """Returns what gives way to what a list states, in each graph that was made from the same document.

    Where such a graph says otherwise of anything, all that it says of the things that the list holds goes, so
    that the list answers for them alone: what it lacks later is gone, and nothing half is left.
    """
    graphs = sorted(_from_same_source(mapping, store, SOURCE_GRAPH), key=lambda graph: graph.value)
    found = (_selection(mapping, store.base, graph, store.quads(graph=graph), stated) for graph in graphs)
    return tuple(each for each in found if each.differing)


def yielded(mapping: ListMapping, store: Store, graph: NamedNode, quads: frozenset[Quad]) -> frozenset[Quad]:
    """Returns what of the quads that a graph is to hold gives way to a list that the store holds."""
    own = resolve(mapping.graph, store.base)
    sources = {quad.object for quad in store.quads(own, HAD_PRIMARY_SOURCE, None, own)}
    if not any(quad.subject == graph and quad.object in sources for quad in quads):
        return frozenset()
    found = _selection(mapping, store.base, graph, quads, tuple(store.quads(graph=own)))
    return found.quads if found.differing else frozenset()


def yielding_of(
    selections: Iterable[Selection], mapping: ListMapping, store: Store, stated: Iterable[Quad]
) -> Yielding:
    """Returns what gives way to a list: selections, and what ledgers beside its own state in its name.

    In its name is stated what is called as the list would call it; what the list still states stays so.
    """
    quads = frozenset(quad for each in selections for quad in each.quads)
    return Yielding(quads, frozenset(_stated_for(mapping, store, stated_things(stated))))


def given_way(selections: Iterable[Selection], file: str, store: Store) -> Iterator[Finding]:
    """Yields a warning for each selection that says otherwise than the list."""
    for each in selections:
        graph, names = each.graph.value.removeprefix(store.base), first_of(each.differing, store, _SHOWN)
        count, held = str(len(each.differing)), str(each.held)
        yield Finding(
            "list-over-selection",
            Place(file=file),
            (("graph", graph), ("count", count), ("held", held), ("names", names)),
        )


def _from_same_source(mapping: ListMapping, store: Store, kind: NamedNode) -> Iterator[NamedNode]:
    """Yields the graphs of a kind that say of themselves that they are from the list's document."""
    own = resolve(mapping.graph, store.base)
    told = (each for each in resource_quads(mapping, store.base) if each.subject == own)
    documents = [each.object for each in told if each.predicate == HAD_PRIMARY_SOURCE]
    for quad in chain.from_iterable(store.quads(None, HAD_PRIMARY_SOURCE, each) for each in documents):
        graph = quad.graph_name
        if isinstance(graph, NamedNode) and graph == quad.subject:
            yield from (graph for _ in store.quads(graph, TYPE, kind, graph))


def _selection(
    mapping: ListMapping, base: str, graph: NamedNode, quads: Iterable[Quad], stated: Iterable[Quad]
) -> Selection:
    held = _by_subject(quads)
    said = _by_subject(quad for quad in stated if quad.subject in held)
    chosen = _of_classes(held, classes_of(mapping, base))
    both = sorted((thing for thing in chosen if thing in said), key=lambda thing: thing.value)
    parts = {thing: _parts(thing, held) for thing in both}
    # What the rest of the selection needs stays with it.
    needed = {part for thing in chosen - said.keys() for part in _parts(thing, held)} | {graph}
    shared = frozenset().union(*parts.values()) & said.keys() - needed
    given = {part: _of_list(held[part], said[part], mapping) for part in shared}
    other = {part for part, quads in given.items() if _triples(quads) - _triples(said[part])}
    differing = tuple(thing for thing in both if not other.isdisjoint(parts[thing]))
    return Selection(graph, frozenset().union(*given.values()), differing, len(both))


def _of_classes(held: Mapping[Term, Iterable[Quad]], kinds: Set[NamedNode]) -> Set[NamedNode]:
    """Returns the things that are of any of the classes."""
    typed = (quad for quads in held.values() for quad in quads if quad.predicate == TYPE)
    found = (quad.subject for quad in typed if quad.object in kinds)
    return {thing for thing in found if isinstance(thing, NamedNode)}


def _parts(thing: NamedNode, held: Mapping[Term, Iterable[Quad]]) -> Set[Term]:
    """Returns a thing and all that it leads to of which the same graph says something."""
    found: set[Term] = set()
    left: list[Term] = [thing]
    while left:
        node = left.pop()
        if node not in found:
            found.add(node)
            left.extend(quad.object for quad in held[node] if quad.object in held)
    return found


def _of_list(held: Iterable[Quad], said: Iterable[Quad], mapping: ListMapping) -> frozenset[Quad]:
    """Returns what of a thing a list would say: other properties, and texts in other languages, stay."""
    columns = {column.property for column in mapping.columns if not column.suppressed}
    names = {"rdf:type", *(name for each in mapping.resources for name in each), *columns}
    known = {expand(name) for name in names if name and not name.startswith("@") and name != "pg:graph"}
    spoken = {(quad.predicate, _language(quad)) for quad in said}
    return frozenset(
        quad
        for quad in held
        if quad.predicate in known and (not _language(quad) or (quad.predicate, _language(quad)) in spoken)
    )


def _language(quad: Quad) -> str | None:
    return quad.object.language if isinstance(quad.object, Literal) else None


def _stated_for(mapping: ListMapping, store: Store, things: Set[Term]) -> Iterator[NamedNode]:
    """Yields the statements of other ledgers that the list would name, about things that it holds."""
    if mapping.ledger is None:
        return
    own, names = resolve(mapping.ledger, store.base), _names_of_statements(mapping, store.base)
    ledgers = (each for each in _from_same_source(mapping, store, LEDGER_GRAPH) if each != own)
    for quad in chain.from_iterable(store.quads(None, TYPE, ALIGNMENT, ledger) for ledger in ledgers):
        node = quad.subject
        if isinstance(node, NamedNode) and node.value.startswith(names):
            yield from (node for end in store.quads(node, SOURCE) if end.object in things)


def _names_of_statements(mapping: ListMapping, base: str) -> tuple[str, ...]:
    """Returns how the IRIs of a list's statements begin."""
    abouts = {column.about for column in mapping.columns if column.property == "owl:annotatedSource"}
    beginnings = {VARIABLE.split(about)[0] for about in abouts}
    return tuple(base + text for text in sorted(beginnings) if text.startswith("id/"))


def _by_subject(quads: Iterable[Quad]) -> Mapping[Term, list[Quad]]:
    found: defaultdict[Term, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.subject].append(quad)
    return dict(found)


def _triples(quads: Iterable[Quad]) -> Set[Triple]:
    return {quad.triple for quad in quads}
