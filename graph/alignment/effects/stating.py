"""What a scenario would state: new projects with what they serve, and reviews of statements that stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from graph.alignment.effects.inventing import invented
from graph.alignment.effects.naming import code_of, full, statement_node
from graph.alignment.effects.scenario import Scenario, refuse_both
from graph.alignment.portfolio.network import Link
from graph.alignment.portfolio.snapshot import Snapshot
from graph.ledger import review, standing_of
from graph.ledger.events import Event
from graph.ledger.words import CONFIDENCE, SOURCE, TARGET
from graph.store import Changes, Store
from graph.store.overlay import Overlay
from graph.terms import Literal, NamedNode, Quad, graph_iri

_NOBODY_YET = "id/agent/what-if/reader"


class Stated:
    """Is the store with what the scenario states, beside the store: `projects` are those that it is about.

    `verdicts` holds what becomes of each reviewed statement that does not start from a project.
    """

    def __init__(self, store: Store, snapshot: Snapshot, scenario: Scenario) -> None:
        refuse_both(full(scenario.accept), full(scenario.reject), "what-if-accepted-and-rejected")
        agent, graph = f"{store.base}{_NOBODY_YET}", graph_iri(store.base, "ledger", "what-if")
        self._store, self._snapshot = store, snapshot
        self._event = Event(graph, agent, datetime(1, 1, 1, tzinfo=UTC))
        reviewed = [(statement_node(store, name), 1) for name in scenario.accept]
        reviewed += [(statement_node(store, name), -1) for name in scenario.reject]
        self.overlay = Overlay(store, Changes(added=frozenset(self._quads(scenario, reviewed))))
        held = snapshot.holdings.projects.of
        sources = {node: self._source(node) for node, _ in reviewed}
        self.projects = {source for source in sources.values() if source in held}
        self.projects |= {f"<{store.base}id/project/what-if/{n}>" for n in range(1, len(scenario.add) + 1)}
        self.verdicts = {
            node.value: code_of(standing_of(self.overlay, node))
            for node, source in sources.items()
            if source not in held
        }

    def links(self) -> list[tuple[Link, Link]]:
        """Returns the links that get another status, each with the link that it becomes."""
        found = [
            pair for name, status in self.verdicts.items() for pair in self._links(NamedNode(name), status)
        ]
        return [(old, new) for old, new in found if old != new]

    def _links(self, node: NamedNode, status: str) -> Iterator[tuple[Link, Link]]:
        of, links = self._snapshot.holdings.nodes.of, self._snapshot.frame.network.links
        before, source = code_of(standing_of(self._store, node)), of.get(self._source(node), -1)
        told = self._store.quads(node, CONFIDENCE)
        values = [quad.object.value for quad in told if isinstance(quad.object, Literal)]
        confidence = float(max(values, default="0"))
        for target in {str(quad.object) for quad in self._store.quads(node, TARGET)}:
            old = Link(source, of.get(target, -1), before, confidence)
            if old in links:
                yield old, Link(old.source, old.target, status, confidence)

    def _source(self, node: NamedNode) -> str:
        return min((str(quad.object) for quad in self._store.quads(node, SOURCE)), default="")

    def _quads(self, scenario: Scenario, reviewed: list[tuple[NamedNode, int]]) -> Iterator[Quad]:
        base = self._store.base
        for node, agreement in reviewed:
            yield from review(base, node, Decimal(agreement), self._event)
        for number, project in enumerate(scenario.add, start=1):
            yield from invented(base, self._snapshot, project, number, self._event)
