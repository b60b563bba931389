"""What the shapes of some nodes need to know of the graph, and no more: validation stays flat in its size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from rdflib import OWL, RDF, RDFS, SKOS, URIRef

from graph.store import Batch
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
    around = _Around(graph, frozenset(subjects), frozenset(removed) - frozenset(added))
    own = frozenset(added).union(*(around.kept(subject) for subject in subjects))
    return own.union(around.quads(_Gathered(own)))


def put_beside(graph: Readable, batch: Batch) -> None:
    """Puts beside a batch the context of its subjects, of which the graph knows nothing."""
    batch.put_beside(_Around(graph, batch.subjects, frozenset()).quads(_InBatch(batch)))


class _Own(Protocol):
    """Is all quads of the subjects, looked through once for each question."""

    def referred(self) -> set[Term]:
        """Returns the objects of all but rdf:type."""

    def values(self, predicate: NamedNode) -> set[Term]:
        """Returns the objects of a predicate."""

    def asking(self) -> set[Term]:
        """Returns the subjects about which shapes ask who refers to them."""


class _Gathered:
    def __init__(self, quads: Collection[Quad]) -> None:
        self._quads = quads

    def referred(self) -> set[Term]:
        return {quad.object for quad in self._quads if quad.predicate != _TYPE}

    def values(self, predicate: NamedNode) -> set[Term]:
        return {quad.object for quad in self._quads if quad.predicate == predicate}

    def asking(self) -> set[Term]:
        return {
            quad.subject for quad in self._quads if quad.predicate == _PRIORITISED or quad.object == _LOCAL
        }


class _InBatch:
    def __init__(self, batch: Batch) -> None:
        self._batch, self._store = batch, batch.store

    def referred(self) -> set[Term]:
        return {*self._batch.referred}

    def values(self, predicate: NamedNode) -> set[Term]:
        if predicate == _TYPE:
            return self._store.classes()
        return {quad.object for quad in self._store.quads(None, predicate)}

    def asking(self) -> set[Term]:
        quads = self._store.quads
        found = quads(None, _PRIORITISED), quads(None, _TYPE, _LOCAL)
        return {quad.subject for own in found for quad in own}


class _Around:
    """Finds what shapes need to know of others than the subjects, but for what is gone."""

    def __init__(self, graph: Readable, subjects: frozenset[Term], gone: frozenset[Quad]) -> None:
        self._graph = graph
        self._subjects = subjects
        self._gone = gone

    def quads(self, own: _Own) -> set[Quad]:
        """Returns it, given all that will be known of the subjects themselves."""
        nodes = own.referred() - self._subjects
        context = {quad for node in nodes if isinstance(node, NamedNode) for quad in self._context(node)}
        broader = self._above(own.values(_BROADER), _BROADER)
        return context.union(broader, self._classes(own, context), self._inward(own))

    def kept(
        self, subject: Term | None, predicate: NamedNode | None = None, object_: Term | None = None
    ) -> Iterator[Quad]:
        """Returns the quads of the graph that are not gone."""
        if isinstance(subject, Triple | Literal):
            return iter(())
        found = self._graph.quads(subject, predicate, object_)
        return (quad for quad in found if quad not in self._gone) if self._gone else found

    def _context(self, node: NamedNode) -> Iterator[Quad]:
        for predicate in _ASKED:
            yield from self.kept(node, predicate)

    def _classes(self, own: _Own, context: Collection[Quad]) -> Iterator[Quad]:
        """Yields the statements of rdfs:subClassOf above all classes; those of the ontology are no data."""
        no_data = left_out(self._graph.base)
        told = (quad.object for quad in context if quad.predicate in (_BELOW, _TYPE))
        above = self._above({*own.values(_BELOW), *own.values(_TYPE), *told}, _BELOW)
        return (quad for quad in above if not _name_of(quad).startswith(no_data))

    def _above(self, starts: Iterable[Term], predicate: NamedNode) -> Iterator[Quad]:
        """Yields the statements of a predicate about these and what they lead to; a cycle ends."""
        seen = set(self._subjects)
        waiting = list(starts)
        while waiting:
            node = waiting.pop()
            if isinstance(node, Literal | Triple) or node in seen:
                continue
            seen.add(node)
            for quad in self.kept(node, predicate):
                waiting.append(quad.object)
                yield quad

    def _inward(self, own: _Own) -> Iterator[Quad]:
        for subject in own.asking():
            for predicate in _ASKED_INWARD:
                for quad in self.kept(None, NamedNode(predicate), subject):
                    yield quad
                    yield from self.kept(quad.subject, NamedNode(OWL.annotatedProperty))


def _name_of(quad: Quad) -> str:
    return "" if isinstance(quad.graph_name, DefaultGraph) else quad.graph_name.value
