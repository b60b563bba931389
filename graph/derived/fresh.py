"""The links of alignments that a commit states for the first time, read from the commit alone.

A list states ten thousand of them: to look each up in the store, as one on which events may stand, takes
longer than all the rest of an import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from graph.derived.graphs import derived_graph
from graph.ledger.status import Standing, status_of
from graph.ledger.voices import is_machine
from graph.ledger.words import ALIGNMENT, CONTRIBUTES_TO, CREATOR, PROPERTY, SOURCE, TARGET, TYPE
from graph.store.base import Changes, Store
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad, Term

Facts = Mapping[NamedNode, set[Term]]
_READ = frozenset((TYPE, PROPERTY, CREATOR, SOURCE, TARGET))


def fresh_alignments(store: Store, changes: Changes) -> Mapping[NamedNode, Facts]:
    """Returns what the changes say of alignments that the store knows nothing of, and that no event is on."""
    stated: dict[NamedNode, dict[NamedNode, set[Term]]] = defaultdict(lambda: defaultdict(set))
    named = {quad.object for quad in changes.added}
    for quad in changes.added:
        if quad.predicate in _READ and isinstance(quad.subject, NamedNode):
            stated[quad.subject][quad.predicate].add(quad.object)
    return {
        node: facts
        for node, facts in stated.items()
        if ALIGNMENT in facts[TYPE] and node not in named and not _is_known(store, node)
    }


def fresh_links(store: Store, after: Readable, fresh: Mapping[NamedNode, Facts]) -> frozenset[Quad]:
    """Returns the links that fresh alignments make and that the derived graphs lack."""
    links = frozenset(_links(after, fresh.values()))
    return frozenset(link for link in links if not any(store.quads(*link)))


def _is_known(store: Store, node: NamedNode) -> bool:
    return any(store.quads(node)) or any(store.quads(object_=node))


def _links(after: Readable, fresh: Iterable[Facts]) -> Iterator[Quad]:
    machines: dict[Term, bool] = {}
    for facts in fresh:
        if CONTRIBUTES_TO not in facts.get(PROPERTY, ()):
            continue
        for author in facts.get(CREATOR, set()) - machines.keys():
            machines[author] = isinstance(author, NamedNode) and is_machine(after, author)
        by_machine = any(machines[author] for author in facts.get(CREATOR, ()))
        standing = Standing(status_of(()), by_machine)
        if standing.is_admitted:
            graph = derived_graph(after.base, standing.status)
            for source in facts.get(SOURCE, ()):
                if isinstance(source, NamedNode):
                    for target in facts.get(TARGET, ()):
                        yield Quad(source, CONTRIBUTES_TO, target, graph)
