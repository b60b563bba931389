"""A store in which each subject is read once, for what asks many things about the same few subjects."""

from __future__ import annotations

from collections.abc import Iterator

from graph.store.overlay import Pattern, Readable, View, fits
from graph.terms import Quad, Subject


class Once(View):
    """Reads all that a store says of a subject when it is first asked for, and answers from that.

    A look-up takes longer than the handful of quads that a project or a statement has, and the longer the
    larger the store. It is for one answer: it does not see what the store takes on afterwards.
    """

    def __init__(self, store: Readable) -> None:
        super().__init__(store)
        self._read: dict[Subject, tuple[Quad, ...]] = {}

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        subject = pattern[0]
        if subject is None:
            return self._store.quads(*pattern)
        if subject not in self._read:
            self._read[subject] = tuple(self._store.quads(subject))
        return (quad for quad in self._read[subject] if fits(quad, pattern))
