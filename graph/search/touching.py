"""Which things a commit gives other entries, read from its lines: of half a million most do not matter."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping

from graph.ledger.words import REACHES
from graph.search.entries import NAMING, OWN, PARTS, Entry, Value, entries_by_graph, value_of
from graph.search.rollups import LEVEL, SOURCE, TELLING, TOLD, TYPING, is_goal, is_place, is_scheme
from graph.store import Store
from graph.store.described import Described
from graph.store.piling import quads_of
from graph.store.told import Column, Told
from graph.terms import NamedNode

_PLAIN = re.compile(r'<([^<>]+)>|"([^"]*)"(?:@([a-z]+)|\^\^<[^<>]+>)?')
_TOLD = frozenset(str(each).encode() for each in TOLD)


def _written(iris: Iterable[str]) -> frozenset[bytes]:
    return frozenset(f"<{iri}>".encode() for iri in iris)


_NAMING, _OWN, _TELLING, _TYPING = map(_written, (NAMING, OWN, TELLING, TYPING))
_SOURCE, _LEVEL, _REACHES = (str(each).encode() for each in (SOURCE, LEVEL, REACHES))
_PARTS: Mapping[bytes, NamedNode] = {f"<{iri}>".encode(): of for iri, of in PARTS.items()}
_READ = _NAMING | _OWN | _TELLING | _TYPING | _PARTS.keys() | {_SOURCE}
# The same as batches have them, of which a line is split only where it is read.
_NAMES, _OWN_OR_NAMES, _TELLS, _TYPES, _OF_PARTS, _READ_OF_BATCH, _TOLD_CLASSES = (
    frozenset(each.decode() for each in written)
    for written in (_NAMING, _OWN | _NAMING, _TELLING, _TYPING, _PARTS.keys(), _READ - {_SOURCE}, _TOLD)
)


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
        if not _is_telling(predicate, rest):
            return False
        # A document of its own that a list brings has a level and reaches itself. Had the thing been a place,
        # or the other one a goal, before, then the commit would say so too.
        if predicate == _LEVEL:
            return is_place(self._store, thing)
        return predicate != _REACHES or self._is_goal(rest)

    def _is_goal(self, rest: bytes) -> bool:
        is_iri = rest[:1] == b"<" and rest[1:2] != b"<"
        return is_iri and is_goal(self._store, rest[1 : rest.index(b">")].decode())


class Brought:
    """Is what a batch of a commit brings: `named` are its things with a name or a code, in order.

    `rollups` says whether what counts for which region or goal may change.
    """

    def __init__(self, store: Store, batch: Told) -> None:
        read = list(batch.columns(_READ_OF_BATCH))
        named = {subject for each in read if each.predicate in _NAMES for subject in each.subjects}
        of_parts = (each for each in read if each.predicate in _OF_PARTS)
        parts = (line for each in of_parts for line in each.lines(frozenset(each.subjects)))
        self._store = Described(store, parts, batch)
        self._stated: dict[str, dict[str, dict[str, list[Value]]]] = {subject[1:-1]: {} for subject in named}
        for column in read:
            if column.predicate in _OWN_OR_NAMES:
                self._take(column, named)
        self.named = sorted(self._stated)
        self.rollups = any(map(_is_telling_column, read))

    def entries_of(self, thing: str) -> list[Entry]:
        """Returns what each graph of the batch says of one of its named things."""
        return entries_by_graph(self._store, thing, self._stated[thing])

    def _take(self, column: Column, named: Container[str]) -> None:
        predicate, graph = column.predicate[1:-1], column.graph[1:-1]
        own = [pair for pair in zip(column.subjects, column.objects, strict=True) if pair[0] in named]
        values = {text: held(text) for text in {text for _, text in own}}
        for subject, text in own:
            if value := values[text]:
                self._stated[subject[1:-1]].setdefault(graph, {}).setdefault(predicate, []).append(value)


def held(text: str) -> Value | None:
    """Returns what an entry can hold of a term as N-Quads write it: of most nothing need be parsed."""
    if "\\" not in text and (plain := _PLAIN.fullmatch(text)):
        iri, words, lang = plain.groups()
        return (iri, None) if iri else (words, lang or "")
    [quad] = quads_of(f"<urn:x> <urn:x> {text} .\n".encode())
    return value_of(quad.object)


def _is_telling_column(column: Column) -> bool:
    is_typing = column.predicate in _TYPES
    return column.predicate in _TELLS or (is_typing and not _TOLD_CLASSES.isdisjoint(column.objects))


def _is_telling(predicate: bytes, rest: bytes) -> bool:
    return predicate in _TELLING or (predicate in _TYPING and rest.partition(b" ")[0] in _TOLD)
