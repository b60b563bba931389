"""What a submission's shapes need to know of the store, and no more: validation stays flat in its size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from rdflib import OWL, RDF, SKOS, Graph, URIRef

from graph.store import Store, as_stored
from graph.terms import Literal, NamedNode, Quad, Term, Triple
from graph.validation.convert import add_quads
from ontology import PG, PREFIXES

# Of the nodes that a submission refers to, shapes ask for their classes and levels.
_ASKED = (RDF.type, PG.level)
# Of the nodes that refer to a prioritised objective, shapes ask whether they are its indicators.
_ASKED_INWARD = (URIRef(PREFIXES["sdgo"] + "isIndicatorOf"), OWL.annotatedSource)


def neighbourhood(store: Store, quads: Iterable[Quad], removed: Iterable[Quad] = ()) -> Graph:
    """Returns what will be known of a submission's subjects once it is in the store, and their context.

    That is the submission's quads, all that the store holds of the same subjects apart from the `removed`
    quads, the classes and levels of all nodes referred to, and everything broader than the subjects.
    """
    # A value spelt otherwise than in the store must not count as a second value.
    return _Neighbourhood(store, as_stored(quads), as_stored(removed)).graph()


class _Neighbourhood:
    def __init__(self, store: Store, added: frozenset[Quad], removed: Collection[Quad]) -> None:
        self._store = store
        self._added = added
        self._gone = frozenset(removed) - added

    def graph(self) -> Graph:
        own = self._added.union(*(self._kept(subject) for subject in self._subjects()))
        context = {quad for node in _referred(own) for quad in self._context(node)}
        g = Graph()
        add_quads(g, own | context)
        add_quads(g, self._broader(own))
        add_quads(g, self._inward(own))
        return g

    def _subjects(self) -> set[Term]:
        return {quad.subject for quad in self._added | self._gone}

    def _kept(
        self, subject: Term | None, predicate: NamedNode | None = None, object_: Term | None = None
    ) -> Iterator[Quad]:
        if isinstance(subject, Triple | Literal):
            return iter(())
        found = self._store.quads(subject, predicate, object_)
        return (quad for quad in found if quad not in self._gone)

    def _context(self, node: NamedNode) -> Iterator[Quad]:
        for predicate in _ASKED:
            yield from self._kept(node, NamedNode(predicate))

    def _broader(self, own: Collection[Quad]) -> Iterator[Quad]:
        """Yields the statements of skos:broader above the subjects, each node asked once even in a cycle."""
        broader = NamedNode(SKOS.broader)
        seen = {quad.subject for quad in own}
        waiting = [quad.object for quad in own if quad.predicate == broader]
        while waiting:
            node = waiting.pop()
            if not isinstance(node, NamedNode) or node in seen:
                continue
            seen.add(node)
            for quad in self._kept(node, broader):
                waiting.append(quad.object)
                yield quad

    def _inward(self, own: Collection[Quad]) -> Iterator[Quad]:
        prioritised = {quad.subject for quad in own if quad.predicate.value == str(PG.isPrioritised)}
        for subject in prioritised:
            for predicate in _ASKED_INWARD:
                for quad in self._kept(None, NamedNode(predicate), subject):
                    yield quad
                    yield from self._kept(quad.subject, NamedNode(OWL.annotatedProperty))


def _referred(quads: Iterable[Quad]) -> set[NamedNode]:
    """Returns the IRIs that quads refer to, apart from classes."""
    types = str(RDF.type)
    return {
        quad.object for quad in quads if quad.predicate.value != types and isinstance(quad.object, NamedNode)
    }
