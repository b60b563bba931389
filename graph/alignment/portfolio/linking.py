"""Reads the network of the policy levels from a store.

There are thousands of alignments between levels, so one query reads them all, and another says which of
them somebody has judged: only those are weighed by their events.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from graph.alignment.portfolio.answers import MACHINE
from graph.alignment.portfolio.network import Link, Network
from graph.alignment.portfolio.numbers import Numbers
from graph.ledger.status import Standing, standing_of
from graph.ledger.words import BROADER, DCT_SOURCE, IN_SCHEME
from graph.questions import bind, load_lookups
from graph.store import Row, Store
from graph.terms import Literal, NamedNode, Term

Stated = tuple[NamedNode, NamedNode, NamedNode]


def read_network(
    store: Store, nodes: Numbers, policy: Collection[NamedNode], objectives: Collection[NamedNode]
) -> Network:
    """Returns the network of policy nodes, some of which are objectives; new ones get numbers in `nodes`."""
    numbers = {node: nodes.add(str(node)) for node in policy}
    schemes = sources_of_schemes(store)
    steps = {
        (numbers[node], numbers[above])
        for node in objectives
        for above in _steps(store, node, schemes)
        if above in numbers
    }
    return Network(frozenset(numbers.values()), tuple(steps), tuple(_links(store, numbers)))


def sources_of_schemes(store: Store) -> dict[Term, list[NamedNode]]:
    """Returns for each scheme that has members the documents that it is from."""
    schemes = (row["scheme"] for row in _rows(store, "portfolio-schemes"))
    return {
        scheme: [q.object for q in store.quads(scheme, DCT_SOURCE) if isinstance(q.object, NamedNode)]
        for scheme in schemes
        if isinstance(scheme, NamedNode)
    }


def _steps(store: Store, node: NamedNode, schemes: Mapping[Term, list[NamedNode]]) -> Iterator[NamedNode]:
    yield from (q.object for q in store.quads(node, BROADER) if isinstance(q.object, NamedNode))
    for quad in store.quads(node, IN_SCHEME):
        yield from schemes.get(quad.object, ())


def _links(store: Store, numbers: Mapping[NamedNode, int]) -> Iterator[Link]:
    confidences, machines = _stated(store)
    judged = {row["alignment"] for row in _rows(store, "portfolio-judged")}
    for (source, alignment, target), confidence in confidences.items():
        if source in numbers and target in numbers:
            proposed = Standing("proposed", alignment in machines)
            standing = standing_of(store, alignment) if alignment in judged else proposed
            status = MACHINE if standing.status == "proposed" and standing.by_machine else standing.status
            yield Link(numbers[source], numbers[target], status, float(confidence or "0"))


def _stated(store: Store) -> tuple[Mapping[Stated, str], Collection[NamedNode]]:
    """Returns the confidence of each alignment's source and target, and which alignments machines made."""
    confidences: dict[Stated, str] = {}
    machines = set()
    for row in _rows(store, "portfolio-links"):
        source, alignment, target = row["source"], row["alignment"], row["target"]
        if (
            isinstance(source, NamedNode)
            and isinstance(alignment, NamedNode)
            and isinstance(target, NamedNode)
        ):
            value = row.get("confidence")
            confidence = value.value if isinstance(value, Literal) else ""
            key = (source, alignment, target)
            confidences[key] = max(confidence, confidences.get(key, ""))
            if "machine" in row:
                machines.add(alignment)
    return confidences, machines


def _rows(store: Store, lookup: str) -> Iterator[Row]:
    return store.select(bind(load_lookups()[lookup], {}, store.base))
