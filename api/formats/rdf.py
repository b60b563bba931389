"""RDF of a few resources, with our prefixes and JSON-LD context; whole graphs are left to the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.formats.negotiation import JSONLD, Format
from graph.store import Store, write_rdf
from graph.terms import NamedNode, Quad, Triple, iri

_PART_KINDS = {"amount", "evidence", "grant", "period", "quantity", "role"}


def described(store: Store, iris: Iterable[str], wanted: Format, context_url: str) -> bytes:
    """Returns what any graph states of the resources and of their parts: amounts, evidence and the like."""
    triples = {triple for name in iris for triple in _triples(store, name)}
    if wanted is JSONLD:
        from api.formats.graphs import graph_of, serialised

        return serialised(graph_of(triples), wanted, context_url)
    return write_rdf(triples, wanted.media_type)


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
