"""Which things a commit gives other entries, read from its lines: of half a million most do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from graph.search.entries import NAMING, OWN, PARTS
from graph.search.rollups import SOURCE, TELLING, TOLD, TYPING, is_scheme
from graph.store import Store
from graph.store.described import Described
from graph.terms import NamedNode

_TOLD = frozenset(str(each).encode() for each in TOLD)


def _written(iris: Iterable[str]) -> frozenset[bytes]:
    return frozenset(f"<{iri}>".encode() for iri in iris)


_NAMING, _OWN, _TELLING, _TYPING = map(_written, (NAMING, OWN, TELLING, TYPING))
_SOURCE = str(SOURCE).encode()
_PARTS: Mapping[bytes, NamedNode] = {f"<{iri}>".encode(): of for iri, of in PARTS.items()}
_READ = _NAMING | _OWN | _TELLING | _TYPING | _PARTS.keys() | {_SOURCE}
# The quads of a batch are about IRIs, so each of its lines is a subject, a predicate, and the rest.
_LINE = re.compile(rb"^(\S+) (\S+) (.*)$", re.MULTILINE)


class Touched:
    """Is the things that commits may give other entries: those whose names or codes change, and others.

    Of the others only those count that have entries: a list has eight things for each that has a name.
    `rollups` says whether what counts for which region or goal may change too. The store has the commits.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.named: set[str] = set()
        self.others: set[str] = set()
        self.rollups = False
        self._taken: list[int] = []

    def take(self, sequence: int) -> None:
        """Notes what a commit touches, but for the things that it brings in batches."""
        self._taken.append(sequence)
        for line in self._store.lines(sequence):
            subject, predicate, rest = line.split(b" ", 2)
            if predicate in _READ and subject[:1] == b"<" and subject[1:2] != b"<":
                self._note(subject[1:-1].decode(), predicate, rest)

    def brought(self) -> Iterator[Brought]:
        """Yields what the commits bring in batches."""
        for sequence in self._taken:
            for batch in self._store.batches(sequence):
                brought = Brought(self._store, batch)
                self.rollups = self.rollups or brought.rollups
                yield brought

    def _note(self, thing: str, predicate: bytes, rest: bytes) -> None:
        if predicate in _NAMING:
            self.named.add(thing)
        elif predicate in _OWN:
            self.others.add(thing)
        if predicate in _PARTS:
            owners = (quad.subject for quad in self._store.quads(None, _PARTS[predicate], NamedNode(thing)))
            self.others.update(owner.value for owner in owners if isinstance(owner, NamedNode))
        self.rollups = self.rollups or self._moves(thing, predicate, rest)

    def _moves(self, thing: str, predicate: bytes, rest: bytes) -> bool:
        if predicate == _SOURCE:  # of which each project has one
            return is_scheme(self._store, thing)
        return _is_telling(predicate, rest)


class Brought:
    """Is what a batch of a commit brings: `named` are its things with a name or a code, in order.

    `store` is one in which entries of these are read from the batch; `rollups` says whether what counts for
    which region or goal may change.
    """

    def __init__(self, store: Store, batch: bytes) -> None:
        told = _LINE.findall(batch)
        read = [part for part in told if part[1] in _READ]
        named = {subject for subject, predicate, _ in read if predicate in _NAMING}
        kept = [
            b" ".join(part)
            for part in read
            if part[1] in _PARTS or (part[0] in named and (part[1] in _OWN or part[1] in _NAMING))
        ]
        self.store = Described(store, kept, frozenset(part[0] for part in told))
        self.named = sorted(subject[1:-1].decode() for subject in named)
        self.rollups = any(_is_telling(predicate, rest) for _, predicate, rest in read)


def _is_telling(predicate: bytes, rest: bytes) -> bool:
    return predicate in _TELLING or (predicate in _TYPING and rest.partition(b" ")[0] in _TOLD)
