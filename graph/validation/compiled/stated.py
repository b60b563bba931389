"""A store as shapes are asked of it: without the graphs that only repeat others, or are no data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from rdflib import URIRef
from rdflib.term import Node

from graph.store import UNION, Scope
from graph.store.overlay import Queried
from graph.terms import BlankNode, DefaultGraph, NamedNode, Quad, Subject, Term, Triple, expand, written
from graph.validation.compiled.building import Apart, Hierarchy, Mention
from graph.validation.convert import rdflib_term, store_term

_BELOW = expand("rdfs:subClassOf")


class Stated:
    """Reads a store without some of its graphs."""

    def __init__(self, store: Queried, is_left_out: Callable[[str], bool] = lambda _graph: False) -> None:
        self.store = store
        self._is_left_out = is_left_out
        self._single: dict[Node, bool] = {}

    @property
    def base(self) -> str:
        """Returns the base IRI of the store."""
        return self.store.base

    @property
    def leaves_out(self) -> bool:
        """Says whether any graph is left out."""
        return bool(self._without)

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Returns the quads that match, of the graphs that are read."""
        found = self.store.quads(subject, predicate, object_, graph)
        if not self._without:
            return found
        return (quad for quad in found if quad.graph_name not in self._without)

    def apart(self, mentions: Iterable[Mention]) -> Apart:
        """Returns those of the triples that the graphs left out hold too.

        The engine looks up a triple in the union of all graphs once, but in a list of graphs once for each;
        so the union is asked, and only patterns that find too much there leave these graphs out themselves.
        """
        found = frozenset(mention for mention in mentions if self._is_elsewhere(mention))
        return Apart(tuple(sorted(written(graph) for graph in self._without)) if found else (), found)

    def scope(self, mentions: Iterable[Mention]) -> Scope:
        """Returns a dataset in which a query finds no more of these triples than are read."""
        if not any(self._is_elsewhere(mention) for mention in mentions):
            return UNION
        return Scope(default_graphs=tuple(each.value for each in self._graphs if each not in self._without))

    def is_single(self, predicate: Node) -> bool:
        """Says whether surely no node has two values of a predicate; it is counted once."""
        if predicate not in self._single:
            counted = (
                f"SELECT (COUNT(*) AS ?all) (COUNT(DISTINCT ?s) AS ?some) WHERE {{ ?s {predicate.n3()} ?o }}"
            )
            [row] = self.store.select(counted)
            self._single[predicate] = row["all"] == row["some"]
        return self._single[predicate]

    def hierarchy(self) -> Hierarchy:
        """Returns the classes below each class, as the data says; usually it says nothing."""
        below: dict[Node, set[Node]] = defaultdict(set)
        for quad in self.quads(None, _BELOW):
            if not isinstance(quad.subject, Triple) and isinstance(quad.object, NamedNode | BlankNode):
                below[rdflib_term(quad.object)].add(rdflib_term(quad.subject))
        return {kind: _closed(below, kind) for kind in below}

    @cached_property
    def _graphs(self) -> tuple[NamedNode, ...]:
        return tuple(self.store.graphs())

    @cached_property
    def _without(self) -> frozenset[NamedNode]:
        return frozenset(graph for graph in self._graphs if self._is_left_out(graph.value))

    def _is_elsewhere(self, mention: Mention) -> bool:
        predicate, value = (None if term is None else store_term(term) for term in mention)
        named = predicate if isinstance(predicate, NamedNode) else None
        return any(any(self.store.quads(None, named, value, graph)) for graph in self._without)


def _closed(below: Mapping[Node, set[Node]], kind: Node) -> tuple[Node, ...]:
    found, waiting = {kind}, [kind]
    while waiting:
        news = below.get(waiting.pop(), set()) - found
        found |= news
        waiting.extend(news)
    return tuple(sorted((each for each in found if isinstance(each, URIRef)), key=str))
