"""Which projects a commit touches, and whether it touches what they are counted by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graph.alignment.portfolio.frame import LEVEL, WORK_TYPE, Frame, touches_frame
from graph.alignment.portfolio.linking import sources_of_schemes
from graph.alignment.touching import sources_in
from graph.derived.reaching import POLICY
from graph.ledger.words import (
    BROADER,
    DCT_SOURCE,
    IN_SCHEME,
    OBJECTIVE,
    PROJECT,
    REACHES,
    SOURCE,
    TARGET,
    TYPE,
)
from graph.store import Changes, Store
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad, Term, expand

_FUNDED, _INVOLVED, _GIVES = map(
    expand, ("eurio:isFundedBy", "eurio:hasInvolvedParty", "eurio:hasFundingAmount")
)
_OF_PROJECTS = (TYPE, _FUNDED, _INVOLVED, *map(expand, ("dct:spatial", "eurio:startDate", "eurio:endDate")))
_OF_GRANTS, _OF_AMOUNTS = ("eurio:hasFundingSchemeProgramme", _GIVES.value), ("eurio:value", "eurio:currency")
# By what the portfolio reads of a project and its parts: the way from what states it up to the project.
UP: Mapping[NamedNode, tuple[NamedNode, ...]] = {
    **dict.fromkeys(_OF_PROJECTS, ()),
    expand("eurio:isRoleOf"): (_INVOLVED,),
    **dict.fromkeys(map(expand, _OF_GRANTS), (_FUNDED,)),
    **dict.fromkeys(map(expand, _OF_AMOUNTS), (_GIVES, _FUNDED)),
}


@dataclass(frozen=True, slots=True)
class Moved:
    """Is what a commit touches: projects as N-Triples write them, and whether the frame."""

    projects: frozenset[str]
    frame: bool


def moved(store: Readable, changes: Changes, held: Collection[str]) -> Moved:
    """Returns what the changes touch in a store that has taken them; `held` are the projects known so far."""
    quads = (*changes.removed, *changes.added)
    sources = {str(node) for node in sources_in(store, quads)}
    parts = {(quad.subject, UP[quad.predicate]) for quad in quads if quad.predicate in UP}
    projects = {str(node) for part, way in parts for node in _owners(store, part, way)}
    new = {str(quad.subject) for quad in quads if quad.predicate == TYPE and quad.object == PROJECT}
    touched = {each for each in projects | sources if each in held} | new
    frame = not sources <= touched or any(touches_frame(quad, touched) for quad in quads)
    return Moved(frozenset(touched), frame)


def moves_network(store: Store, changes: Changes, touched: Collection[str]) -> bool:
    """Says whether changes may give the policy levels other steps or links, not only nodes that stand alone.

    The store has taken them; `touched` are the projects that they touch.
    """
    if changes.removed or any(str(node) not in touched for node in sources_in(store, changes.added)):
        return True
    sources = {node for own in sources_of_schemes(store).values() for node in own}
    return any(_moves_network(store, quad, touched, sources) for quad in changes.added)


def _moves_network(store: Store, quad: Quad, touched: Collection[str], sources: Collection[Term]) -> bool:
    node = quad.subject
    if quad.predicate == TYPE:
        is_policy = quad.object in POLICY
        return is_policy and (quad.object == OBJECTIVE or node in sources or _is_linked(store, node))
    if quad.predicate == DCT_SOURCE:
        return str(node) not in touched
    return quad.predicate in (BROADER, IN_SCHEME)


def lone_documents(changes: Changes, projects: Collection[str], frame: Frame) -> frozenset[str] | None:
    """Returns the documents that changes bring to a frame, None where they move anything else of it.

    Every list brings one, of itself, and the rest of the frame would take longer to read than its projects.
    What changes say must not move the network, see `moves_network`.
    """
    telling = [quad for quad in changes.added if touches_frame(quad, projects)]
    typed = {quad.subject for quad in telling if quad.predicate == TYPE and quad.object in POLICY[1:]}
    documents = frozenset(node.value for node in typed if isinstance(node, NamedNode))
    told_of = frame.territories.union(*frame.relevant.values())
    if changes.removed or not documents.isdisjoint(told_of):
        return None
    return documents if all(quad.subject in typed and _says_little(quad) for quad in telling) else None


def _says_little(quad: Quad) -> bool:
    """Says whether a quad about a document that no area knows moves nothing but the list of documents."""
    if quad.predicate == REACHES:
        return quad.object == quad.subject
    return quad.predicate in (LEVEL, WORK_TYPE) or (quad.predicate == TYPE and quad.object in POLICY[1:])


def _is_linked(store: Store, node: Term) -> bool:
    """Says whether an objective stands under a node, or a statement is on it or of it."""
    return any(next(store.quads(None, each, node), None) for each in (BROADER, SOURCE, TARGET))


def _owners(store: Readable, part: Term, way: tuple[NamedNode, ...]) -> set[Term]:
    """Returns the projects to which a way leads up from a part of theirs."""
    owners = {part}
    for predicate in way:
        owners = {quad.subject for each in owners for quad in store.quads(None, predicate, each)}
    return owners
