"""What a commit touches: the alignments that it states or judges, their sources, and the policy levels."""

from __future__ import annotations

from collections.abc import Iterable

from graph.derived.reaching import POLICY
from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    BROADER,
    CONFIDENCE,
    CREATED,
    CREATOR,
    DCT_SOURCE,
    IN_SCHEME,
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
from graph.repository.facts import NAMES
from graph.store import Changes
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad, Term, expand

_EVENTS = frozenset((REVIEWS, WITHDRAWS, SUPERSEDES))
_STATED = frozenset((SOURCE, TARGET, PROPERTY, CONFIDENCE, CREATOR, CREATED, AGREEMENT)) | _EVENTS
_NAMES = frozenset(map(expand, NAMES))
_UPWARD = frozenset((BROADER, IN_SCHEME, expand("pg:level")))


def alignments_in(store: Readable, quads: Iterable[Quad]) -> set[NamedNode]:
    """Returns the alignments that the quads state, judge, or whose author they make a machine."""
    found: set[NamedNode] = set()
    waiting: list[Term] = []
    for quad in quads:
        waiting += [quad.object] if quad.predicate in _EVENTS else []
        waiting += [quad.subject] if quad.predicate in _STATED else []
        waiting += [quad.subject] if quad.predicate == TYPE and quad.object == ALIGNMENT else []
        if quad.predicate == TYPE and quad.object == SOFTWARE_AGENT:
            waiting += [made.subject for made in store.quads(None, CREATOR, quad.subject)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, NamedNode) and node not in found:
            found.add(node)
            waiting += [on.object for kind in _EVENTS for on in store.quads(node, kind)]
    return found


def sources_in(store: Readable, quads: Iterable[Quad]) -> set[Term]:
    """Returns what the alignments that the quads touch are stated of, before the changes or after them."""
    told = tuple(quads)
    now = {quad.object for each in alignments_in(store, told) for quad in store.quads(each, SOURCE)}
    return now | {quad.object for quad in told if quad.predicate == SOURCE}


def moves_policy(store: Readable, changes: Changes) -> bool:
    """Says whether changes may move the policy levels: their trees, or what is stated of them.

    The store has taken the changes. What it does not know to be a project counts as policy.
    """
    quads = (*changes.removed, *changes.added)
    if any(_of_policy(store, quad) for quad in quads):
        return True
    return not all(_is_project(store, source) for source in sources_in(store, quads))


def moves_names(store: Readable, changes: Changes) -> bool:
    """Says whether changes name anything but projects, or take such a name away."""
    quads = (*changes.removed, *changes.added)
    return any(quad.predicate in _NAMES and not _is_project(store, quad.subject) for quad in quads)


def _of_policy(store: Readable, quad: Quad) -> bool:
    if quad.predicate == DCT_SOURCE:
        return not _is_project(store, quad.subject)
    return quad.predicate in _UPWARD or (quad.predicate == TYPE and quad.object in POLICY)


def _is_project(store: Readable, node: object) -> bool:
    if not isinstance(node, NamedNode) or not any(store.quads(node, TYPE, PROJECT)):
        return False
    return not any(any(store.quads(node, TYPE, kind)) for kind in POLICY)
