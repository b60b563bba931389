"""The links of alignments that a commit states for the first time, read from the commit alone.

A list states ten thousand of them: to look each up in the store, as one on which events may stand, takes
longer than all the rest of an import.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from graph.derived.graphs import derived_graph
from graph.derived.parting import Parted
from graph.ledger.status import Standing, status_of
from graph.ledger.voices import is_machine
from graph.ledger.words import ALIGNMENT, CONTRIBUTES_TO, CREATOR, PROPERTY, SOURCE, TARGET, TYPE
from graph.questions import bind, load_lookups
from graph.store.base import Changes
from graph.store.overlay import Queried, Readable
from graph.terms import NamedNode, Quad, Term

Facts = Mapping[NamedNode, set[Term]]
_READ = (PROPERTY, CREATOR, SOURCE, TARGET)


def new_links(store: Readable, new: Queried) -> frozenset[Quad]:
    """Returns the links of alignments of things that are no policy, where the store knows neither of both.

    `new` is a store of all that is said of the alignments, and of nothing else that bears on them.
    """
    authors = {row["author"] for row in new.select(_lookup("authors-of-alignments", new.base))}
    if any(isinstance(each, NamedNode) and is_machine(store, each) for each in authors):
        stated = frozenset(
            (
                *new.quads(None, TYPE, ALIGNMENT),
                *(quad for each in _READ for quad in new.quads(None, each)),
            )
        )
        return frozenset(_links(store, _stated(Parted(Changes(added=stated))).values()))
    standing = Standing(status_of(()), by_machine=False)
    graph = derived_graph(store.base, standing.status)
    rows = new.select(_lookup("new-links", new.base)) if standing.is_admitted else ()
    return frozenset(
        Quad(source, CONTRIBUTES_TO, row["target"], graph)
        for row in rows
        if isinstance(source := row["source"], NamedNode)
    )


def _lookup(name: str, base: str) -> str:
    return bind(load_lookups()[name], {}, base)


def fresh_alignments(store: Readable, changes: Changes, parted: Parted) -> Mapping[NamedNode, Facts]:
    """Returns what the changes say of alignments that the store knows nothing of, and that no event is on."""
    stated = _stated(parted)
    if not stated:
        return {}
    named = {value for quad in changes.added if (value := quad.object) in stated}
    return {node: facts for node, facts in stated.items() if node not in named and not _is_known(store, node)}


def _stated(parted: Parted) -> Mapping[NamedNode, Facts]:
    """Returns what is said of the alignments that are stated."""
    typed = {quad.subject for quad in parted.added((TYPE,)) if quad.object == ALIGNMENT}
    stated = {node: defaultdict[NamedNode, set[Term]](set) for node in typed if isinstance(node, NamedNode)}
    for predicate in _READ if stated else ():
        for quad in parted.added((predicate,)):
            if isinstance(quad.subject, NamedNode) and (facts := stated.get(quad.subject)) is not None:
                facts[predicate].add(quad.object)
    return stated


def fresh_links(store: Readable, after: Readable, fresh: Mapping[NamedNode, Facts]) -> frozenset[Quad]:
    """Returns the links that fresh alignments make and that the derived graphs lack."""
    links = frozenset(_links(after, fresh.values()))
    return frozenset(link for link in links if not any(store.quads(*link)))


def _is_known(store: Readable, node: NamedNode) -> bool:
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
