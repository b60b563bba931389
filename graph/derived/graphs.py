"""The names of the derived graphs, and what each says of itself."""

from __future__ import annotations

from graph.ledger.words import DERIVED_GRAPH, TYPE
from graph.terms import NamedNode, Quad, graph_iri

LINKS = ("accepted", "proposed")


def derived_graph(base: str, name: str) -> NamedNode:
    """Returns the IRI of a derived graph: accepted, proposed or reaches."""
    return graph_iri(base, "derived", name)


def derived_graphs(base: str) -> tuple[NamedNode, ...]:
    """Returns the IRIs of all derived graphs."""
    return tuple(derived_graph(base, name) for name in (*LINKS, "reaches"))


def describing(base: str) -> frozenset[Quad]:
    """Returns what the derived graphs say of themselves."""
    return frozenset(Quad(graph, TYPE, DERIVED_GRAPH, graph) for graph in derived_graphs(base))
