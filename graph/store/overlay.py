"""A store as it will be once changes are applied, for what must be known before they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Set
from functools import cached_property
from typing import Protocol

from graph.store.base import Changes
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


class Sparing:
    """Reads a store, but does not ask it of subjects of which it is known to hold nothing.

    A list brings eight new things for each of its rows, and each is asked for a dozen times.
    """

    def __init__(self, store: Readable, unknown: Set[Term]) -> None:
        self._store = store
        self._unknown = unknown

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
        if subject is not None and subject in self._unknown:
            return iter(())
        return self._store.quads(subject, predicate, object_, graph)


class Overlay:
    """Reads a store as if the changes were applied already."""

    def __init__(self, store: Readable, changes: Changes) -> None:
        self._store = store
        self._changes = changes

    @cached_property
    def _by_subject(self) -> Mapping[Term, list[Quad]]:
        found: dict[Term, list[Quad]] = defaultdict(list)
        for quad in self._changes.added:
            found[quad.subject].append(quad)
        return found

    @cached_property
    def _by_object(self) -> Mapping[Term, list[Quad]]:
        found: dict[Term, list[Quad]] = defaultdict(list)
        for quad in self._changes.added:
            found[quad.object].append(quad)
        return found

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
