"""A store in which what later commits took away still stands, for whoever reads an earlier one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from threading import Lock

from graph.ledger.words import TYPE
from graph.store.overlay import Pattern, Readable, View, fits
from graph.terms import NamedNode, Quad, Term


class Gone(View):
    """Reads a store with the things that are gone beside those that are there.

    Commits are read from the newest back, and each gives what it took away. So a thing that was described in
    May is known as what it was, whether that is asked before or after it went in June.
    """

    def __init__(self, store: Readable) -> None:
        super().__init__(store)
        self._by_subject: dict[Term, frozenset[Quad]] = {}
        self._by_object: dict[Term, frozenset[Quad]] = {}
        self._lock = Lock()

    def take(self, removed: Iterable[Quad]) -> None:
        """Takes what a commit took away; of things that are still there nothing is kept."""
        by_subject: dict[Term, set[Quad]] = defaultdict(set)
        by_object: dict[Term, set[Quad]] = defaultdict(set)
        for quad in removed:
            by_subject[quad.subject].add(quad)
        for subject in [each for each in by_subject if self._is_there(each)]:
            del by_subject[subject]
        for quad in chain.from_iterable(by_subject.values()):
            by_object[quad.object].add(quad)
        with self._lock:
            _add(self._by_subject, by_subject)
            _add(self._by_object, by_object)

    def _is_there(self, subject: Term) -> bool:
        if not isinstance(subject, NamedNode):
            return False
        return next(self._store.quads(subject, TYPE), None) is not None

    def _matching(self, pattern: Pattern) -> Iterator[Quad]:
        yield from self._store.quads(*pattern)
        subject, _, object_, _ = pattern
        held = self._by_object.get(object_, ()) if subject is None and object_ is not None else ()
        for quad in held if subject is None else self._by_subject.get(subject, ()):
            if fits(quad, pattern) and not self._is_there(quad.subject):
                yield quad


def _add(held: dict[Term, frozenset[Quad]], more: Mapping[Term, set[Quad]]) -> None:
    """Adds quads without changing a set that somebody may be reading."""
    for term, quads in more.items():
        held[term] = held.get(term, frozenset()) | quads
