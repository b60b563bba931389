"""RDF by rdflib: JSON-LD, and graphs that we make. Imported when first asked for, since rdflib takes long."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from api.formats.negotiation import JSONLD, NTRIPLES, RDFXML, TURTLE, Format
from graph.terms import Literal, NamedNode, Term, Triple
from ontology import CONTEXT_JSONLD, POLICY_TTL, PREFIXES

_SERIALISERS = {TURTLE: "turtle", NTRIPLES: "nt", RDFXML: "xml"}


def graph_of(triples: Iterable[Triple]) -> Graph:
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


def vocabulary(wanted: Format, context_url: str) -> bytes:
    """Returns the ontology in an RDF syntax."""
    return serialised(_ontology(), wanted, context_url)


@cache
def _ontology() -> Graph:
    return Graph().parse(POLICY_TTL, format="turtle")
