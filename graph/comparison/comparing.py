"""Compares two documents, or a document with what it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal

from graph.comparison.former import state_at
from graph.comparison.matching import Pair, pairs_of
from graph.comparison.sides import Side, side_of
from graph.errors import InputError, NotFound
from graph.repository.lists import natural
from graph.store.base import Store
from graph.store.overlay import Readable
from graph.terms import compact, expand, iri

_REPLACES, _REPLACED = expand("dct:replaces"), expand("dct:isReplacedBy")
_KIND, _LAW = expand("eli:work_type"), expand("eli:LegalResource")
_TYPE = expand("rdf:type")

SideOf = Callable[[str], Side]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Is two sides, what answers to what among their objectives, and the goals that either reaches.

    `revision` is that of the first side where it is read as it was then. `earlier` says which side came
    before the other: by a revision, or since the other replaces it.
    """

    first: Side
    second: Side
    pairs: tuple[Pair, ...]
    goals: tuple[str, ...]
    sequence: int
    revision: int | None = None
    earlier: Literal["first", "second"] | None = None


def compare(store: Store, first: str, second: str, side: SideOf | None = None) -> Comparison:
    """Returns two documents side by side.

    One that the graph does not hold raises NotFound, a thing that is no document InputError.

    `side` reads a document, or knows it from a comparison with another one.
    """
    if first == second:
        raise InputError("comparison-of-one", document=first)
    for document in (first, second):
        _check(store, document)
    read = side or partial(side_of, store)
    return _compared(store, read(first), read(second), earlier=_earlier(store, first, second))


def compare_revisions(store: Store, document: str, revision: int, side: SideOf | None = None) -> Comparison:
    """Returns a document as it was at a revision beside what it is; raises what `state_at` raises.

    `side` reads the document as it is, or knows it from another comparison.
    """
    _check(store, document)
    read = side or partial(side_of, store)
    before, now = side_of(state_at(store, document, revision), document), read(document)
    return _compared(store, before, now, revision=revision, earlier="first")


def _compared(
    store: Store,
    first: Side,
    second: Side,
    *,
    revision: int | None = None,
    earlier: Literal["first", "second"] | None,
) -> Comparison:
    goals = sorted(first.reached.keys() | second.reached.keys(), key=natural)
    pairs = pairs_of(store, first, second)
    return Comparison(first, second, pairs, tuple(goals), store.sequence, revision, earlier)


def _check(store: Readable, document: str) -> None:
    node = iri(document)
    is_document = any(True for _ in store.quads(node, _KIND)) or any(
        True for _ in store.quads(node, _TYPE, _LAW)
    )
    if not is_document and any(store.quads(node)):
        raise InputError("comparison-unfit", value=compact(document))
    if not is_document:
        raise NotFound("resource-unknown", iri=document)


def _earlier(store: Readable, first: str, second: str) -> Literal["first", "second"] | None:
    """Returns which of two documents the other replaces, whichever of the two says so."""
    if _replaces(store, first, second):
        return "second"
    return "first" if _replaces(store, second, first) else None


def _replaces(store: Readable, later: str, earlier: str) -> bool:
    said = (
        store.quads(iri(later), _REPLACES, iri(earlier)),
        store.quads(iri(earlier), _REPLACED, iri(later)),
    )
    return any(True for quads in said for _ in quads)
