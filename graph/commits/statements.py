"""How a ledger takes a list's alignments: the new are stated, the gone withdrawn, nothing is deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from graph.commits.versions import first_name, free_name, mistaken, versions_of
from graph.ledger.events import Event, restore, supersede, withdraw
from graph.ledger.status import events_on, is_in_force, withdrawals_of
from graph.ledger.words import ALIGNMENT, BY, CREATED, SUPERSEDES, TYPE
from graph.store.base import Store
from graph.store.canonical import StoredForm, as_stored
from graph.terms import NamedNode, Quad, Term, Triple

Facts = frozenset[tuple[NamedNode, Term]]


class Restating:
    """Compares the alignments that a list makes now with those that its ledger graphs hold."""

    def __init__(self, store: Store, event: Event) -> None:
        self._store = store
        self._event = event
        self._made: set[Term] = set()

    def quads(
        self, quads: StoredForm, graphs: Iterable[NamedNode], others: Iterable[NamedNode] = ()
    ) -> StoredForm:
        """Returns what is added to the ledger graphs: statements, withdrawals and their taking back.

        `others` are statements of other ledgers that are withdrawn too, unless the list makes them.
        """
        by_subject: dict[Term, list[Quad]] = defaultdict(list)
        for quad in quads:
            by_subject[quad.subject].append(quad)
        made = {node for node, own in by_subject.items() if any(quad.object == ALIGNMENT for quad in own)}
        self._made = made
        kept: set[Term] = set()
        stated = [quad for node, own in by_subject.items() if node not in made for quad in self._beside(own)]
        events: list[Quad] = []
        for node in made:
            standing, news = self._restated(node, by_subject[node])
            kept.update(standing)
            # What is said for the first time is all that the list says of it, in the form that it has there.
            (stated if news is by_subject[node] else events).extend(news)
        events.extend(self._gone(graphs, others, kept))
        return StoredForm(frozenset(stated) | as_stored(events))

    def _beside(self, own: list[Quad]) -> Iterator[Quad]:
        """Yields what a ledger says beside alignments (evidence, itself), where it does not say it yet."""
        subject = own[0].subject
        held = frozenset() if isinstance(subject, Triple) else frozenset(self._store.quads(subject))
        return (quad for quad in own if quad not in held)

    def _restated(self, node: Term, own: list[Quad]) -> tuple[Collection[Term], Collection[Quad]]:
        """Returns the IRIs of an alignment's versions, and the quads that the last one lacks."""
        assert isinstance(node, NamedNode)
        first = first_name(self._store, node)
        versions = versions_of(self._store, first, node)
        if not versions:
            return (first,), own if first == node else _called(first, own)
        standing = [version for version in versions if is_in_force(self._store, version)]
        facts = _facts(own)
        if same := [version for version in versions if self._says(version, facts, versions)]:
            again = same[-1]
            others = (each for each in standing if each != again)
            instead = (quad for each in others for quad in self._replaced(each, again, own))
            return versions, (*self._in_force_again(again), *self._put_right(node, again, own), *instead)
        last = (standing or versions)[-1]
        new = free_name(self._store, node, versions, self._made)
        return (*versions, new), (*_called(new, own), *self._replaced(last, new, own))

    def _says(self, version: NamedNode, facts: Facts, versions: Collection[NamedNode]) -> bool:
        """Says whether a version is what the list says, and no other version came in its place.

        It may be one that an undoing withdrew: with it comes back what people had judged of it.
        """
        if _facts(self._store.quads(version)) != facts:
            return False
        events = events_on(self._store, version, SUPERSEDES)
        return not any(any(self._store.quads(event, BY, each)) for event in events for each in versions)

    def _replaced(self, old: NamedNode, new: NamedNode, own: list[Quad]) -> frozenset[Quad]:
        return supersede(self._store.base, old, new, self._event_in(own[0]))

    def _in_force_again(self, node: NamedNode) -> frozenset[Quad]:
        """Takes back what lists and undoings withdrew; what a person withdrew, a list does not bring back."""
        return taken_back(self._store, node, self._event)

    def _put_right(self, node: NamedNode, last: NamedNode, own: list[Quad]) -> frozenset[Quad]:
        """Takes back what put another alignment's version in the place of one, by its name alone."""
        wrong = mistaken(self._store, node) if last == node else ()
        event = self._event_in(own[0])
        return frozenset(quad for each in wrong for quad in restore(self._store.base, each, event))

    def _gone(
        self, graphs: Iterable[NamedNode], others: Iterable[NamedNode], kept: set[Term]
    ) -> Iterator[Quad]:
        own = (self._store.quads(None, TYPE, ALIGNMENT, graph) for graph in graphs)
        beside = (self._store.quads(node, TYPE, ALIGNMENT) for node in others)
        for quad in chain.from_iterable((*own, *beside)):
            if quad.subject not in kept:
                yield from withdrawn(self._store, quad, self._event)

    def _event_in(self, quad: Quad) -> Event:
        return in_graph_of(quad, self._event)


def withdrawn(store: Store, stating: Quad, event: Event) -> frozenset[Quad]:
    """Returns the withdrawal of an alignment, in the graph that states it; nothing if it is not in force."""
    node = stating.subject
    if isinstance(node, Triple) or not is_in_force(store, node):
        return frozenset()
    return withdraw(store.base, node, in_graph_of(stating, event))


def taken_back(store: Store, node: NamedNode, event: Event) -> frozenset[Quad]:
    """Returns the quads that take back the withdrawals of an alignment that hold and stand in its own ledger.

    Lists and undoings withdraw there, whoever brings the one and does the other; people in their own ledgers.
    """
    quads: set[Quad] = set()
    own = {quad.graph_name for quad in store.quads(node, TYPE, ALIGNMENT)}
    for withdrawal in withdrawals_of(store, node):
        for stating in store.quads(withdrawal, TYPE):
            if stating.graph_name in own:
                quads |= restore(store.base, withdrawal, in_graph_of(stating, event))
    return frozenset(quads)


def in_graph_of(quad: Quad, event: Event) -> Event:
    """Returns the event as one of the graph that a quad stands in."""
    assert isinstance(quad.graph_name, NamedNode)
    return replace(event, graph=quad.graph_name)


def _called(name: NamedNode, own: Iterable[Quad]) -> list[Quad]:
    """Returns what an alignment says under another name."""
    return [Quad(name, quad.predicate, quad.object, quad.graph_name) for quad in own]


def _facts(quads: Iterable[Quad]) -> Facts:
    """Returns what an alignment says, but for the moment at which it was recorded."""
    return frozenset((quad.predicate, quad.object) for quad in quads if quad.predicate != CREATED)
