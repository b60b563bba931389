"""Which statements belong to a thing of the register: its own, its parts', and the unneeded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph.register.facts import ORGANISATION, TYPE
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad, expand, graph_iri, iri

ATTRIBUTED = expand("prov:wasAttributedTo")
_SHARED = frozenset({ORGANISATION, expand("skos:ConceptScheme")})


def key_in(base: str, name: str) -> str:
    """Returns the second-last part of an IRI of ours: under which source, or by whom, a thing stands.

    >>> key_in("http://x/", "http://x/id/project/by-local-anna/1"), key_in("http://x/", "http://y/1")
    ('by-local-anna', '')
    """
    found = re.fullmatch(r"id/[^/]+/([^/]+)/[^/#]+", name.removeprefix(base))
    return found[1] if found and name.startswith(base) else ""


def graph_of(base: str, name: str) -> NamedNode:
    """Returns the graph in which the register holds a thing."""
    return graph_iri(base, "list", key_in(base, name))


def part_of(store: Readable, node: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    """Yields what the graph holds of a thing and of its own parts, whose IRIs are fragments of its own."""
    waiting, seen = [node], {node}
    while waiting:
        for quad in store.quads(waiting.pop(), None, None, graph):
            yield quad
            part = quad.object
            if isinstance(part, NamedNode) and part not in seen and part.value.startswith(f"{node.value}#"):
                seen.add(part)
                waiting.append(part)


def orphans_of(
    store: Readable, old: frozenset[Quad], new: Iterable[Quad], graph: NamedNode
) -> Iterator[Quad]:
    """Yields the organisations and schemes that were entered for a thing and that nothing names any more."""
    subjects, kept = {quad.subject for quad in old}, {quad.object for quad in new}
    for node in {quad.object for quad in old if isinstance(quad.object, NamedNode)} - kept:
        own = list(store.quads(iri(node.value), None, None, graph))
        if not any(quad.predicate == TYPE and quad.object in _SHARED for quad in own):
            continue
        if all(quad.subject in subjects for quad in store.quads(None, None, node)):
            yield from own
