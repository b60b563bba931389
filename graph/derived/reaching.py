"""What each policy objective and document reaches upward, cycles of influence included."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache

from graph.derived.graphs import LINKS, derived_graph
from graph.ledger.words import (
    BROADER,
    CONTRIBUTES_TO,
    DCT_SOURCE,
    IN_SCHEME,
    LEGAL_RESOURCE,
    OBJECTIVE,
    REACHES,
    TYPE,
    WORK,
)
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad, Term

POLICY = (OBJECTIVE, WORK, LEGAL_RESOURCE)
UPWARD = frozenset((BROADER, IN_SCHEME, DCT_SOURCE))
Linked = Callable[[NamedNode], Iterable[Term]]


def closure(view: Readable, linked: Linked) -> frozenset[Quad]:
    """Returns all quads of pg:reaches, given what each node links to."""
    nodes = {quad.subject for kind in POLICY for quad in view.quads(None, TYPE, kind)}
    named = [node for node in nodes if isinstance(node, NamedNode)]
    upward = {node: {*linked(node), *_steps(view, node)} & nodes for node in named}
    graph = derived_graph(view.base, "reaches")

    def above(node: NamedNode) -> Iterable[Term]:
        return upward.get(node, ())

    return frozenset(Quad(node, REACHES, goal, graph) for node in named for goal in _reached(node, above))


def closure_of(view: Readable, linked: Linked, starts: Iterable[NamedNode]) -> frozenset[Quad]:
    """Returns the quads of pg:reaches of some policy nodes; only what lies above them is looked up."""

    @cache
    def upward(node: NamedNode) -> frozenset[Term]:
        above = {*linked(node), *_steps(view, node)}
        return frozenset(each for each in above if is_policy(view, each))

    graph = derived_graph(view.base, "reaches")
    return frozenset(Quad(node, REACHES, goal, graph) for node in starts for goal in _reached(node, upward))


def linked_in(links: Iterable[Quad]) -> Linked:
    """Returns a function that looks up what a node links to among these links."""
    targets: dict[Term, set[Term]] = defaultdict(set)
    for quad in links:
        targets[quad.subject].add(quad.object)
    return lambda node: targets.get(node, ())


def linked_at(view: Readable) -> Linked:
    """Returns a function that looks up what a node links to in the derived graphs."""
    graphs = [derived_graph(view.base, name) for name in LINKS]
    return lambda node: {q.object for graph in graphs for q in view.quads(node, CONTRIBUTES_TO, None, graph)}


def is_policy(view: Readable, node: Term) -> bool:
    """Says whether a node is a policy objective or document."""
    return isinstance(node, NamedNode) and any(any(view.quads(node, TYPE, kind)) for kind in POLICY)


def _steps(view: Readable, node: NamedNode) -> Iterator[Term]:
    """Yields what an objective stands below in its own tree, and the document that sets it."""
    if not any(view.quads(node, TYPE, OBJECTIVE)):
        return
    yield from (quad.object for quad in view.quads(node, BROADER))
    for scheme in view.quads(node, IN_SCHEME):
        if isinstance(scheme.object, NamedNode):
            yield from (quad.object for quad in view.quads(scheme.object, DCT_SOURCE))


def _reached(start: NamedNode, upward: Callable[[NamedNode], Iterable[Term]]) -> set[Term]:
    reached: set[Term] = {start}
    waiting: list[Term] = [start]
    while waiting:
        node = waiting.pop()
        for above in upward(node) if isinstance(node, NamedNode) else ():
            if above not in reached:
                reached.add(above)
                waiting.append(above)
    return reached
