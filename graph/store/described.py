"""Things of a commit read from its own lines: the database would look up each of their words again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping

from graph.store.overlay import Pattern, Readable, View
from graph.store.piling import quads_of
from graph.terms import NamedNode, Quad, Term


class Described(View):
    """Reads a store, but the things of a batch from its lines: those of them that will be asked for.

    `lines` are N-Quads, `things` all that the batch tells of, as N-Quads write them.
    """

    def __init__(self, store: Readable, lines: Iterable[bytes], things: Container[bytes]) -> None:
        super().__init__(store)
        self._own = _by_predicate(quads_of(b"\n".join((*lines, b""))))
        self._things = things

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        subject = pattern[0]
        if subject is None or not self._is_own(subject):
            return self._store.quads(*pattern)
        return _matching(self._own.get(subject, {}), pattern)

    def _is_own(self, node: Term) -> bool:
        return node in self._own or (
            isinstance(node, NamedNode) and f"<{node.value}>".encode() in self._things
        )


def _by_predicate(quads: Iterable[Quad]) -> Mapping[Term, Mapping[str, list[Quad]]]:
    found: dict[Term, dict[str, list[Quad]]] = defaultdict(dict)
    for quad in quads:
        found[quad.subject].setdefault(quad.predicate.value, []).append(quad)
    return found


def _matching(facts: Mapping[str, Collection[Quad]], pattern: Pattern) -> Iterator[Quad]:
    """Yields the quads of one subject that match."""
    _, predicate, object_, graph = pattern
    for quads in facts.values() if predicate is None else (facts.get(predicate.value, ()),):
        for quad in quads:
            if (object_ is None or quad.object == object_) and (graph is None or quad.graph_name == graph):
                yield quad
