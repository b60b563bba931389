"""Turns paths into chains: reads the statement behind each hop, and what its ends are called."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from math import prod
from typing import TypeVar

from graph.alignment.paths import Path
from graph.alignment.policy import Edge, read_network
from graph.ledger import standing_at
from graph.model import Alignment, Chain, Hop, Thing
from graph.repository import Repository
from graph.terms import NamedNode

T = TypeVar("T")


class Proving:
    """Reads what chains show, in a language; each status as it was at a moment, if one is given."""

    def __init__(self, repository: Repository, recorded: datetime | None, lang: str) -> None:
        self._repository = repository
        self._recorded = recorded
        self._lang = lang

    def chains(self, paths: Sequence[Path]) -> tuple[Chain, ...]:
        """Returns each path as a chain."""
        edges = [edge for path in paths for edge in path]
        alignments, things = self._statements(edges), self._ends_of(edges)
        return tuple(_chain(path, things, alignments) for path in paths)

    def _statements(self, edges: Iterable[Edge]) -> Mapping[str, Alignment]:
        stated = {edge.alignment: edge.source for edge in edges if edge.alignment}
        found = self._read("statements", stated, self._repository.alignments_by_iri)
        if self._recorded is None:
            return found
        return {iri: self._as_recorded(each, self._recorded) for iri, each in found.items()}

    def _as_recorded(self, alignment: Alignment, at: datetime) -> Alignment:
        standing = standing_at(self._repository.reading.store, NamedNode(alignment.iri), at)
        return replace(alignment, status=standing.status)

    def _ends_of(self, edges: Iterable[Edge]) -> Mapping[str, Thing]:
        ends = {end: end for edge in edges for end in (edge.source, edge.target)}
        return self._read("things", ends, self._repository.things)

    def _read(
        self, what: str, wanted: Mapping[str, str], read: Callable[[list[str], str], Mapping[str, T]]
    ) -> Mapping[str, T]:
        """Returns what is wanted, each for a node; what concerns the policy levels is remembered.

        Most hops stand in the chains of many projects: what is said of them is read once after a commit.
        """
        kept: dict[str, T] = self._repository.reading.remembered((what, self._lang), dict)
        read_now = read([iri for iri in wanted if iri not in kept], self._lang)
        network = read_network(self._repository, with_machines=False)
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
