"""Shapes for pySHACL about the nodes at fault alone: its work grows with the faults, not with the graph."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, SH, Graph, Literal
from rdflib.term import Node

from graph.terms import Term
from graph.validation.compiled.faults import Faults
from graph.validation.compiled.reading import Reading
from graph.validation.convert import rdflib_term

_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)


def narrowed(reading: Reading, faults: Faults) -> Graph:
    """Returns the shapes with the nodes at fault as their only targets, without what these do not break.

    What pySHACL says by them is what it says by all the shapes: a node is asked by the shapes whose target it
    is, and a property shape that finds no fault says nothing. One that others refer to is left whole.
    """
    shapes = Graph("SimpleMemory", identifier=reading.shapes.identifier)
    shapes += reading.shapes
    for shape in reading.targeted:
        for predicate in _TARGETS:
            shapes.remove((shape, predicate, None))
    for shape in reading.implicit:
        shapes.remove((shape, RDF.type, None))
        shapes.add((shape, RDF.type, _kind(reading, shape)))
    for shape, parts in faults.others.items():
        for node in _targets(reading, shape, set().union(*parts.values())):
            shapes.add((shape, SH.targetNode, node))
        if not _is_whole(reading, shape):
            _drop(shapes, shape, set(parts))
    return shapes


def untold(reading: Reading, faults: Faults) -> Iterator[tuple[Node, Term]]:
    """Yields what lacks a value, by property shape, as far as pySHACL does not say so by the narrowed shapes.

    It does where it looks at the node for another fault, and for the property shape in this or another node.
    """
    for shape, parts in faults.missing.items():
        others = faults.others.get(shape, {})
        looked_at = set[Term]().union(*others.values())
        for part, nodes in parts.items():
            if part is not None:
                is_asked = part in others or part == shape or _is_whole(reading, shape)
                yield from ((part, node) for node in (nodes - looked_at if is_asked else nodes))


def _is_whole(reading: Reading, shape: Node) -> bool:
    """Says whether a shape keeps what its nodes do not break."""
    return shape in reading.mentioned or (shape, SH.closed, None) in reading.shapes


def _targets(reading: Reading, shape: Node, faults: set[Term]) -> Iterator[Node]:
    """Yields the nodes at fault; a literal that the shape itself names stays as the shape writes it."""
    yield from (node for node in reading.shapes.objects(shape, SH.targetNode) if isinstance(node, Literal))
    may_be_literals = (shape, SH.targetObjectsOf, None) in reading.shapes
    for node in map(rdflib_term, faults):
        if may_be_literals or not isinstance(node, Literal):
            yield node


def _kind(reading: Reading, shape: Node) -> Node:
    return SH.PropertyShape if (shape, SH.path, None) in reading.shapes else SH.NodeShape


def _drop(shapes: Graph, shape: Node, kept: set[Node | None]) -> None:
    for part in set(shapes.objects(shape, SH.property)) - kept:
        shapes.remove((shape, SH.property, part))
