"""Things of a commit read from its own lines: the database would look up each of their words again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from graph.store.overlay import Pattern, Readable, View
from graph.store.piling import quads_of
from graph.terms import NamedNode, Quad, Term


class Described(View):
    """Reads a store, but the things of a batch from the batch: by some predicates, of which alone is asked.

    `lines` are the batch as N-Quads.
    """

    def __init__(self, store: Readable, lines: bytes, predicates: Iterable[str]) -> None:
        super().__init__(store)
        read = frozenset(f"<{each}>".encode() for each in predicates)
        every = lines.splitlines(keepends=True)
        kept = [line for line in every if line.split(b" ", 2)[1] in read]
        self.own: Mapping[Term, Mapping[str, list[Quad]]] = _by_predicate(quads_of(b"".join(kept)))
        self._things = frozenset(line.partition(b" ")[0] for line in every)

    def stated(self, predicate: NamedNode) -> Iterator[Quad]:
        """Yields what the batch states by a predicate."""
        return (quad for facts in self.own.values() for quad in facts.get(predicate.value, ()))

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        subject, _, object_, _ = pattern
        if subject is not None and self._is_own(subject):
            return _matching(self.own.get(subject, {}), pattern)
        if subject is None and object_ is not None and self._is_own(object_):
            return _matching(self._naming.get(object_, {}), pattern)
        return self._store.quads(*pattern)

    def _is_own(self, node: Term) -> bool:
        return node in self.own or (
            isinstance(node, NamedNode) and f"<{node.value}>".encode() in self._things
        )

    @cached_property
    def _naming(self) -> Mapping[Term, Mapping[str, list[Quad]]]:
        quads = (quad for facts in self.own.values() for own in facts.values() for quad in own)
        return _by_predicate((q for q in quads if isinstance(q.object, NamedNode)), by_object=True)


def _by_predicate(
    quads: Iterable[Quad], *, by_object: bool = False
) -> Mapping[Term, Mapping[str, list[Quad]]]:
    found: dict[Term, dict[str, list[Quad]]] = defaultdict(dict)
    for quad in quads:
        own = found[quad.object if by_object else quad.subject]
        own.setdefault(quad.predicate.value, []).append(quad)
    return found


def _matching(facts: Mapping[str, Collection[Quad]], pattern: Pattern) -> Iterator[Quad]:
    subject, predicate, object_, graph = pattern
    parts = facts.values() if predicate is None else (facts.get(predicate.value, ()),)
    for quads in parts:
        for quad in quads:
            if (
                (object_ is None or quad.object == object_)
                and (subject is None or quad.subject == subject)
                and (graph is None or quad.graph_name == graph)
            ):
                yield quad
