"""Changes by predicate, gone over once for all that is asked of them: a list states half a million quads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from graph.store.base import Changes
from graph.terms import NamedNode, Quad

_Parts = Mapping[str, list[Quad]]


class Parted:
    """Tells which quads of changes have some predicates."""

    def __init__(self, changes: Changes) -> None:
        self._removed = _by_predicate(changes.removed)
        self._added = _by_predicate(changes.added)

    def added(self, predicates: Iterable[NamedNode]) -> Iterator[Quad]:
        """Yields the quads that are added."""
        return _of(self._added, predicates)

    def removed(self, predicates: Iterable[NamedNode]) -> Iterator[Quad]:
        """Yields the quads that are taken away."""
        return _of(self._removed, predicates)

    def all(self, predicates: Iterable[NamedNode]) -> Iterator[Quad]:
        """Yields the quads that are taken away and those that are added."""
        for parts in (self._removed, self._added):
            yield from _of(parts, predicates)


def _by_predicate(quads: Iterable[Quad]) -> _Parts:
    found: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.predicate.value].append(quad)
    return found


def _of(parts: _Parts, predicates: Iterable[NamedNode]) -> Iterator[Quad]:
    for predicate in predicates:
        yield from parts.get(predicate.value, ())
