"""What is read from a graph of shapes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

# What a shape may say that asks nothing of a node.
SILENT = frozenset(
    SH[name]
    for name in [
        "message",
        "severity",
        "name",
        "description",
        "order",
        "group",
        "defaultValue",
        "path",
        "deactivated",
        "flags",
        "ignoredProperties",
        "qualifiedMinCount",
        "qualifiedMaxCount",
        "qualifiedValueShapesDisjoint",
        "targetClass",
        "targetNode",
        "targetSubjectsOf",
        "targetObjectsOf",
        "target",
        "declare",
        "prefixes",
        "rule",
        "select",
    ]
)


class Unreadable(Exception):
    """Is raised where a shape says something that is not compiled; pySHACL then looks at all its nodes."""


def items(shapes: Graph, node: Node) -> list[Node]:
    """Returns the members of a list; raises Unreadable for what is none, or has no end."""
    found, seen = [], set[Node]()
    while node != RDF.nil:
        first, rest = shapes.value(node, RDF.first), shapes.value(node, RDF.rest)
        if first is None or rest is None or node in seen:
            raise Unreadable("a list")
        seen.add(node)
        found.append(first)
        node = rest
    if not found:
        raise Unreadable("an empty list")
    return found


def only(shapes: Graph, shape: Node, predicate: URIRef) -> Node | None:
    """Returns the one value; raises Unreadable where there are several."""
    values = list(shapes.objects(shape, predicate))
    if len(values) > 1:
        raise Unreadable(predicate.fragment)
    return values[0] if values else None


def number(shapes: Graph, shape: Node, predicate: URIRef, most: int) -> int | None:
    """Returns the whole number that a shape gives, None if none; Unreadable beyond `most` is raised."""
    value = only(shapes, shape, predicate)
    if value is None:
        return None
    if not isinstance(value, Literal) or not isinstance(value.value, int) or not 0 <= value.value <= most:
        raise Unreadable(predicate.fragment)
    return int(value.value)


class Reading:
    """Reads what a graph of shapes says of each shape."""

    def __init__(self, shapes: Graph) -> None:
        self.shapes = shapes

    def is_off(self, shape: Node) -> bool:
        """Says whether a shape is deactivated."""
        values = self.shapes.objects(shape, SH.deactivated)
        return any(isinstance(value, Literal) and value.value is True for value in values)

    def constraints(self, shape: Node) -> Iterator[tuple[URIRef, Node]]:
        """Yields the parameters of a shape that ask something of a node, with their values.

        Raises Unreadable where a constraint component of the shapes' own may be meant.
        """
        for predicate, value in self.shapes.predicate_objects(shape):
            if predicate in self._own_parameters:
                raise Unreadable("a constraint component of its own")
            if str(predicate).startswith(str(SH)) and predicate not in SILENT:
                yield URIRef(str(predicate)), value

    @cached_property
    def targeted(self) -> tuple[Node, ...]:
        """Returns the shapes that say by themselves which nodes they are about, in a steady order."""
        said = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
        found = {shape for predicate in said for shape in self.shapes.subjects(predicate)}
        return tuple(sorted(found | set(self.implicit), key=str))

    @cached_property
    def implicit(self) -> frozenset[Node]:
        """Returns the shapes that are classes too, and so are about their own instances."""
        kinds = {RDFS.Class, *self.shapes.subjects(RDFS.subClassOf, RDFS.Class)}
        classes = {node for kind in kinds for node in self.shapes.subjects(RDF.type, kind)}
        return frozenset(node for node in classes if self._is_shape(node))

    @cached_property
    def mentioned(self) -> frozenset[Node]:
        """Returns the shapes that others name: as a part, a condition, or in a list of them."""
        return frozenset(
            node
            for predicate, node in self.shapes.predicate_objects()
            if predicate == RDF.first or str(predicate).startswith(str(SH))
        )

    def _is_shape(self, node: Node) -> bool:
        return any(str(predicate).startswith(str(SH)) for predicate in self.shapes.predicates(node)) or any(
            kind in (SH.NodeShape, SH.PropertyShape) for kind in self.shapes.objects(node, RDF.type)
        )

    @cached_property
    def _own_parameters(self) -> frozenset[Node]:
        return frozenset(
            path
            for parameter in self.shapes.objects(None, SH.parameter)
            for path in self.shapes.objects(parameter, SH.path)
        )

    @cached_property
    def ontologies(self) -> frozenset[Node]:
        """Returns what the graph of shapes calls an ontology: it may declare prefixes."""
        return frozenset(self.shapes.subjects(RDF.type, OWL.Ontology))
