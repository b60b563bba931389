"""The network of what serves what as GraphML, which Gephi, yEd, Cytoscape and networkx read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from graph.model import Alignment, Thing
from graph.repository import Repository
from graph.terms import NamedNode, compact, expand

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_CHUNK = 500
_NODE_KEYS = {"iri": "string", "label": "string", "lang": "string", "kind": "string", "code": "string"}
_EDGE_KEYS = {
    "relation": "string",
    "statement": "string",
    "status": "string",
    "strength": "int",
    "confidence": "double",
    "author": "string",
    "machine": "boolean",
}
_ILLEGIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, 2.2
Edge = tuple[str, str, Mapping[str, object]]


def write_graphml(repository: Repository, output: IO[bytes], lang: str = "en") -> None:
    """Writes every alignment in the ledger, and the trees of objectives, as a directed graph.

    A node is a project, an objective or a document, under its IRI. An edge says its `relation`:
    `contributesTo` or `hinders`, with the statement that says so and its status; `broader` from a part to
    its whole; `inDocument` from an objective to what sets it.
    """
    xml = XMLGenerator(output, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.startElement("graphml", AttributesImpl({"xmlns": NAMESPACE}))
    for scope, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name, kind in keys.items():
            _empty(xml, "key", {"id": name, "for": scope, "attr.name": name, "attr.type": kind})
    xml.startElement("graph", AttributesImpl({"id": "policygraph", "edgedefault": "directed"}))
    statements = repository.alignment_iris()
    trees = tuple(_trees(repository))
    for chunk in _chunks(_nodes(repository, trees)):
        for thing in repository.things(chunk, lang).values():
            _node(xml, thing)
    for source, target, told in _edges(repository, statements, trees, lang):
        _element(xml, "edge", {"source": source, "target": target}, told)
    xml.endElement("graph")
    xml.endElement("graphml")
    xml.endDocument()


def _nodes(repository: Repository, trees: Iterable[Edge]) -> Iterable[str]:
    """Returns every thing that an edge joins, each once."""
    statements = {node.value for node in _of_kind(repository, "pg:Alignment")}
    found: dict[str, None] = {}
    for end in ("owl:annotatedSource", "owl:annotatedTarget"):
        for quad in repository.store.quads(None, expand(end)):
            # Claims, which are no edges, have such ends too.
            if isinstance(quad.object, NamedNode) and _value(quad.subject) in statements:
                found[quad.object.value] = None
    for source, target, _ in trees:
        found |= {source: None, target: None}
    return found


def _of_kind(repository: Repository, kind: str) -> list[NamedNode]:
    quads = repository.store.quads(None, expand("rdf:type"), expand(kind))
    return sorted({q.subject for q in quads if isinstance(q.subject, NamedNode)}, key=_value)


def _value(node: object) -> str:
    return node.value if isinstance(node, NamedNode) else ""


def _trees(repository: Repository) -> Iterator[Edge]:
    """Yields the steps within the trees of objectives, and from an objective to its document."""
    for node in _of_kind(repository, "pg:Objective"):
        for whole in _objects(repository, node, "skos:broader"):
            yield node.value, whole.value, {"relation": "broader"}
        for scheme in _objects(repository, node, "skos:inScheme"):
            for document in _objects(repository, scheme, "dct:source"):
                yield node.value, document.value, {"relation": "inDocument"}


def _objects(repository: Repository, node: NamedNode, predicate: str) -> list[NamedNode]:
    quads = repository.store.quads(node, expand(predicate))
    return sorted({q.object for q in quads if isinstance(q.object, NamedNode)}, key=_value)


def _edges(
    repository: Repository, statements: Sequence[str], trees: Iterable[Edge], lang: str
) -> Iterator[Edge]:
    for chunk in _chunks(statements):
        for statement in repository.alignments_by_iri(chunk, lang).values():
            yield statement.source, statement.target, _told(statement)
    yield from trees


def _told(statement: Alignment) -> Mapping[str, object]:
    return {
        "relation": "hinders" if statement.hinders else "contributesTo",
        "statement": statement.iri,
        "status": statement.status,
        "strength": statement.strength,
        "confidence": statement.confidence,
        "author": statement.author.name.text,
        "machine": str(statement.by_machine).lower(),
    }


def _chunks(iris: Iterable[str]) -> Iterator[tuple[str, ...]]:
    rest = iter(iris)
    while chunk := tuple(islice(rest, _CHUNK)):
        yield chunk


def _node(xml: XMLGenerator, thing: Thing) -> None:
    kind = compact(thing.kind) if thing.kind else ""
    name = thing.name
    told = {"iri": thing.iri, "label": name.text, "lang": name.lang, "kind": kind, "code": thing.code}
    _element(xml, "node", {"id": thing.iri}, told)


def _element(xml: XMLGenerator, name: str, given: Mapping[str, str], told: Mapping[str, object]) -> None:
    """Writes a node or an edge with its data; what is empty is left out."""
    xml.startElement(name, AttributesImpl(dict(given)))
    for key, value in told.items():
        if value not in (None, ""):
            xml.startElement("data", AttributesImpl({"key": key}))
            xml.characters(_ILLEGIBLE.sub("", str(value)))
            xml.endElement("data")
    xml.endElement(name)
    xml.ignorableWhitespace("\n")


def _empty(xml: XMLGenerator, name: str, given: Mapping[str, str]) -> None:
    xml.startElement(name, AttributesImpl(dict(given)))
    xml.endElement(name)
