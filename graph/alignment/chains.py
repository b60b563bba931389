"""Chains from a project, an objective or a document up to the goals, with the statement behind each hop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import TypeVar

from graph.alignment.paths import Found, Path, Search
from graph.alignment.policy import Distances, Edge, PolicyNetwork, read_network, read_own
from graph.model import Alignment, Chain, Hop, Page, Thing
from graph.repository import Repository
from graph.repository.reading import text_of
from graph.terms import expand

T = TypeVar("T")

MOST_HOPS = 8
MOST_CHAINS = 100
Nodes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Trace:
    """Is the chains of a thing, the most confident first, those that hinder last; `more` if others exist."""

    chains: tuple[Chain, ...]
    more: bool


class Chains:
    """Finds chains; the work depends on the policy levels and the one project, not on how many there are.

    `with_machines` admits what machines proposed; by default accepted statements count, and what people
    proposed.
    """

    def __init__(self, repository: Repository, *, with_machines: bool = False) -> None:
        self._repository = repository
        self._with_machines = with_machines

    def up(
        self, iri: str, goal: str | None = None, *, limit: int = MOST_CHAINS, lang: str = "en"
    ) -> tuple[Chain, ...]:
        """Returns the chains to a goal, or to all goals; raises NotFound for what the graph does not hold."""
        return self.trace(iri, goal, limit=limit, lang=lang).chains

    def trace(
        self, iri: str, goal: str | None = None, *, limit: int = MOST_CHAINS, lang: str = "en"
    ) -> Trace:
        """Returns the chains and whether more exist: at most `limit` that serve and as many that hinder.

        A chain has at most 8 hops, or as many as the shortest one. `goal` may be any objective or document;
        without it chains lead to the global goals, and by a statement to the Agenda as a whole.
        """
        start, (ends, wholes) = expand(iri).value, self._ends(goal)
        first = self._first(start)
        searches = [self._search(ends, wholes, hinders).best(first, limit) for hinders in (False, True)]
        return self._trace(searches, lang)

    def down(self, iri: str, *, limit: int = 100, offset: int = 0, lang: str = "en") -> Page[Hop]:
        """Returns a page of what is stated to serve a thing directly, by statements that count by default."""
        page = self._repository.serving(expand(iri).value, lang=lang, limit=limit, offset=offset)
        things = self._repository.things(
            (end for each in page.items for end in (each.source, each.target)), lang
        )
        hops = (Hop(things[each.source], things[each.target], each, each.confidence) for each in page.items)
        return Page(tuple(hops), page.total, page.next)

    def _network(self) -> PolicyNetwork:
        return read_network(self._repository, with_machines=self._with_machines)

    def _first(self, start: str) -> tuple[Edge, ...]:
        """Returns the first hops: from the network, or for a project from its own statements."""
        if edges := self._network().edges(start):
            return edges
        own = read_own(self._repository, start, with_machines=self._with_machines)
        if not own:
            self._repository.describe(start)
        return own

    def _ends(self, goal: str | None) -> tuple[Nodes, Nodes]:
        """Returns the ends, and those that only a statement may lead to: an Agenda as a whole."""
        if goal is not None:
            return frozenset({expand(goal).value}), frozenset()
        wholes = self._things("agendas")
        return self._things("goals") | wholes, wholes

    def _things(self, lookup: str) -> Nodes:
        reading = self._repository.reading
        rows = reading.rows
        return reading.remembered(lookup, lambda: frozenset(text_of(row["thing"]) for row in rows(lookup)))

    def _search(self, ends: Nodes, wholes: Nodes, hinders: bool) -> Search:
        distances = self._distances(ends, hinders)
        return Search(ends, wholes, self._network().edges, distances, hinders, MOST_HOPS)

    def _distances(self, ends: Nodes, hinders: bool) -> Distances:
        key = ("distances", ends, hinders, self._with_machines)
        network = self._network()
        return self._repository.reading.remembered(key, lambda: network.distances(ends, hinders=hinders))

    def _trace(self, searches: Iterable[Found], lang: str) -> Trace:
        found = list(searches)
        paths = [path for each in found for path in each.paths]
        edges = [edge for path in paths for edge in path]
        alignments, things = self._statements(edges, lang), self._ends_of(edges, lang)
        chains = (_chain(path, things, alignments) for path in paths)
        return Trace(tuple(chains), any(each.more for each in found))

    def _statements(self, edges: Iterable[Edge], lang: str) -> Mapping[str, Alignment]:
        stated = {edge.alignment: edge.source for edge in edges if edge.alignment}
        return self._read("statements", stated, self._repository.alignments_by_iri, lang)

    def _ends_of(self, edges: Iterable[Edge], lang: str) -> Mapping[str, Thing]:
        ends = {end: end for edge in edges for end in (edge.source, edge.target)}
        return self._read("things", ends, self._repository.things, lang)

    def _read(
        self,
        what: str,
        wanted: Mapping[str, str],
        read: Callable[[list[str], str], Mapping[str, T]],
        lang: str,
    ) -> Mapping[str, T]:
        """Returns what is wanted, each for a node; what concerns the policy levels is remembered.

        Most hops stand in the chains of many projects: what is said of them is read once after a commit.
        """
        kept: dict[str, T] = self._repository.reading.remembered((what, lang), dict)
        read_now = read([iri for iri in wanted if iri not in kept], lang)
        network = self._network()
        kept.update({iri: each for iri, each in read_now.items() if network.holds(wanted[iri])})
        return {iri: kept.get(iri) or read_now[iri] for iri in wanted if iri in kept or iri in read_now}


def _chain(path: Path, things: Mapping[str, Thing], alignments: Mapping[str, Alignment]) -> Chain:
    hops = tuple(_hop(edge, things, alignments) for edge in path)
    return Chain(
        hops=hops,
        confidence=prod((hop.confidence for hop in hops), start=Decimal(1)),
        weakest=min(hops, key=lambda hop: hop.confidence),
        serves=not any(edge.hinders for edge in path),
    )


def _hop(edge: Edge, things: Mapping[str, Thing], alignments: Mapping[str, Alignment]) -> Hop:
    statement = alignments.get(edge.alignment) if edge.alignment else None
    return Hop(things[edge.source], things[edge.target], statement, edge.confidence)
