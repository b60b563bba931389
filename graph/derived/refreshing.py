"""How the derived graphs change with a commit, before it is applied."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from graph.derived.fresh import fresh_alignments, fresh_links
from graph.derived.graphs import derived_graph, describing
from graph.derived.links import EVENTS, links_of, pairs_of, stored_links
from graph.derived.parting import Parted
from graph.derived.reaching import POLICY, UPWARD, closure, closure_of, is_policy, linked_at
from graph.ledger.words import (
    AGREEMENT,
    ALIGNMENT,
    CREATED,
    CREATOR,
    PROPERTY,
    REACHES,
    REVIEWS,
    SOFTWARE_AGENT,
    SOURCE,
    TARGET,
    TYPE,
)
from graph.store.base import Changes
from graph.store.overlay import Overlay, Readable
from graph.terms import NamedNode, Quad, Subject, Term, Triple

_OWN = frozenset((SOURCE, PROPERTY, TARGET, CREATOR))
_OF_REVIEW = frozenset((AGREEMENT, CREATED, CREATOR))
_TOUCHING = _OWN | _OF_REVIEW | EVENTS | {TYPE}


def refresh(store: Readable, changes: Changes) -> Changes:
    """Returns how the derived graphs change with `changes`, which are not applied yet.

    Only the links of alignments that the changes touch are derived again, and what objectives reach only if
    the policy levels change.
    """
    after, parted = Overlay(store, changes), Parted(changes)
    links = _moved_links(store, after, changes, parted)
    described = Changes(added=frozenset(q for q in describing(store.base) if not any(store.quads(*q))))
    if not _moves_policy(store, after, parted, links):
        return _joined(links, described)
    upward = Overlay(after, links)
    if (new := _new_policy(store, parted, links)) is not None:
        return _joined(links, described, Changes(added=closure_of(upward, linked_at(upward), new)))
    kept = store.quads(None, REACHES, None, derived_graph(store.base, "reaches"))
    return _joined(links, described, _difference(kept, closure(upward, linked_at(upward))))


def _moved_links(store: Readable, after: Overlay, changes: Changes, parted: Parted) -> Changes:
    fresh = fresh_alignments(store, changes, parted)
    others = [quad for quad in parted.all(_TOUCHING) if quad.subject not in fresh]
    touched = {node for view in (store, after) for node in _touched(view, others)}
    pairs = {pair for view in (store, after) for alignment in touched for pair in pairs_of(view, alignment)}
    old = (quad for pair in pairs for quad in stored_links(store, pair))
    moved = _difference(old, (quad for pair in pairs for quad in links_of(after, pair)))
    return Changes(moved.removed, moved.added | fresh_links(store, after, fresh))


def _touched(view: Readable, quads: Iterable[Quad]) -> Iterator[Term]:
    """Yields the alignments whose link or status may change, as the events on them stand in `view`."""
    for quad in quads:
        subject = quad.subject
        if isinstance(subject, Triple):
            continue
        if quad.predicate in _OF_REVIEW:
            yield from (each.object for each in view.quads(subject, REVIEWS))
        if quad.predicate in _OWN or quad.object == ALIGNMENT:
            yield subject
        elif quad.predicate in EVENTS:
            yield from _judged(view, quad.object)
        elif quad.object == SOFTWARE_AGENT:
            yield from _said_by(view, subject)


def _said_by(view: Readable, agent: Subject) -> Iterator[Term]:
    """Yields what an agent states, and what it reviews."""
    for quad in view.quads(None, CREATOR, agent):
        if not isinstance(quad.subject, Triple):
            yield quad.subject
            yield from (each.object for each in view.quads(quad.subject, REVIEWS))


def _judged(view: Readable, node: Term) -> Iterator[Term]:
    """Yields the node that an event is on and, if that is an event itself, what that one is on."""
    yield node
    if isinstance(node, NamedNode):
        yield from (quad.object for quad in view.quads(node) if quad.predicate in EVENTS)


def _moves_policy(store: Readable, after: Overlay, parted: Parted, links: Changes) -> bool:
    """Says whether the changes concern what objectives and documents reach."""
    if any(_of_policy(parted.all)):
        return True
    moved = {quad.subject for quad in (*links.removed, *links.added)}
    return any(is_policy(view, source) for source in moved for view in (store, after))


def _new_policy(store: Readable, parted: Parted, links: Changes) -> frozenset[NamedNode] | None:
    """Returns the new objectives and documents, if none that was there before moves; None if any does.

    A node of which the store knows nothing cannot change what others reach.
    """
    if any(_of_policy(parted.removed)) or links.removed:
        return None
    moving = {quad.subject for quad in _of_policy(parted.added)}
    moving |= {quad.subject for quad in links.added if is_policy(store, quad.subject)}
    new = frozenset(node for node in moving if isinstance(node, NamedNode))
    is_known = any(any(store.quads(node)) or any(store.quads(object_=node)) for node in new)
    if is_known or len(new) < len(moving):
        return None
    return new & {quad.subject for quad in parted.added((TYPE,)) if quad.object in POLICY}


def _of_policy(quads: Callable[[Iterable[NamedNode]], Iterator[Quad]]) -> Iterator[Quad]:
    """Yields those of the quads that may move the policy levels."""
    yield from quads(UPWARD)
    yield from (quad for quad in quads((TYPE,)) if quad.object in POLICY)


def _difference(old: Iterable[Quad], new: Iterable[Quad]) -> Changes:
    before, after = frozenset(old), frozenset(new)
    return Changes(removed=before - after, added=after - before)


def _joined(*parts: Changes) -> Changes:
    none: frozenset[Quad] = frozenset()
    return Changes(none.union(*(part.removed for part in parts)), none.union(*(part.added for part in parts)))
