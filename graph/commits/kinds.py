"""Which graphs a commit may change how: lists and sources freely, ledgers by adding, the rest not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from graph.ledger.words import CONTRIBUTES_TO, LEDGER_GRAPH, REACHES, TYPE
from graph.store.base import Changes, Store
from graph.terms import BlankNode, NamedNode, Quad

# What the writer makes of what somebody answers for; by itself it would count with nobody behind it.
_COMPUTED = frozenset((CONTRIBUTES_TO, REACHES))


@dataclass(frozen=True, slots=True)
class Touched:
    """Is the graphs that changes add to, and those that they take from, the latter `shrinking`."""

    graphs: frozenset[object]
    shrinking: frozenset[object]

    @classmethod
    def by(cls, changes: Changes) -> Touched:
        """Returns the graphs of changes; such as hold blank nodes raise ValueError."""
        return cls(*(frozenset(_graphs(quads)) for quads in (changes.added, changes.removed)))

    def __or__(self, graphs: Set[NamedNode]) -> Touched:
        return Touched(self.graphs | graphs, self.shrinking)

    def named_graphs(self) -> set[NamedNode]:
        """Returns all of them that have a name."""
        return {name for name in self.graphs | self.shrinking if isinstance(name, NamedNode)}


def _graphs(quads: Iterable[Quad]) -> Iterator[object]:
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            raise ValueError(f"a commit holds IRIs in place of blank nodes: {quad}")
        yield quad.graph_name


def is_ledger(store: Store, graph: object) -> bool:
    """Says whether a graph is a ledger: by its IRI, or because it says so of itself."""
    if not isinstance(graph, NamedNode):
        return False
    named = graph.value.startswith(f"{store.base}graph/ledger/")
    return named or any(store.quads(graph, TYPE, LEDGER_GRAPH, graph))


def is_kept_by_writer(base: str, graph: object) -> bool:
    """Says whether the writer alone writes a graph: the derived ones and that of the commits."""
    own = (f"{base}graph/derived/", f"{base}graph/commits")
    return isinstance(graph, NamedNode) and graph.value.startswith(own)


def computed(quads: Iterable[Quad]) -> Quad | None:
    """Returns the first quad, by its text, that only the derived graphs may hold, None where none is such."""
    return min((quad for quad in quads if quad.predicate in _COMPUTED), key=str, default=None)


def stated(base: str, changes: Changes) -> Changes:
    """Returns the changes without what the writer adds: derived graphs and the commit itself."""
    return Changes(_stated(base, changes.removed), _stated(base, changes.added))


def _stated(base: str, quads: frozenset[Quad]) -> frozenset[Quad]:
    return frozenset(quad for quad in quads if not is_kept_by_writer(base, quad.graph_name))
