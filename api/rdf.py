"""RDF of a few resources, with our prefixes and JSON-LD context; whole graphs are left to the engine."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from api.negotiation import JSONLD, NTRIPLES, RDFXML, TURTLE, Format
from graph.store import Store, write_rdf
from graph.terms import Literal, NamedNode, Quad, Term, Triple, iri
from ontology import CONTEXT_JSONLD, PREFIXES

_PART_KINDS = {"amount", "evidence", "grant", "period", "quantity", "role"}
_SERIALISERS = {TURTLE: "turtle", NTRIPLES: "nt", RDFXML: "xml"}


def described(store: Store, iris: Iterable[str], wanted: Format, context_url: str) -> bytes:
    """Returns what any graph states of the resources and of their parts: amounts, evidence and the like."""
    triples = {triple for name in iris for triple in _triples(store, name)}
    if wanted is JSONLD:
        return serialised(_graph(triples), wanted, context_url)
    return write_rdf(triples, wanted.media_type)


def _graph(triples: Iterable[Triple]) -> Graph:
    """Returns the triples as rdflib has them; its parsers would rewrite literals, so it is given none."""
    g = Graph()
    for triple in triples:
        g.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    return g


def _node(term: Term) -> Node:
    if isinstance(term, Literal):
        datatype = None if term.language else term.datatype.value
        plain = datatype == PREFIXES["xsd"] + "string"
        kind = None if plain or datatype is None else URIRef(datatype)
        return RdflibLiteral(term.value, lang=term.language, datatype=kind, normalize=False)
    return URIRef(term.value) if isinstance(term, NamedNode) else BNode(str(term))


def _triples(store: Store, name: str) -> Iterator[Triple]:
    """Returns the statements about a resource, then those about what is only a part of it."""
    waiting, met = [iri(name)], set[NamedNode]()
    while waiting:
        subject = waiting.pop()
        met.add(subject)
        for quad in store.quads(subject):
            yield quad.triple
            waiting += [part for part in _parts(quad, subject, store.base) if part not in met]


def _parts(quad: Quad, subject: NamedNode, base: str) -> list[NamedNode]:
    found = quad.object
    if not isinstance(found, NamedNode):
        return []
    is_fragment = found.value.startswith(f"{subject.value.partition('#')[0]}#")
    kind = found.value.removeprefix(f"{base}id/").partition("/")[0]
    return [found] if is_fragment or (kind in _PART_KINDS and found.value.startswith(base)) else []


def serialised(g: Graph, wanted: Format, context_url: str | None = None) -> bytes:
    """Returns the graph in an RDF syntax; JSON-LD is compact and links the context at `context_url`."""
    if wanted is JSONLD:
        return _compact(g, context_url)
    return g.serialize(format=_SERIALISERS[wanted], encoding="utf-8")


def _compact(g: Graph, context_url: str | None) -> bytes:
    if context_url is None:
        return g.serialize(format="json-ld", encoding="utf-8")
    document = json.loads(g.serialize(format="json-ld", context=context()))
    document = {"@context": context_url, **{key: document[key] for key in document if key != "@context"}}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


@cache
def context() -> dict[str, Any]:
    """Returns the JSON-LD context that ships."""
    loaded: dict[str, Any] = json.loads(CONTEXT_JSONLD.read_text(encoding="utf-8"))["@context"]
    return loaded
