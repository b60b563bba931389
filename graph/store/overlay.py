"""A store as it will be once changes are applied, for what must be known before they are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Protocol

from graph.store.base import Changes, Row, Scope
from graph.terms import DefaultGraph, NamedNode, Quad, Subject, Term

Pattern = tuple[Subject | None, NamedNode | None, Term | None, NamedNode | DefaultGraph | None]


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


class Queried(Readable, Protocol):
    """Is anything that answers queries too."""

    def select(self, query: str, scope: Scope = ...) -> Iterator[Row]:
        """Returns the solutions of a SELECT query; a malformed one raises QueryProblem."""

    def graphs(self) -> Sequence[NamedNode]:
        """Returns the named graphs that hold at least one quad."""


class View(ABC):
    """Is a store of which some quads are seen otherwise: a kind of it says how it finds those that match."""

    def __init__(self, store: Readable) -> None:
        self._store = store

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
        return self._matching((subject, predicate, object_, graph))

    @abstractmethod
    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        """Returns the quads that are seen and match."""


class Sparing(View):
    """Reads a store, but does not ask it of subjects of which it is known to hold nothing.

    A list brings eight new things for each of its rows, and each is asked for a dozen times.
    """

    def __init__(self, store: Readable, unknown: Set[Term]) -> None:
        super().__init__(store)
        self._unknown = unknown

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        if pattern[0] is not None and pattern[0] in self._unknown:
            return iter(())
        return self._store.quads(*pattern)


class Overlay(View):
    """Reads a store as if the changes were applied already."""

    def __init__(self, store: Readable, changes: Changes) -> None:
        super().__init__(store)
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

    @cached_property
    def _touched(self) -> Set[Term]:
        """Returns the subjects of which the changes say or take back anything."""
        return self._by_subject.keys() | {quad.subject for quad in self._changes.removed}

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        if pattern[0] is not None and pattern[0] not in self._touched:
            return self._store.quads(*pattern)
        return self._seen(pattern)

    def _seen(self, pattern: Pattern) -> Iterator[Quad]:
        touched = self._touched
        for quad in self._store.quads(*pattern):
            if quad.subject not in touched or not (
                quad in self._changes.removed or quad in self._changes.added
            ):
                yield quad
        for quad in self._candidates(pattern):
            if fits(quad, pattern):
                yield quad

    def _candidates(self, pattern: Pattern) -> Collection[Quad]:
        subject, _, object_, _ = pattern
        if subject is not None:
            return self._by_subject.get(subject, ())
        if object_ is not None:
            return self._by_object.get(object_, ())
        return self._changes.added


def fits(quad: Quad, pattern: Pattern) -> bool:
    """Says whether a quad matches a pattern."""
    subject, predicate, object_, graph = pattern
    # What most patterns name and few quads have first: each part of a quad is made when it is looked at.
    return (
        (predicate is None or predicate == quad.predicate)
        and (object_ is None or object_ == quad.object)
        and (subject is None or subject == quad.subject)
        and (graph is None or graph == quad.graph_name)
    )
