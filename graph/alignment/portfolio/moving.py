"""Which projects a commit touches, and whether it touches what they are counted by."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graph.alignment.portfolio.frame import touches_frame
from graph.alignment.touching import sources_in
from graph.ledger.words import PROJECT, TYPE
from graph.store import Changes, Store
from graph.terms import NamedNode, Term, expand

_UP = tuple(map(expand, ("eurio:isFundedBy", "eurio:hasInvolvedParty", "eurio:hasFundingAmount")))
_OF_PARTS = ("eurio:isRoleOf", "eurio:hasFundingSchemeProgramme", "eurio:value", "eurio:currency")
_OF_PROJECTS = ("dct:spatial", "eurio:startDate", "eurio:endDate")
_READ = frozenset((TYPE, *_UP, *map(expand, (*_OF_PARTS, *_OF_PROJECTS))))


@dataclass(frozen=True, slots=True)
class Moved:
    """Is what a commit touches: projects as N-Triples write them, and whether the frame."""

    projects: frozenset[str]
    frame: bool


def moved(store: Store, changes: Changes, held: Collection[str]) -> Moved:
    """Returns what the changes touch in a store that has taken them; `held` are the projects known so far."""
    quads = (*changes.removed, *changes.added)
    sources = {str(node) for node in sources_in(store, quads)}
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
