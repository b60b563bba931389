"""A store as it will be once changes are applied, for what must be known before they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Protocol

from graph.store.base import Changes, Store
from graph.terms import DefaultGraph, NamedNode, Quad, Subject, Term


class Readable(Protocol):
    """Is anything whose quads can be looked up: a store, or a store as it will be."""

    @property
    def base(self) -> str:
        """Returns the base IRI."""

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Term | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Returns the quads that match; None matches anything."""


class Overlay:
    """Reads a store as if the changes were applied already."""

    def __init__(self, store: Store, changes: Changes) -> None:
        self._store = store
        self._changes = changes
        self._by_subject: dict[Term, list[Quad]] = defaultdict(list)
        self._by_object: dict[Term, list[Quad]] = defaultdict(list)
        for quad in changes.added:
            self._by_subject[quad.subject].append(quad)
            self._by_object[quad.object].append(quad)

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
        """Returns the quads that match once the changes are applied; None matches anything."""
        for quad in self._store.quads(subject, predicate, object_, graph):
            if quad not in self._changes.removed and quad not in self._changes.added:
                yield quad
        for quad in self._candidates(subject, object_):
            if _fits(quad, subject, predicate, object_, graph):
                yield quad

    def _candidates(self, subject: Subject | None, object_: Term | None) -> Collection[Quad]:
        if subject is not None:
            return self._by_subject.get(subject, ())
        if object_ is not None:
            return self._by_object.get(object_, ())
        return self._changes.added


def _fits(
    quad: Quad,
    subject: Subject | None,
    predicate: NamedNode | None,
    object_: Term | None,
    graph: NamedNode | DefaultGraph | None,
) -> bool:
    wanted = (subject, predicate, object_, graph)
    return all(part is None or part == own for part, own in zip(wanted, quad, strict=True))
