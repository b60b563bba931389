"""Writing of RDF: a few triples in any syntax, many quads on their way to another process."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

import pyoxigraph as ox

from graph.store.answers import GRAPH_TYPES
from graph.terms import Quad, Triple
from ontology import PREFIXES


def write_rdf(triples: Iterable[Triple], media_type: str) -> bytes:
    """Returns triples in an RDF syntax, sorted, with our prefixes; every literal keeps its lexical form."""
    ordered, syntax = sorted(triples, key=str), GRAPH_TYPES[media_type]
    return ox.serialize(ordered, format=syntax, prefixes=dict(PREFIXES)) or b""


def write_quads(quads: Iterable[Quad], output: IO[bytes]) -> None:
    """Writes quads as N-Quads, as they come."""
    ox.serialize(quads, output, ox.RdfFormat.N_QUADS)
