"""Reads what ships into a store in memory, so that tests can ask it."""

from __future__ import annotations

from functools import cache

from pyoxigraph import RdfFormat, Store

from data import shipped_files
from ontology import PREFIXES

BASE = "http://127.0.0.1:8000/"
_HEAD = "\n".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items())


@cache
def shipped(folder: str = "") -> Store:
    """Returns a store with the files of one folder of data/, or with all that ship, examples included."""
    store = Store()
    for path in shipped_files(examples=True):
        if not folder or path.parent.name == folder:
            store.load(path=path, format=RdfFormat.TRIG, base_iri=BASE)
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    """Returns the solutions of a SELECT over the union of all graphs, as sorted tuples of plain text."""
    solutions = store.query(f"BASE <{BASE}>\n{_HEAD}\n{query}", use_default_graph_as_union=True)
    return sorted(tuple(term.value if term else "" for term in solution) for solution in solutions)


def codes(store: Store, query: str) -> list[str]:
    """Returns the first column of the solutions."""
    return [row[0] for row in rows(store, query)]
