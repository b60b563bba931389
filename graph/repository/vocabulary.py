"""Which classes and properties a store uses, found without reading all of it.

Counting them would read every quad. Looking each known term up, and what stands on a few things of each
class, takes a time that depends on the vocabulary alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from graph.ledger.words import TYPE
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad

SAMPLE, MOST = 4, 60


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Is the classes that have an instance, and the properties that have a value, by IRI."""

    classes: frozenset[str]
    properties: frozenset[str]


def vocabulary_of(readable: Readable, known: Iterable[NamedNode]) -> Vocabulary:
    """Returns what the store uses of the known terms, and of what stands on things of their classes."""
    waiting, met = {TYPE, *known}, set[NamedNode]()
    classes, properties = set[str](), set[str]()
    while waiting:
        term = waiting.pop()
        met.add(term)
        if any(True for _ in readable.quads(None, term)):
            properties.add(term.value)
        things = list(islice(readable.quads(None, TYPE, term), SAMPLE))
        if things:
            classes.add(term.value)
            waiting |= set(_beside(readable, things)) - met
    return Vocabulary(frozenset(classes), frozenset(properties))


def _beside(readable: Readable, things: Iterable[Quad]) -> Iterator[NamedNode]:
    """Yields the properties and the classes of things."""
    for thing in {quad.subject for quad in things if isinstance(quad.subject, NamedNode)}:
        for quad in islice(readable.quads(thing), MOST):
            yield quad.predicate
            if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
                yield quad.object
