"""The links that admitted alignments make from their sources to their targets."""

from __future__ import annotations

from collections.abc import Iterator

from graph.derived.graphs import LINKS, derived_graph
from graph.ledger.status import Standing, standing_of
from graph.ledger.words import (
    ALIGNMENT,
    CONTRIBUTES_TO,
    CREATOR,
    PROPERTY,
    REVIEWS,
    SOFTWARE_AGENT,
    SOURCE,
    SUPERSEDES,
    TARGET,
    TYPE,
    WITHDRAWS,
)
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad, Term

Pair = tuple[NamedNode, Term]
EVENTS = frozenset((REVIEWS, WITHDRAWS, SUPERSEDES))


def links_of(view: Readable, pair: Pair) -> Iterator[Quad]:
    """Yields the link of a source and a target, once for each derived graph that it belongs to."""
    source, target = pair
    for alignment in _alignments(view, source, target):
        standing = standing_of(view, alignment)
        if standing.is_admitted:
            yield Quad(source, CONTRIBUTES_TO, target, derived_graph(view.base, standing.status))


def stored_links(view: Readable, pair: Pair) -> Iterator[Quad]:
    """Yields the links of a source and a target that the derived graphs hold."""
    source, target = pair
    for name in LINKS:
        yield from view.quads(source, CONTRIBUTES_TO, target, derived_graph(view.base, name))


def pairs_of(view: Readable, alignment: Term) -> Iterator[Pair]:
    """Yields the source and the target of an alignment."""
    if isinstance(alignment, NamedNode):
        for source in view.quads(alignment, SOURCE):
            for target in view.quads(alignment, TARGET):
                if isinstance(source.object, NamedNode):
                    yield source.object, target.object


def all_links(view: Readable) -> Iterator[Quad]:
    """Yields the links of every alignment, in a few passes over the store and without a look-up for each."""
    judged = {quad.object for predicate in EVENTS for quad in view.quads(None, predicate)}
    machines = {quad.subject for quad in view.quads(None, TYPE, SOFTWARE_AGENT)}
    proposed = Standing("proposed", by_machine=False)
    by_machine = {quad.subject for quad in view.quads(None, CREATOR) if quad.object in machines}
    stated = {quad.subject for quad in view.quads(None, TYPE, ALIGNMENT)}
    helping = {quad.subject for quad in view.quads(None, PROPERTY, CONTRIBUTES_TO)} & stated
    targets = {quad.subject: quad.object for quad in view.quads(None, TARGET)}
    for quad in view.quads(None, SOURCE):
        alignment, source = quad.subject, quad.object
        if alignment not in helping or alignment not in targets or not isinstance(source, NamedNode):
            continue
        if alignment in judged and isinstance(alignment, NamedNode):
            standing = standing_of(view, alignment)
        else:
            standing = Standing("proposed", by_machine=True) if alignment in by_machine else proposed
        if standing.is_admitted:
            yield Quad(source, CONTRIBUTES_TO, targets[alignment], derived_graph(view.base, standing.status))


def _alignments(view: Readable, source: NamedNode, target: Term) -> Iterator[NamedNode]:
    for quad in view.quads(None, SOURCE, source):
        alignment = quad.subject
        if (
            isinstance(alignment, NamedNode)
            and any(view.quads(alignment, TARGET, target))
            and any(view.quads(alignment, PROPERTY, CONTRIBUTES_TO))
            and any(view.quads(alignment, TYPE, ALIGNMENT))
        ):
            yield alignment
