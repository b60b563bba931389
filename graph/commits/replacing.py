"""A graph replaced by what a list says now: its own, its ledger, and what gives way to it elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph.commits.statements import Restating
from graph.ledger.events import Event
from graph.store import Batch
from graph.store.base import Changes, Store
from graph.store.canonical import StoredForm, as_stored
from graph.terms import NamedNode, Quad


@dataclass(frozen=True, slots=True)
class Yielding:
    """Is what gives way to a list: what graphs other than its own say, and statements of other ledgers."""

    quads: frozenset[Quad] = frozenset()
    statements: frozenset[NamedNode] = frozenset()


NOBODY = StoredForm()


@dataclass(frozen=True, slots=True)
class Replacement:
    """Is what a graph is to hold, and what changes elsewhere with it.

    `ledger` are the alignments that a list makes, in ledger graphs that are its own, as `ledger_graph` is
    where it makes none: new ones are stated, changed ones supersede their former version, those it no longer
    makes are withdrawn. None leaves ledgers alone. `new` is what is added beside them about things that
    neither the store, the rest nor another batch says anything of, and that move neither policy nor what
    others state. `introducing` is what of the ledger is about who brings the list: by itself it is nothing to
    commit.
    """

    graph: NamedNode
    quads: Iterable[Quad]
    ledger: Collection[Quad] | None = None
    ledger_graph: NamedNode | None = None
    new: Iterable[Batch] = ()
    yielding: Yielding = Yielding()
    introducing: StoredForm = NOBODY

    def changes(self, store: Store, event: Event) -> Changes:
        """Returns what it changes in a store; `event` is who does what to statements, when and why."""
        before, after = frozenset(store.quads(graph=self.graph)), as_stored(self.quads)
        gone = StoredForm((before - after) | as_stored(self.yielding.quads))
        return Changes(gone, StoredForm((after - before) | self._restated(store, event)))

    def _restated(self, store: Store, event: Event) -> StoredForm:
        """Returns what is added to ledgers."""
        if self.ledger is None:
            return StoredForm()
        said = as_stored(self.ledger)
        graphs = {quad.graph_name for quad in said if isinstance(quad.graph_name, NamedNode)}
        graphs |= {self.ledger_graph} if self.ledger_graph else set()
        return Restating(store, event).quads(said, graphs, self.yielding.statements)


def only_introduces(changes: Changes, introducing: StoredForm) -> bool:
    """Says whether changes are nothing, or nothing but who would make them."""
    return not changes.removed and changes.added <= introducing
