"""Which nodes a shape is about, as patterns, as an expression, and asked of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, islice

from rdflib import SH, URIRef
from rdflib.term import BNode, Node

from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Term, Triple, expand
from graph.validation.compiled.building import Hierarchy
from graph.validation.compiled.reading import Reading

_TYPE = expand("rdf:type")
_ANY = "?any"


@dataclass(frozen=True, slots=True)
class Target:
    """Is what a shape says of the nodes that it is about."""

    classes: frozenset[Node] = frozenset()
    subjects_of: frozenset[Node] = frozenset()
    objects_of: frozenset[Node] = frozenset()
    nodes: frozenset[Node] = frozenset()

    def __or__(self, other: Target) -> Target:
        return Target(
            self.classes | other.classes,
            self.subjects_of | other.subjects_of,
            self.objects_of | other.objects_of,
            self.nodes | other.nodes,
        )

    def pattern(self) -> str:
        """Returns a pattern that matches ?this with each of the nodes."""
        parts = [f"?this a {each.n3()}" for each in _sorted(self.classes)]
        parts += [f"?this {each.n3()} {_ANY}" for each in _sorted(self.subjects_of)]
        parts += [f"{_ANY} {each.n3()} ?this" for each in _sorted(self.objects_of)]
        if self.nodes:
            parts.append(f"VALUES ?this {{ {' '.join(each.n3() for each in _sorted(self.nodes))} }}")
        return f"{parts[0]} " if len(parts) == 1 else " UNION ".join(f"{{ {part} }}" for part in parts)

    def expression(self, known: Iterable[Node] = ()) -> str:
        """Returns an expression that is true of ?this where it is one of the nodes.

        `known` are predicates of which ?this is known to be a subject.
        """
        if self.subjects_of & set(known):
            return "true"
        parts = [f"EXISTS {{ ?this a {each.n3()} }}" for each in _sorted(self.classes)]
        parts += [f"EXISTS {{ ?this {each.n3()} {_ANY} }}" for each in _sorted(self.subjects_of)]
        parts += [f"EXISTS {{ {_ANY} {each.n3()} ?this }}" for each in _sorted(self.objects_of)]
        parts += [f"sameTerm(?this, {each.n3()})" for each in _sorted(self.nodes)]
        return f"({' || '.join(parts)})"

    def size(self, quads: Readable, most: int) -> int:
        """Returns how many nodes these are, about; it counts no further than `most`."""
        found = chain(
            self.nodes,
            *(quads.quads(None, _TYPE, _named(each)) for each in self.classes),
            *(quads.quads(None, _named(each)) for each in self.subjects_of | self.objects_of),
        )
        return sum(1 for _ in islice(found, most))

    def holds(self, quads: Readable, node: Term, same: Callable[[Node], Term]) -> bool:
        """Says whether a node is one of them."""
        if any(same(each) == node for each in self.nodes):
            return True
        if any(next(quads.quads(None, _named(each), node), None) for each in self.objects_of):
            return True
        if isinstance(node, Literal | Triple):
            return False
        return any(
            next(found, None) is not None
            for found in (
                *(quads.quads(node, _TYPE, _named(each)) for each in self.classes),
                *(quads.quads(node, _named(each)) for each in self.subjects_of),
            )
        )


def target_of(reading: Reading, shape: Node, hierarchy: Hierarchy) -> Target:
    """Returns which nodes a shape is about; instances of a class are those of the classes below it too."""

    def said(predicate: URIRef) -> frozenset[Node]:
        return frozenset(reading.shapes.objects(shape, predicate))

    classes = said(SH.targetClass) | ({shape} if shape in reading.implicit else set())
    below = frozenset(each for kind in classes for each in hierarchy.get(kind, (kind,)))
    nodes = said(SH.targetNode)
    return Target(below, said(SH.targetSubjectsOf), said(SH.targetObjectsOf), nodes)


def _named(node: Node) -> NamedNode:
    return NamedNode(str(node))


def _sorted(nodes: Iterable[Node]) -> list[Node]:
    return sorted((node for node in nodes if not isinstance(node, BNode)), key=str)
