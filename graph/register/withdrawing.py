"""Withdrawal of a thing: it leaves the graph with what is said of it; the ledger keeps who did it and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from graph.commits.kinds import is_kept_by_writer
from graph.errors import Conflict, InputError
from graph.ledger.events import Event, timestamp, withdraw
from graph.ledger.status import is_in_force
from graph.ledger.words import ALIGNMENT, COMMENT, CREATOR, TYPE
from graph.model import Name
from graph.recording.agents import Agent, key_of, ledger_of
from graph.register.parts import graph_of, orphans_of, part_of
from graph.store.base import Changes, Store
from graph.store.overlay import Readable
from graph.terms import Literal, NamedNode, Quad, Term, expand, iri

_INVALIDATED, _ACTIVITY = expand("prov:invalidated"), expand("prov:Activity")
_AGENT, _ENDED = expand("prov:wasAssociatedWith"), expand("prov:endedAtTime")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Is who withdrew a thing, when and why."""

    agent: str
    at: str
    reason: str


class Withdrawing:
    """Finds what goes with a thing, or what keeps it there."""

    def __init__(self, store: Store, agent: Agent, at: datetime, reason: Name, *, with_others: bool) -> None:
        if not reason.text.strip():
            raise InputError("reason-missing")
        self._store = store
        self._agent = agent
        self._at = at
        self._reason = reason
        self._with_others = with_others
        self._ledger = ledger_of(store.base, agent.iri)

    def changes(self, node: NamedNode) -> Changes:
        """Returns what is taken out and what the ledger gets; what others refer to raises Conflict."""
        graph = graph_of(self._store.base, node.value)
        own = frozenset(part_of(self._store, node, graph))
        statements = self._statements({quad.subject for quad in own}, node)
        event = Event(self._ledger, self._agent.iri, self._at, self._reason.text, self._reason.lang or "und")
        withdrawn = (quad for each in statements for quad in withdraw(self._store.base, each, event))
        gone = own | frozenset(orphans_of(self._store, own, (), graph))
        return Changes(gone, frozenset((*withdrawn, *self._told(node))))

    def _statements(self, own: set[Term], node: NamedNode) -> list[NamedNode]:
        """Returns the alignments in force that name a thing; if anything else does, it cannot go."""
        naming = {
            quad.subject
            for quad in self._store.quads(None, None, node)
            if quad.subject not in own
            and quad.predicate != _INVALIDATED
            and not is_kept_by_writer(self._store.base, quad.graph_name)
        }
        found = sorted((each for each in naming if isinstance(each, NamedNode)), key=str)
        alignments = [each for each in found if any(self._store.quads(each, TYPE, ALIGNMENT))]
        standing = [each for each in alignments if is_in_force(self._store, each)]
        foreign = [each for each in standing if not self._with_others and not self._is_own(each)]
        users = [each for each in found if each not in alignments] + foreign
        if users:
            shown = ", ".join(each.value for each in users[:_SHOWN])
            raise Conflict("entry-in-use", iri=node.value, count=len(users), users=shown)
        return standing

    def _is_own(self, alignment: NamedNode) -> bool:
        return any(self._store.quads(alignment, CREATOR, iri(self._agent.iri)))

    def _told(self, node: NamedNode) -> Iterator[Quad]:
        told = f"{node.value} {self._agent.iri} {self._at.isoformat()}"
        key = f"by-{key_of(self._store.base, self._agent.iri)}"
        act = iri(f"{self._store.base}id/withdrawal/{key}/{sha256(told.encode()).hexdigest()[:20]}")
        reason = Literal(self._reason.text, language=self._reason.lang or "und")
        facts: tuple[tuple[NamedNode, Term], ...] = (
            (TYPE, _ACTIVITY),
            (_INVALIDATED, node),
            (_AGENT, iri(self._agent.iri)),
            (_ENDED, timestamp(self._at)),
            (COMMENT, reason),
        )
        yield from (Quad(act, predicate, value, self._ledger) for predicate, value in facts)


def withdrawal_of(store: Readable, node: NamedNode) -> Withdrawal | None:
    """Returns the last withdrawal of a thing, None if there was none."""
    acts = {quad.subject for quad in store.quads(None, _INVALIDATED, node)}
    found = [_read(store, act) for act in acts if isinstance(act, NamedNode)]
    return max(found, key=lambda each: each.at, default=None)


def _read(store: Readable, act: NamedNode) -> Withdrawal:
    values = {quad.predicate: quad.object for quad in store.quads(act)}
    return Withdrawal(*(getattr(values.get(each), "value", "") for each in (_AGENT, _ENDED, COMMENT)))
