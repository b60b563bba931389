"""What the store knows of a thing that a commit is about: what it is, where, and what a statement links."""

from __future__ import annotations

from functools import cache

from graph.commits.facts import GENERATED, commits_graph
from graph.ledger.voices import is_machine
from graph.ledger.words import (
    ALIGNMENT,
    DCT_SOURCE,
    IN_SCHEME,
    LEGAL_RESOURCE,
    OBJECTIVE,
    PROJECT,
    REVIEWS,
    SOURCE,
    SUPERSEDES,
    TARGET,
    TYPE,
    WITHDRAWS,
    WORK,
)
from graph.since.pieces import AREA, SPATIAL
from graph.store.overlay import Readable
from graph.terms import NamedNode, expand, iri

_RELEVANT, _OBSERVATION = expand("eli:relevant_for"), expand("qb:Observation")
CLASSES = {
    ALIGNMENT: "statement",
    PROJECT: "project",
    OBJECTIVE: "objective",
    WORK: "document",
    LEGAL_RESOURCE: "document",
    _OBSERVATION: "observation",
}
_STEPS = 3


class Homes:
    """Looks things up once for all the pieces of a commit."""

    def __init__(self, store: Readable, sequence: int) -> None:
        self._store = store
        self._sequence = sequence
        self._is_older = cache(self._was_left_alone)
        self.kind = cache(self._kind)
        self.places = cache(self._places)
        self.owner = cache(self._owner)
        self.is_machine = cache(lambda agent: is_machine(store, iri(agent)))
        self.ends = cache(self._ends)

    def is_told_elsewhere(self, thing: str) -> bool:
        """Says whether a graph holds a thing that neither the commit nor a later one has touched.

        Then the thing was there before, and is there after it. Of a graph touched since nobody knows.
        """
        found = (quad.graph_name for quad in self._store.quads(iri(thing), TYPE) if quad.object in CLASSES)
        return any(self._is_older(graph) for graph in found if isinstance(graph, NamedNode))

    def _was_left_alone(self, graph: NamedNode) -> bool:
        held, own = commits_graph(self._store.base), iri(f"{self._store.base}id/commit/{self._sequence}")
        if next(self._store.quads(own, GENERATED, graph, held), None) is not None:
            return False
        by = [str(quad.subject) for quad in self._store.quads(None, GENERATED, graph, held)]
        return bool(by) and all(int(each.rpartition("/")[2].rstrip(">")) < self._sequence for each in by)

    def _kind(self, thing: str) -> str | None:
        """Returns which of the kinds that are counted a thing is, None for none of them."""
        found = [quad.object for quad in self._store.quads(iri(thing), TYPE)]
        return next((kind for each, kind in CLASSES.items() if each in found), None)

    def _places(self, thing: str) -> tuple[str, ...]:
        """Returns where a project or an observation is; of an objective or document, whom it concerns."""
        node = iri(thing)
        own = self._values(node, SPATIAL) | self._values(node, AREA) | self._values(node, _RELEVANT)
        if own:
            return tuple(sorted(own))
        schemes = self._values(node, IN_SCHEME)
        documents = {each for scheme in schemes for each in self._values(iri(scheme), DCT_SOURCE)}
        return tuple(sorted({each for one in documents for each in self._values(iri(one), _RELEVANT)}))

    def _owner(self, thing: str) -> str | None:
        """Returns the thing that counts to which a node belongs: itself, or what names it a few steps up."""
        found = {thing}
        for _ in range(_STEPS):
            own = next((each for each in sorted(found) if self.kind(each)), None)
            if own or not found:
                return own
            found = {each for one in found for each in self._naming(one)}
        return None

    def _ends(self, node: str) -> tuple[str, str, str] | None:
        """Returns the alignment that an event concerns, with source and target; None for no such event."""
        for _ in range(_STEPS):
            at = iri(node)
            source, target = (self._values(at, each) for each in (SOURCE, TARGET))
            if source and target:
                return node, min(source), min(target)
            on = [each for name in (REVIEWS, WITHDRAWS, SUPERSEDES) for each in self._values(at, name)]
            if not on:
                return None
            node = on[0]
        return None

    def _values(self, node: NamedNode, predicate: NamedNode) -> set[str]:
        found = (quad.object for quad in self._store.quads(node, predicate))
        return {each.value for each in found if isinstance(each, NamedNode)}

    def _naming(self, thing: str) -> set[str]:
        found = (quad.subject for quad in self._store.quads(None, None, iri(thing)))
        return {each.value for each in found if isinstance(each, NamedNode)}
