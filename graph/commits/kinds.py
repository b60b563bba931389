"""Which graphs a commit may change how: lists and sources freely, ledgers by adding, the rest not at all."""

from __future__ import annotations

from graph.ledger.words import LEDGER_GRAPH, TYPE
from graph.store.base import Changes, Store
from graph.terms import NamedNode, Quad


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


def stated(base: str, changes: Changes) -> Changes:
    """Returns the changes without what the writer adds: derived graphs and the commit itself."""
    return Changes(_stated(base, changes.removed), _stated(base, changes.added))


def _stated(base: str, quads: frozenset[Quad]) -> frozenset[Quad]:
    return frozenset(quad for quad in quads if not is_kept_by_writer(base, quad.graph_name))
