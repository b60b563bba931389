"""Organisations of the graph by what they have in common with others, so that few are looked at for one."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Hashable, Iterable, Iterator
from functools import lru_cache

from graph.repository.reading import Reading
from graph.search.duplicates import CODES, NAMES, keys_of
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, expand

_TYPE, _ORGANISATION = expand("rdf:type"), expand("org:FormalOrganization")
_LABELS, _NUMBERS = tuple(map(expand, NAMES)), tuple(map(expand, CODES))
_PLACE_BITS = 24
_PLACE = (1 << _PLACE_BITS) - 1
_REMEMBERED = 131_072  # names, of 250 bytes each


class Sharing:
    """Finds organisations by a key of `keys_of`; each key takes 8 bytes: its hash, and a place in a list."""

    def __init__(self, hashed: Iterable[tuple[NamedNode, Iterable[int]]]) -> None:
        self._nodes: list[NamedNode] = []
        self._packed = array("q", sorted(self._pack(hashed)))

    def of(self, key: Hashable) -> Iterator[NamedNode]:
        """Yields those that have the key, and rarely one that has not: whoever asks looks closer."""
        first = _high(hash(key))
        for at in range(bisect_left(self._packed, first), len(self._packed)):
            if _high(self._packed[at]) != first:
                return
            yield self._nodes[self._packed[at] & _PLACE]

    def _pack(self, hashed: Iterable[tuple[NamedNode, Iterable[int]]]) -> Iterator[int]:
        for place, (node, own) in enumerate(hashed):
            self._nodes.append(node)
            yield from {_high(each) | place for each in own}


def sharing(reading: Reading) -> Sharing:
    """Returns the organisations of the graph by their keys, remembered until the next commit."""
    return reading.remembered("organisation keys", lambda: Sharing(_hashed(reading.store)))


def names_of(store: Readable, node: NamedNode) -> list[str]:
    """Returns the names of an organisation, those that it is preferably called by first."""
    return _texts(store, node, _LABELS)


def numbers_of(store: Readable, node: NamedNode) -> list[str]:
    """Returns the numbers and other codes of an organisation."""
    return _texts(store, node, _NUMBERS)


def _texts(store: Readable, node: NamedNode, predicates: Collection[NamedNode]) -> list[str]:
    found = (quad.object for predicate in predicates for quad in store.quads(node, predicate))
    return [each.value for each in found if isinstance(each, Literal)]


def _hashed(store: Readable) -> Iterator[tuple[NamedNode, Iterable[int]]]:
    for node in {quad.subject for quad in store.quads(None, _TYPE, _ORGANISATION)}:
        if isinstance(node, NamedNode):
            yield node, _hashes(store, node)


def _hashes(store: Readable, node: NamedNode) -> Iterator[int]:
    for name in names_of(store, node):
        yield from _hashes_of(name)
    yield from map(hash, keys_of((), numbers_of(store, node)))


@lru_cache(_REMEMBERED)
def _hashes_of(name: str) -> array[int]:
    """Returns the hashes of a name's keys: most names are the same after a commit."""
    return array("q", map(hash, keys_of([name])))


def _high(value: int) -> int:
    return value >> _PLACE_BITS << _PLACE_BITS
