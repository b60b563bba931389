"""Where the quads are kept: one protocol, and its twins."""

from __future__ import annotations

import re
from pathlib import Path

from graph.errors import StoreProblem
from graph.store.base import UNION, About, Changes, Record, Row, Scope, Store
from graph.store.batch import Batch, Sample
from graph.store.canonical import StoredForm, as_stored
from graph.store.forms import query_form
from graph.store.oxigraph import OxigraphStore
from graph.store.space import LEAST_FREE
from graph.store.syntax import parse_rdf
from graph.store.writing import write_quads, write_rdf

__all__ = [
    "LEAST_FREE",
    "UNION",
    "About",
    "Batch",
    "Changes",
    "Record",
    "Row",
    "Sample",
    "Scope",
    "Store",
    "StoredForm",
    "as_stored",
    "open_store",
    "parse_rdf",
    "query_form",
    "write_quads",
    "write_rdf",
]


def open_store(
    url: str, *, base: str | None = None, create: bool = True, least_free: int = LEAST_FREE
) -> Store:
    """Returns the store at `memory:` or at a path on disk; raises StoreProblem if there can be none.

    `base` is the base IRI of a store that is made; it is fixed from then on, and another one raises
    StoreProblem. Writes that would leave fewer bytes than `least_free` on the disk raise StoreFull.
    """
    if url == "memory:":
        return OxigraphStore.in_memory(base)
    if re.match(r"https?://", url, re.IGNORECASE):
        raise StoreProblem("store-remote", url=url)
    return OxigraphStore.on_disk(Path(url).expanduser(), base, create, least_free)
