"""The steps that count under a reader's filters: over the policy levels, and from anything below them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from graph.alignment.admission import keeps_out, read_statements
from graph.alignment.documents import documents_at, documents_by_objective, in_force, passing
from graph.alignment.filters import Filters
from graph.alignment.paths import Path
from graph.alignment.policy import (
    CERTAIN,
    Edge,
    PolicyNetwork,
    admitted,
    best_edges,
    edges_to,
    own_edges,
    read_network,
    read_own,
    read_stated,
    read_steps,
)
from graph.alignment.recent import Recent
from graph.derived import LINKS, derived_graph
from graph.repository import Repository
from graph.repository.reading import text_of
from graph.terms import NamedNode, expand

CONTRIBUTES_TO = expand("pg:contributesTo")
KEPT = 16
Nodes = frozenset[str]


@dataclass(frozen=True, slots=True)
class View:
    """Is what counts for a reader.

    `own` gives the steps from a project, and `served` what they lead to that it does not hinder; `stated`
    gives the steps to a place that serve it or, if told so, hinder it. `wanted` judges a whole chain, and
    `least` is the confidence that it must have.
    """

    network: PolicyNetwork
    own: Callable[[str], tuple[Edge, ...]]
    served: Callable[[str], Iterable[str]]
    stated: Callable[[str, bool], Iterator[Edge]]
    least: Decimal
    wanted: Callable[[Path], bool]

    def first(self, start: str) -> tuple[Edge, ...]:
        """Returns the first steps from a thing: in the network, or for a project by its own statements."""
        return self.network.edges(start) or self.own(start)

    def targets(self, start: str) -> Iterator[str]:
        """Yields what a thing is stated to serve, some of it repeatedly, without reading who says so."""
        edges = self.network.edges(start)
        yield from (_served(edges) if edges else self.served(start))


def plain_view(repository: Repository, *, with_machines: bool) -> View:
    """Returns what counts without filters."""

    def own(start: str) -> tuple[Edge, ...]:
        return read_own(repository, start, with_machines=with_machines)

    def stated(target: str, hinders: bool) -> Iterator[Edge]:
        if not hinders and not with_machines:
            return _derived(repository, target)
        edges = (edge for edge in edges_to(repository, target) if edge.hinders == hinders)
        return admitted(repository, edges, with_machines=with_machines)

    def served(start: str) -> Iterable[str]:
        return _served(own(start)) if with_machines else _linked(repository, start)

    network = read_network(repository, with_machines=with_machines)
    return View(network, own, served, stated, Decimal(0), lambda _: True)


def _served(edges: Iterable[Edge]) -> Iterator[str]:
    return (edge.target for edge in edges if edge.alignment and not edge.hinders)


def _linked(repository: Repository, start: str) -> Iterator[str]:
    """Yields what a thing serves by what counts by default, from the derived graphs: a look-up for each."""
    store = repository.reading.store
    for name in LINKS:
        graph = derived_graph(store.base, name)
        yield from (
            text_of(quad.object) for quad in store.quads(NamedNode(start), CONTRIBUTES_TO, None, graph)
        )


def _derived(repository: Repository, target: str) -> Iterator[Edge]:
    """Yields what counts by default, from the derived graphs: a look-up for all, not one for each."""
    store = repository.reading.store
    for name in LINKS:
        graph = derived_graph(store.base, name)
        for quad in store.quads(None, CONTRIBUTES_TO, NamedNode(target), graph):
            yield Edge(text_of(quad.subject), target, None, CERTAIN, hinders=False)


def view_of(repository: Repository, filters: Filters, start: str, ends: Nodes, *, undated: bool) -> View:
    """Returns what counts under filters; `undated` says whether undated statements do."""
    admits = Admits(repository, filters, undated)
    open_to = _documents(repository, filters, start, ends)
    key = (replace(filters, confidence=Decimal(0)), undated, open_to)

    def own(thing: str) -> tuple[Edge, ...]:
        edges = admits.stated(own_edges(repository, thing))
        return best_edges(edge for edge in edges if _is_open(repository, open_to, edge.target))

    def stated(target: str, hinders: bool) -> Iterator[Edge]:
        return (edge for edge in admits.stated(edges_to(repository, target)) if edge.hinders == hinders)

    def read() -> PolicyNetwork:
        steps = (*read_steps(repository), *admits.stated(read_stated(repository)))
        ends_of = ((edge, (edge.source, edge.target)) for edge in steps)
        return PolicyNetwork(
            edge for edge, both in ends_of if all(_is_open(repository, open_to, end) for end in both)
        )

    wanted = _wanted(repository, filters, undated)
    networks = repository.reading.remembered("filtered networks", lambda: Recent(KEPT))

    def served(thing: str) -> Iterable[str]:
        return _served(own(thing))

    return View(networks.remembered(key, read), own, served, stated, filters.confidence, wanted)


@dataclass(frozen=True, slots=True)
class Admits:
    """Lets statements through that filters admit."""

    repository: Repository
    filters: Filters
    undated: bool

    def stated(self, edges: Iterable[Edge]) -> Iterator[Edge]:
        """Yields the steps whose statements are let in, one read at a time."""
        tells_apart = self.filters.of_undated == "apart"
        for edge in edges:
            (each,) = read_statements(self.repository, [edge], self.filters.recorded)
            if keeps_out(each, self.filters, undated=self.undated) is None:
                yield each.edge if tells_apart else replace(each.edge, is_dated=True)


def _documents(repository: Repository, filters: Filters, start: str, ends: Nodes) -> Nodes | None:
    """Returns the documents that a chain may run through, None for any; those of its ends are no matter."""
    if not filters.judges_documents:
        return None
    own = documents_by_objective(repository).get(start, frozenset())
    return passing(repository, filters).union(own, *(documents_at(repository, end) for end in ends))


def _is_open(repository: Repository, open_to: Nodes | None, node: str) -> bool:
    return open_to is None or bool(documents_at(repository, node) & open_to)


def _wanted(repository: Repository, filters: Filters, undated: bool) -> Callable[[Path], bool]:
    """Returns what a whole chain must be: bound by a document, and undated where that is asked for apart."""
    bound = in_force(repository, filters) if filters.addressee else None
    apart = undated and filters.of_undated == "apart"

    def wanted(path: Path) -> bool:
        nodes = (path[0].source, *(edge.target for edge in path))
        is_bound = bound is None or any(documents_at(repository, node) & bound for node in nodes)
        return is_bound and not (apart and all(edge.is_dated for edge in path))

    return wanted
