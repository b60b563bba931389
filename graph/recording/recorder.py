"""Records acts in the ledger: looks at how things stand and writes under one lock, so that neither moves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.commits import Writer, reason_of
from graph.errors import Conflict, InputError, NotPermitted, Stale, SubmissionRefused, TermInvalid
from graph.ledger.events import Event, review, supersede, withdraw
from graph.ledger.history import history_of, known_alignment, version_of
from graph.ledger.status import is_in_force
from graph.ledger.voices import is_by_machine
from graph.ledger.words import CREATOR
from graph.model import Commit, Name
from graph.recording.agents import Agent, introduction, ledger_of
from graph.recording.drafts import (
    MOST_DECIMALS,
    Draft,
    decimals_of,
    faults_of,
    minted,
    quads_of,
    stated_already,
)
from graph.store.base import Changes
from graph.store.overlay import Readable
from graph.terms import NamedNode, Quad, iri

_YES, _NO = Decimal(1), Decimal(-1)


@dataclass(frozen=True, slots=True)
class Decision:
    """Is a review of an alignment, -1 to 1; `version` is the state that it is made on."""

    alignment: str
    agreement: Decimal
    reason: Name
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """Is what shall stand in the place of an alignment, and why."""

    alignment: str
    draft: Draft
    reason: Name
    version: str | None = None


Act = Decision | Correction


class Recorder:
    """Records what one agent says; `writer` keeps the order. Each method writes one commit or nothing.

    A statement that cannot stand raises SubmissionRefused with a finding for each field; an act on what is
    not in force Conflict, on what has changed since its `version` Stale; a machine that reviews NotPermitted.
    """

    def __init__(self, writer: Writer, agent: Agent) -> None:
        self.writer = writer
        self._store = writer.store
        self._agent = agent
        self._graph = ledger_of(writer.store.base, agent.iri)

    def state(self, draft: Draft) -> str:
        """States an alignment and returns its IRI."""
        with self.writer.lock:
            event = self._event(None)
            node, quads = self._stated(draft, event)
            self._commit(quads, reason_of("statement"))
            return node.value

    def prepared(self, draft: Draft, store: Readable) -> frozenset[Quad]:
        """Returns the quads of a new alignment, for a commit that also makes what it is about.

        `store` is as it will be then.
        """
        return self._stated(draft, self._event(None), store=store)[1]

    def review(self, decision: Decision) -> str:
        """Reviews an alignment and returns the IRI of the review."""
        with self.writer.lock:
            [node] = self._decided([decision])
            return node.value

    def decide(self, acts: Sequence[Act]) -> tuple[str, ...]:
        """Reviews and corrects several alignments in one commit; returns the IRI that each act made."""
        if len({act.alignment for act in acts}) < len(acts):
            raise InputError("decided-twice")
        with self.writer.lock:
            return tuple(node.value for node in self._decided(acts))

    def renew(
        self, drafts: Sequence[Draft], corrections: Sequence[Correction], gone: Sequence[str], reason: Name
    ) -> tuple[str, ...]:
        """States, corrects and withdraws what the agent says, in one commit; returns the IRIs of what is new.

        `gone` are statements of the agent's own that it no longer makes, and `reason` is why.
        """
        with self.writer.lock:
            made, quads = self._renewed(drafts, corrections)
            for name in gone:
                node = self._in_force(name, None)
                quads |= withdraw(self._store.base, node, self._event(given(reason)))
            if quads:
                self._commit(quads, f"Proposals: {len(made)} stated, {len(gone)} withdrawn")
            return tuple(node.value for node in made)

    def withdraw(self, name: str, reason: Name, *, version: str | None = None, of: str | None = None) -> str:
        """Withdraws an alignment, or an event `of` its history, and returns the IRI of the withdrawal."""
        with self.writer.lock:
            self._look(name, version)
            node = iri(of or name)
            held = {each.iri: each.state for each in history_of(self._store, name)}
            if node.value not in held:
                raise Conflict("event-foreign", iri=node.value, alignment=name)
            if held[node.value] != "holds" or (of is None and not is_in_force(self._store, node)):
                raise Conflict("event-not-in-force", iri=node.value)
            quads = withdraw(self._store.base, node, self._event(given(reason)))
            self._commit(quads, reason_of("withdrawal"))
            return _subject(quads)

    def supersede(self, correction: Correction) -> str:
        """Puts a new alignment in the place of an old one and returns the IRI of the new one."""
        with self.writer.lock:
            node, quads = self._corrected(correction)
            self._commit(quads, reason_of("supersession"))
            return node.value

    def is_author(self, name: str) -> bool:
        """Says whether the agent stated an alignment or did an event."""
        return any(self._store.quads(iri(name), CREATOR, iri(self._agent.iri)))

    def _decided(self, acts: Sequence[Act]) -> list[NamedNode]:
        made: list[NamedNode] = []
        quads: set[Quad] = set()
        for act in acts:
            if isinstance(act, Correction):
                node, own = self._corrected(act)
            else:
                own = self._reviewed(act)
                node = iri(_subject(own))
            made.append(node)
            quads |= own
        self._commit(quads, _reason(acts))
        return made

    def _renewed(
        self, drafts: Sequence[Draft], corrections: Sequence[Correction]
    ) -> tuple[list[NamedNode], set[Quad]]:
        event = self._event(None)
        told = [self._stated(draft, event) for draft in drafts]
        told += [self._corrected(correction) for correction in corrections]
        return [node for node, _ in told], {quad for _, quads in told for quad in quads}

    def _reviewed(self, decision: Decision) -> frozenset[Quad]:
        if self._agent.speaks_as_machine(self._store):
            raise NotPermitted("review-by-machine", agent=self._agent.iri)
        if not _NO <= decision.agreement <= _YES:
            raise TermInvalid("agreement-range", value=decision.agreement)
        if decimals_of(decision.agreement) > MOST_DECIMALS:
            raise TermInvalid("agreement-decimals", value=decision.agreement, most=MOST_DECIMALS)
        node = self._in_force(decision.alignment, decision.version)
        return review(self._store.base, node, decision.agreement, self._event(given(decision.reason)))

    def _corrected(self, correction: Correction) -> tuple[NamedNode, frozenset[Quad]]:
        old = self._in_force(correction.alignment, correction.version)
        if self._agent.speaks_as_machine(self._store) and not is_by_machine(self._store, old):
            raise NotPermitted("correction-by-machine", agent=self._agent.iri)
        event = self._event(given(correction.reason))
        new, quads = self._stated(correction.draft, event, instead_of=old)
        return new, quads | supersede(self._store.base, old, new, event)

    def _stated(
        self,
        draft: Draft,
        event: Event,
        instead_of: NamedNode | None = None,
        store: Readable | None = None,
    ) -> tuple[NamedNode, frozenset[Quad]]:
        findings = tuple(faults_of(draft, store or self._store))
        if findings:
            raise SubmissionRefused("statement-refused", findings, count=len(findings))
        same = {
            each.value for each in stated_already(draft, self._agent.iri, self._store) if each != instead_of
        }
        if same:
            raise Conflict("stated-already", iri=min(same))
        node = minted(draft, event, self._store.base)
        return node, quads_of(draft, node, event, self._store.base)

    def _in_force(self, name: str, version: str | None) -> NamedNode:
        self._look(name, version)
        node = iri(name)
        if not is_in_force(self._store, node):
            raise Conflict("alignment-not-in-force", iri=name)
        return node

    def _look(self, name: str, version: str | None) -> None:
        known_alignment(self._store, name)
        if version is not None and version != version_of(self._store, name):
            raise Stale("version-stale", iri=name)

    def _event(self, reason: Name | None) -> Event:
        told = reason or Name("", "en")
        return Event(self._graph, self._agent.iri, self.writer.now(), told.text, told.lang)

    def _commit(self, quads: Collection[Quad], reason: str) -> Commit | None:
        told = frozenset(introduction(self._store, self._agent, self._graph))
        changes = Changes(added=told | frozenset(quads))
        return self.writer.commit(changes, agent=self._agent.iri, reason=reason, graph=self._graph.value)


def given(reason: Name) -> Name:
    """Returns a reason in words and with a language; anything else raises InputError."""
    if not reason.text.strip():
        raise InputError("reason-missing")
    if not reason.lang:
        raise InputError("reason-language-missing")
    return reason


def _reason(acts: Sequence[Act]) -> str:
    return reason_of("review") if len(acts) == 1 else reason_of("decisions", count=len(acts))


def _subject(quads: frozenset[Quad]) -> str:
    """Returns the IRI of the one event that these quads make."""
    [node] = {quad.subject for quad in quads}
    assert isinstance(node, NamedNode)
    return node.value
