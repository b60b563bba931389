"""Which projects a commit touches, and whether it touches what they are counted by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from graph.alignment.portfolio.frame import touches_frame
from graph.ledger.words import (
    AGREEMENT,
    CONFIDENCE,
    CREATOR,
    PROJECT,
    PROPERTY,
    REVIEWS,
    SOFTWARE_AGENT,
    SOURCE,
    SUPERSEDES,
    TARGET,
    TYPE,
    WITHDRAWS,
)
from graph.store import Changes, Store
from graph.terms import NamedNode, Quad, Term, expand

_EVENTS = frozenset((REVIEWS, WITHDRAWS, SUPERSEDES))
_UP = tuple(map(expand, ("eurio:isFundedBy", "eurio:hasInvolvedParty", "eurio:hasFundingAmount")))
_OF_PARTS = ("eurio:isRoleOf", "eurio:hasFundingSchemeProgramme", "eurio:value", "eurio:currency")
_OF_PROJECTS = ("dct:spatial", "eurio:startDate", "eurio:endDate")
_READ = frozenset((TYPE, *_UP, *map(expand, (*_OF_PARTS, *_OF_PROJECTS))))
_STATED = frozenset((TYPE, SOURCE, TARGET, PROPERTY, CONFIDENCE, CREATOR, AGREEMENT)) | _EVENTS


@dataclass(frozen=True, slots=True)
class Moved:
    """Is what a commit touches: projects as N-Triples write them, and whether the frame."""

    projects: frozenset[str]
    frame: bool


def moved(store: Store, changes: Changes, held: Collection[str]) -> Moved:
    """Returns what the changes touch in a store that has taken them; `held` are the projects known so far."""
    quads = (*changes.removed, *changes.added)
    sources = {str(node) for alignment in _alignments(store, quads) for node in _sources(store, alignment)}
    sources |= {str(quad.object) for quad in quads if quad.predicate == SOURCE}
    parts = {quad.subject for quad in quads if quad.predicate in _READ}
    projects = {str(node) for part in parts for node in _owners(store, part)}
    new = {str(quad.subject) for quad in quads if quad.predicate == TYPE and quad.object == PROJECT}
    touched = {each for each in projects | sources if each in held} | new
    frame = not sources <= touched or any(touches_frame(quad, touched) for quad in quads)
    return Moved(frozenset(touched), frame)


def _owners(store: Store, node: Term) -> Iterator[Term]:
    """Yields a node and the projects whose grant, role or amount it is."""
    yield node
    if isinstance(node, NamedNode):
        for predicate in _UP:
            for quad in store.quads(None, predicate, node):
                yield from _owners(store, quad.subject)


def _alignments(store: Store, quads: Iterable[Quad]) -> set[NamedNode]:
    """Returns the alignments that the quads state, judge, or whose author they make a machine."""
    found: set[NamedNode] = set()
    waiting: list[Term] = [quad.object for quad in quads if quad.predicate in _EVENTS]
    waiting += {quad.subject for quad in quads if quad.predicate in _STATED}
    for quad in quads:
        if quad.predicate == TYPE and quad.object == SOFTWARE_AGENT:
            waiting += [made.subject for made in store.quads(None, CREATOR, quad.subject)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, NamedNode) and node not in found:
            found.add(node)
            waiting += [on.object for kind in _EVENTS for on in store.quads(node, kind)]
    return found


def _sources(store: Store, alignment: NamedNode) -> Iterator[Term]:
    return (quad.object for quad in store.quads(alignment, SOURCE))
