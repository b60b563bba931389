"""Writing of a few triples in an RDF syntax."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from graph.store.answers import GRAPH_TYPES
from graph.terms import Triple
from ontology import PREFIXES


def write_rdf(triples: Iterable[Triple], media_type: str) -> bytes:
    """Returns triples in an RDF syntax, sorted, with our prefixes; every literal keeps its lexical form."""
    ordered, syntax = sorted(triples, key=str), GRAPH_TYPES[media_type]
    return ox.serialize(ordered, format=syntax, prefixes=dict(PREFIXES)) or b""
