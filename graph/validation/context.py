"""What the shapes of some nodes need to know of the graph, and no more: validation stays flat in its size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rdflib import OWL, RDF, SKOS, URIRef

from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Quad, Term, Triple
from ontology import PG, PREFIXES

# Of the nodes that a node refers to, shapes ask for their classes and levels.
_ASKED = tuple(NamedNode(predicate) for predicate in (RDF.type, PG.level))
# Of the nodes that refer to a prioritised objective, shapes ask whether they are its indicators.
_ASKED_INWARD = (URIRef(PREFIXES["sdgo"] + "isIndicatorOf"), OWL.annotatedSource)
_TYPE, _BROADER, _PRIORITISED = NamedNode(RDF.type), NamedNode(SKOS.broader), NamedNode(PG.isPrioritised)


def neighbourhood(
    graph: Readable,
    subjects: Collection[Term],
    added: Collection[Quad] = frozenset(),
    removed: Collection[Quad] = frozenset(),
) -> frozenset[Quad]:
    """Returns what will be known of the subjects, and their context, once the changes are made to the graph.

    That is every quad of the subjects, the classes and levels of all nodes that these refer to, everything
    broader than they are, and what makes a node an indicator of one. All changes must be about the subjects.
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
        context = (quad for node in self._referred(own) for quad in self._context(node))
        return own.union(context, self._broader(own), self._inward(own))

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

    def _broader(self, own: Collection[Quad]) -> Iterator[Quad]:
        """Yields the statements of skos:broader above the subjects, each node asked once even in a cycle."""
        seen = set(self._subjects)
        waiting = [quad.object for quad in own if quad.predicate == _BROADER]
        while waiting:
            node = waiting.pop()
            if not isinstance(node, NamedNode) or node in seen:
                continue
            seen.add(node)
            for quad in self._kept(node, _BROADER):
                waiting.append(quad.object)
                yield quad

    def _inward(self, own: Collection[Quad]) -> Iterator[Quad]:
        for subject in {quad.subject for quad in own if quad.predicate == _PRIORITISED}:
            for predicate in _ASKED_INWARD:
                for quad in self._kept(None, NamedNode(predicate), subject):
                    yield quad
                    yield from self._kept(quad.subject, NamedNode(OWL.annotatedProperty))
