"""A store in which each subject is read once, for what asks many things about the same few subjects."""

from __future__ import annotations

from collections.abc import Iterator

from graph.store.overlay import Readable
from graph.terms import DefaultGraph, NamedNode, Quad, Subject, Term


class Once:
    """Reads all that a store says of a subject when it is first asked for, and answers from that.

    A look-up takes longer than the handful of quads that a project or a statement has, and the longer the
    larger the store. It is for one answer: it does not see what the store takes on afterwards.
    """

    def __init__(self, store: Readable) -> None:
        self._store = store
        self._read: dict[Subject, tuple[Quad, ...]] = {}

    @property
    def base(self) -> str:
        """Returns the base IRI of the store."""
        return self._store.base

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Returns the quads that match; None matches anything."""
        if subject is None:
            return self._store.quads(None, predicate, object_, graph)
        if subject not in self._read:
            self._read[subject] = tuple(self._store.quads(subject))
        return (
            quad
            for quad in self._read[subject]
            if (predicate is None or quad.predicate == predicate)
            and (object_ is None or quad.object == object_)
            and (graph is None or quad.graph_name == graph)
        )
