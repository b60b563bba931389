"""Where the quads are kept: one protocol, and its twins."""

from __future__ import annotations

import pyoxigraph as ox

from graph.store.base import Changes, Row, Scope, Store
from graph.store.oxigraph import OxigraphStore
from graph.store.syntax import parse_rdf
from graph.terms import DEFAULT_BASE

__all__ = ["Changes", "Row", "Scope", "Store", "open_store", "parse_rdf"]


def open_store(url: str, *, base: str | None = None, create: bool = True) -> Store:
    """Returns the store at `memory:` or at a path on disk."""
    if url == "memory:":
        return OxigraphStore(ox.Store(), base or DEFAULT_BASE)
    raise NotImplementedError(create)
