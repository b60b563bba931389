"""What the shapes of some nodes need to know of the graph, and no more: validation stays flat in its size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from graph.store.overlay import Readable
from graph.terms import DefaultGraph, Literal, NamedNode, Quad, Term, Triple
from ontology import PG, PREFIXES

# Of the nodes that a node refers to, shapes ask for their classes and levels.
_ASKED = tuple(NamedNode(predicate) for predicate in (RDF.type, PG.level))
# Of the nodes that refer to a prioritised objective or to a local target, shapes ask whether they are its
# indicators, or statements on it.
_ASKED_INWARD = (URIRef(PREFIXES["sdgo"] + "isIndicatorOf"), OWL.annotatedSource)
_TYPE, _BELOW = NamedNode(RDF.type), NamedNode(RDFS.subClassOf)
_BROADER, _PRIORITISED, _LOCAL = (
    NamedNode(each) for each in (SKOS.broader, PG.isPrioritised, PG.LocalTarget)
)


def left_out(base: str) -> tuple[str, ...]:
    """Returns how the graphs begin that hold no data: derived ones repeat others, one is the ontology."""
    return f"{base}graph/derived/", f"{base}graph/ontology"


def neighbourhood(
    graph: Readable,
    subjects: Collection[Term],
    added: Collection[Quad] = frozenset(),
    removed: Collection[Quad] = frozenset(),
) -> frozenset[Quad]:
    """Returns what will be known of the subjects, and their context, once the changes are made to the graph.

    That is every quad of the subjects, the classes and levels of all nodes that these refer to, everything
    broader than they are, the classes that the data says are above all these classes, and what makes a node
    an indicator of one, or a statement on one. All changes must be about the subjects.
    """
    return _Neighbourhood(graph, frozenset(subjects), frozenset(added), removed).quads()


class _Neighbourhood:
    def __init__(
        self,
        graph: Readable,
        subjects: frozenset[Term],
        added: frozenset[Quad],
        removed: Collection[Quad],
    ) -> None:
        self._graph = graph
        self._subjects = subjects
        self._added = added
        self._gone = frozenset(removed) - added

    def quads(self) -> frozenset[Quad]:
        own = self._added.union(*(self._kept(subject) for subject in self._subjects))
        known = own.union(quad for node in self._referred(own) for quad in self._context(node))
        return known.union(self._above(own, _BROADER), self._classes(known), self._inward(own))

    def _kept(
        self, subject: Term | None, predicate: NamedNode | None = None, object_: Term | None = None
    ) -> Iterator[Quad]:
        if isinstance(subject, Triple | Literal):
            return iter(())
        found = self._graph.quads(subject, predicate, object_)
        return (quad for quad in found if quad not in self._gone) if self._gone else found

    def _referred(self, own: Iterable[Quad]) -> set[NamedNode]:
        """Returns the nodes that quads refer to, apart from classes and from those of which all is known."""
        nodes = {quad.object for quad in own if quad.predicate != _TYPE}
        return {node for node in nodes - self._subjects if isinstance(node, NamedNode)}

    def _context(self, node: NamedNode) -> Iterator[Quad]:
        for predicate in _ASKED:
            yield from self._kept(node, predicate)

    def _classes(self, known: Collection[Quad]) -> Iterator[Quad]:
        """Yields the statements of rdfs:subClassOf above all classes; those of the ontology are no data."""
        no_data = left_out(self._graph.base)
        above = self._above(known, _BELOW, _TYPE)
        return (quad for quad in above if not _name_of(quad).startswith(no_data))

    def _above(self, known: Collection[Quad], predicate: NamedNode, *others: NamedNode) -> Iterator[Quad]:
        """Yields the statements of a predicate above what it and others lead to; a cycle ends."""
        seen = set(self._subjects)
        waiting = [quad.object for quad in known if quad.predicate in (predicate, *others)]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Literal | Triple) or node in seen:
                continue
            seen.add(node)
            for quad in self._kept(node, predicate):
                waiting.append(quad.object)
                yield quad

    def _inward(self, own: Collection[Quad]) -> Iterator[Quad]:
        asked = {quad.subject for quad in own if quad.predicate == _PRIORITISED or quad.object == _LOCAL}
        for subject in asked:
            for predicate in _ASKED_INWARD:
                for quad in self._kept(None, NamedNode(predicate), subject):
                    yield quad
                    yield from self._kept(quad.subject, NamedNode(OWL.annotatedProperty))


def _name_of(quad: Quad) -> str:
    return "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
