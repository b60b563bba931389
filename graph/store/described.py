"""Things of a commit read from its own lines: the database would look up each of their words again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from graph.store.overlay import Pattern, Readable, View, fits
from graph.store.piling import quads_of
from graph.store.told import Told
from graph.terms import NamedNode, Quad, Term

_ANY = (None, None, None)


class Described(View):
    """Reads a store, but the things of a batch from its lines: those of them that will be asked for.

    `lines` are N-Quads without line breaks.
    """

    def __init__(self, store: Readable, lines: Iterable[str], batch: Told) -> None:
        super().__init__(store)
        self._own = _by_subject(quads_of("\n".join((*lines, "")).encode()))
        self._batch = batch

    @cached_property
    def _things(self) -> frozenset[str]:
        return self._batch.subjects()

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        subject = pattern[0]
        if subject is None:
            return self._store.quads(*pattern)
        own = self._own.get(subject)
        if own is None:
            return iter(()) if self._is_told(subject) else self._store.quads(*pattern)
        return iter(own) if pattern[1:] == _ANY else (quad for quad in own if fits(quad, pattern))

    def _is_told(self, node: Term) -> bool:
        return isinstance(node, NamedNode) and str(node) in self._things


def _by_subject(quads: Iterable[Quad]) -> Mapping[Term, Sequence[Quad]]:
    found: dict[Term, list[Quad]] = defaultdict(list)
    for quad in quads:
        found[quad.subject].append(quad)
    return found
