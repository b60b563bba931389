"""Terms of the store made into terms of rdflib, for pySHACL."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from hashlib import sha256
from warnings import filterwarnings

from rdflib import XSD, BNode, Graph, URIRef
from rdflib import Literal as RdflibLiteral
from rdflib.term import Node

from graph.terms import BlankNode, Literal, NamedNode, Quad, Term, Triple, written

# rdflib logs a stack trace, or warns, for each literal that is no value of its datatype; shapes report it.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
filterwarnings("ignore", "Parsing weird boolean")

# rdflib takes a literal typed xsd:string and the same without a type for two terms; RDF 1.1 for one.
_UNSAID = str(XSD.string)


def rdflib_term(term: Term) -> Node:
    """Returns the same term for rdflib, its lexical form kept as written; a triple term raises TypeError.

    rdflib knows the language of a text, but not its direction.
    """
    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Literal):
        return _literal(term)
    raise TypeError(f"rdflib has no term for {term}")


def _literal(literal: Literal) -> RdflibLiteral:
    datatype = literal.datatype.value
    is_said = literal.language is None and datatype != _UNSAID
    return RdflibLiteral(
        literal.value,
        lang=literal.language,
        datatype=URIRef(datatype) if is_said else None,
        normalize=False,
    )


def store_term(node: Node) -> NamedNode | BlankNode | Literal:
    """Returns the same term for the store; what is no term of RDF raises ValueError."""
    if isinstance(node, RdflibLiteral):
        datatype = NamedNode(str(node.datatype)) if node.datatype and not node.language else None
        return Literal(str(node), language=node.language, datatype=datatype)
    return BlankNode(str(node)) if isinstance(node, BNode) else NamedNode(str(node))


def add_quads(g: Graph, quads: Iterable[Quad]) -> None:
    """Adds the triples of quads to a graph, whatever graphs they are in.

    SHACL knows no triple terms. One that is a value becomes a node of which nothing is known, so that it
    counts as a value, and as a wrong one wherever a text or a thing is asked for.
    """
    for quad in quads:
        value = _stand_in(quad.object) if isinstance(quad.object, Triple) else rdflib_term(quad.object)
        g.add((rdflib_term(quad.subject), rdflib_term(quad.predicate), value))


def _stand_in(triple: Triple) -> BNode:
    return BNode(f"triple-{sha256(written(triple).encode()).hexdigest()[:20]}")
