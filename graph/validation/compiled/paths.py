"""Property paths of SHACL as those of SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, SH, Graph, URIRef
from rdflib.term import Node

from graph.validation.compiled.reading import Unreadable, items

_SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


@dataclass(frozen=True, slots=True)
class Path:
    """Is a path as SPARQL text, with the predicates that it walks.

    `choices` are the predicates of one that takes a single step: what is at its end can be looked up without
    its start. It is empty for any other.
    """

    text: str
    predicates: frozenset[URIRef]
    choices: tuple[URIRef, ...] = ()


def path_of(shapes: Graph, node: Node | None) -> Path:
    """Returns the path that a node of the shapes graph stands for; raises Unreadable if it is none."""
    if isinstance(node, URIRef):
        return Path(node.n3(), frozenset([node]), (node,))
    if node is not None and (node, RDF.first, None) in shapes:
        return _joined(shapes, node, "/")
    for predicate, value in shapes.predicate_objects(node):
        if predicate == SH.alternativePath:
            return _joined(shapes, value, "|")
        if predicate == SH.inversePath:
            return _wrapped("^", path_of(shapes, value), "")
        if predicate in _SUFFIXES:
            return _wrapped("", path_of(shapes, value), _SUFFIXES[URIRef(str(predicate))])
    raise Unreadable("a path")


def _joined(shapes: Graph, node: Node, sign: str) -> Path:
    parts = list(_parts(shapes, node))
    predicates = frozenset[URIRef]().union(*(part.predicates for part in parts))
    takes_one = sign == "|" and all(part.choices for part in parts)
    choices = tuple(dict.fromkeys(step for part in parts for step in part.choices)) if takes_one else ()
    return Path(f"({sign.join(part.text for part in parts)})", predicates, choices)


def _parts(shapes: Graph, node: Node) -> Iterator[Path]:
    return (path_of(shapes, each) for each in items(shapes, node))


def _wrapped(before: str, path: Path, after: str) -> Path:
    return Path(f"({before}{path.text}{after})", path.predicates)
