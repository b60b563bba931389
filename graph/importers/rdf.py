"""RDF files that people have, read into graphs of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from graph.errors import FileProblem, Place
from graph.store.syntax import parse_rdf
from graph.terms import DefaultGraph, NamedNode, Quad, expand

__all__ = ["read_dump", "read_rdf", "refuse_reserved"]

_COMMITS = "graph/commits"
_SEQUENCE = expand("pg:sequence")
_RESERVED = ("graph/derived/", "graph/commits", "graph/ontology")


def read_rdf(path: Path, base: str, graph: NamedNode) -> Iterator[Quad]:
    """Yields the quads of a Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD file, told by its extension.

    Triples of no named graph come into `graph`; a file's own graphs keep their names, but one that only
    the program writes (`graph/derived/…`, `graph/commits`, `graph/ontology`) raises FileProblem. Relative
    IRIs are resolved against `base`, and blank nodes become IRIs below `{base}.well-known/genid/`. A file
    that is missing, broken, not in UTF-8 or has control characters in a text raises FileProblem, and so does
    RDF/XML with a document type.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "one.ttl")
    ...     _ = path.write_text("<id/goal/1> a <id/kind/goal> .", encoding="utf-8")
    ...     [quad] = read_rdf(path, "http://example.org/", NamedNode("http://example.org/graph/list/one"))
    >>> quad.subject.value, quad.graph_name.value
    ('http://example.org/id/goal/1', 'http://example.org/graph/list/one')
    """
    for quad in parse_rdf(path, base=base, graph=graph):
        refuse_reserved((quad,), base, path.name)
        yield quad


def refuse_reserved(quads: Iterable[Quad], base: str, file: str) -> None:
    """Raises FileProblem where a quad is in a graph that only the program writes."""
    reserved = tuple(base + name for name in _RESERVED)
    for quad in quads:
        name = quad.graph_name
        if not isinstance(name, DefaultGraph) and name.value.startswith(reserved):
            raise FileProblem("file-graph-reserved", Place(file=file), file=file, graph=name.value)


def read_dump(path: Path, base: str, graph: NamedNode) -> Iterator[Quad]:
    """Yields the quads of a dump of a whole store, but for those of graphs that the program makes itself.

    A dump of a store with another base raises FileProblem: what it says of itself would be lost in the
    other's IRIs. Text that XML cannot hold is taken: older stores may hold some, and are to be restored.
    """
    reserved = tuple(base + name for name in _RESERVED)
    for quad in parse_rdf(path, base=base, graph=graph, takes_all=True):
        name = quad.graph_name
        if isinstance(name, DefaultGraph) or not name.value.startswith(reserved):
            _refuse_other_base(quad, base, path)
            yield quad


def _refuse_other_base(quad: Quad, base: str, path: Path) -> None:
    """Raises FileProblem at the record of a commit that another store made."""
    name = quad.graph_name
    if quad.predicate == _SEQUENCE and isinstance(name, NamedNode) and name.value.endswith(_COMMITS):
        other = name.value.removesuffix(_COMMITS)
        raise FileProblem("dump-base-differs", Place(file=path.name), file=path.name, other=other, base=base)
