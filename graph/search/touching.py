"""Which things a commit gives other entries, read from its lines: of half a million most do not matter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from graph.search.entries import NAMING, OWN, PARTS
from graph.search.rollups import SOURCE, TELLING, TOLD, TYPING, is_scheme
from graph.store import Store
from graph.store.described import Described
from graph.terms import NamedNode

_TOLD = frozenset(str(each).encode() for each in TOLD)


def described(store: Store, batch: bytes) -> Described:
    """Returns a store in which what entries say of a batch's things is read from the batch."""
    return Described(store, batch, {*OWN, *NAMING, *PARTS, *TELLING, *TYPING})


def named_in(batch: Described) -> list[str]:
    """Returns the things of a batch that have a name or a code, in order."""
    naming = map(NamedNode, NAMING)
    found = {quad.subject for predicate in naming for quad in batch.stated(predicate)}
    return sorted(node.value for node in found if isinstance(node, NamedNode))


def _written(iris: Iterable[str]) -> frozenset[bytes]:
    return frozenset(f"<{iri}>".encode() for iri in iris)


_NAMING, _OWN, _TELLING, _TYPING = map(_written, (NAMING, OWN, TELLING, TYPING))
_SOURCE = str(SOURCE).encode()
_PARTS: Mapping[bytes, NamedNode] = {f"<{iri}>".encode(): of for iri, of in PARTS.items()}
_READ = _NAMING | _OWN | _TELLING | _TYPING | _PARTS.keys() | {_SOURCE}


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

    def batches(self) -> Iterator[bytes]:
        """Yields the batches of the commits, as N-Quads."""
        return (batch for sequence in self._taken for batch in self._store.batches(sequence))

    def look(self, batch: Described) -> None:
        """Notes whether a batch moves what counts for which region or goal."""
        telling = any(True for predicate in TELLING for _ in batch.stated(NamedNode(predicate)))
        typed = (quad.object in TOLD for predicate in TYPING for quad in batch.stated(NamedNode(predicate)))
        self.rollups = self.rollups or telling or any(typed)

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
        return predicate in _TELLING or (predicate in _TYPING and rest.partition(b" ")[0] in _TOLD)
