"""Submissions to a generated graph: a project like one that is there, under a new name."""

from __future__ import annotations

from collections.abc import Iterator

from graph.store import Changes, Store
from graph.terms import NamedNode, Quad, iri

_KINDS = ("project", "role", "grant", "amount")


def submission(store: Store, like: int, number: int) -> Changes:
    """Returns a new project with role, grant, amount and alignments, copied from project `like`."""
    named = [f"id/{kind}/bench/" for kind in _KINDS]
    own = {iri(f"{store.base}{name}{like}"): iri(f"{store.base}{name}new-{number}") for name in named}
    for nth in (1, 2):
        kept = iri(f"{store.base}id/alignment/bench/{like}-{nth}")
        own[kept] = iri(f"{store.base}id/alignment/bench/new-{number}-{nth}")
    return Changes(added=frozenset(_renamed(store, own)))


def _renamed(store: Store, names: dict[NamedNode, NamedNode]) -> Iterator[Quad]:
    for node, new in names.items():
        for quad in store.quads(node):
            if "/graph/derived/" in str(quad.graph_name):
                continue
            value = quad.object
            value = names.get(value, value) if isinstance(value, NamedNode) else value
            yield Quad(new, quad.predicate, value, quad.graph_name)
