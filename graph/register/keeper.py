"""The keeper: enters, replaces and withdraws one thing, each in one commit, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from graph.commits import Writer, reason_of
from graph.commits.findings import findings_of
from graph.derived import derived_graphs
from graph.errors import Conflict, Finding, Gone, NotFound, Stale, SubmissionRefused
from graph.ledger.words import LIST_GRAPH, TYPE
from graph.model import Commit, Name
from graph.recording.agents import Agent, introduction, key_of, ledger_of
from graph.register.entries import Entry, ObjectiveEntry, ObservationEntry, ProjectEntry
from graph.register.facts import LABEL, Fact, observation_facts, project_facts
from graph.register.faults import entry_faults, fault, observation_faults, placed
from graph.register.objectives import objective_facts, objective_faults
from graph.register.parts import ATTRIBUTED, graph_of, key_in, orphans_of, part_of
from graph.register.withdrawing import Withdrawing, withdrawal_of
from graph.store.base import Changes
from graph.store.overlay import Overlay, Readable
from graph.terms import NamedNode, Quad, graph_iri, iri, slug

ABSENT = "absent"
"""Stands for a version: nothing is there yet, and the change is made on that."""

_LONGEST_KEY = 80
Along = Callable[[NamedNode, Readable], frozenset[Quad]]
"""Gives quads that are committed along with a thing, by its IRI and the store as it will be."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Is what became of an entry: its IRI and version, the commit, and what the shapes warn of.

    `commit` is None where the graph held all of it already; `version` is None for what was withdrawn.
    """

    iri: str
    version: str | None
    commit: Commit | None
    warnings: tuple[Finding, ...] = ()


class Register:
    """Keeps what one agent enters, in a graph of that agent's own.

    An entry that cannot stand raises SubmissionRefused with a finding for each field; a change of what a list
    or document holds Conflict, of what has changed since its `version` Stale.
    """

    def __init__(self, writer: Writer, agent: Agent) -> None:
        self._writer = writer
        self._store = writer.store
        self._agent = agent
        self.source = f"by-{key_of(writer.store.base, agent.iri)}"

    def enter(self, entry: Entry, along: Along | None = None, key: str | None = None) -> Kept:
        """Enters a new thing under a key of its own; one that is there already raises Conflict.

        `along` gives quads that go into the same commit: of the store as it is with the entry. `key` is that
        of an entry without a number: entered again, it is the same thing.
        """
        with self._writer.lock:
            return self._written(self._new(entry, key), entry, along)

    def check(self, entry: Entry, along: Along | None = None, key: str | None = None) -> tuple[Finding, ...]:
        """Returns what would keep an entry out if it were entered now; nothing is written."""
        with self._writer.lock:
            try:
                facts, changes = self._prepared(self._new(entry, key), entry, along)
            except SubmissionRefused as error:
                return error.findings
            except Conflict as error:
                return (fault(error.key, "#", error.values.get("iri", ""), **error.values),)
            violations = findings_of(self._writer.rehearse(changes).report.violations)
            return tuple(placed(found, facts) for found in violations)

    def replace(self, name: str, entry: Entry, version: str | None = None) -> Kept:
        """Puts an entry in the place of a thing, or enters it under that IRI if it is one of the agent's own.

        `version` is the state that the change is made on: ABSENT where nothing was there, None for any. An
        IRI of another kind of thing raises Conflict.
        """
        with self._writer.lock:
            node = iri(name)
            if is_registered(self._store, name):
                self._look(name, version)
            elif version not in (None, ABSENT) or not self.is_own(name):
                raise NotFound("entry-unknown", iri=name)
            if not name.startswith(f"{self._store.base}id/{entry.kind}/"):
                raise Conflict("entry-other-kind", iri=name, kind=entry.kind)
            return self._written(node, entry)

    def withdraw(
        self, name: str, reason: Name, version: str | None = None, *, with_others: bool = False
    ) -> Kept:
        """Takes a thing out of the graph, with the statements about it; the ledger keeps who did it and why.

        What others refer to raises Conflict; statements of others go along only `with_others`.
        """
        with self._writer.lock:
            self._look(name, version)
            taken = Withdrawing(self._store, self._agent, self._writer.now(), reason, with_others=with_others)
            changes = taken.changes(iri(name))
            told = self._introduced(graph_of(self._store.base, name))
            commit = self._commit(
                Changes(changes.removed, changes.added | told), reason_of("withdrawal"), name
            )
            return Kept(name, None, commit)

    def is_own(self, name: str) -> bool:
        """Says whether an IRI is among those that the agent enters things under."""
        return key_in(self._store.base, name) == self.source

    def _new(self, entry: Entry, key: str | None) -> NamedNode:
        node = iri(f"{self._store.base}id/{entry.kind}/{self.source}/{self._key(entry, key)}")
        if is_registered(self._store, node.value):
            raise Conflict("entry-exists", iri=node.value)
        return node

    def _written(self, node: NamedNode, entry: Entry, along: Along | None = None) -> Kept:
        facts, changes = self._prepared(node, entry, along)
        try:
            commit = self._commit(changes, reason_of(entry.kind), node.value)
        except SubmissionRefused as error:
            raise _refused([placed(found, facts) for found in error.findings]) from error
        warnings = findings_of(commit.warnings) if commit else ()
        told = tuple(placed(found, facts) for found in warnings)
        return Kept(node.value, version_of_entry(self._store, node.value), commit, told)

    def _prepared(
        self, node: NamedNode, entry: Entry, along: Along | None
    ) -> tuple[tuple[Fact, ...], Changes]:
        graph = graph_of(self._store.base, node.value)
        source = key_in(self._store.base, node.value)
        findings = tuple(_faults(entry, self._store, self._writer.now().date()))
        if findings:
            raise _refused(findings)
        facts = tuple(facts_of(entry, node, source, self._store))
        new = _quads(facts, graph)
        old = frozenset(part_of(self._store, node, graph))
        gone = old | frozenset(orphans_of(self._store, old, new, graph))
        kept = _quads(_named_already(self._store, facts, node, graph), graph)
        changes = Changes(gone - new, (new - kept) | self._introduced(graph))
        if along is not None:
            more = along(node, Overlay(self._store, changes))
            changes = Changes(changes.removed, changes.added | more)
        return facts, changes

    def _commit(self, changes: Changes, reason: str, name: str) -> Commit | None:
        graph = graph_of(self._store.base, name).value
        return self._writer.commit(changes, agent=self._agent.iri, reason=reason, graph=graph)

    def _introduced(self, graph: NamedNode) -> frozenset[Quad]:
        """Returns what the graph must be told of the register and of who enters."""
        own = graph_iri(self._store.base, "list", self.source)
        about = {Quad(graph, TYPE, LIST_GRAPH, graph)}
        if graph == own:
            about.add(Quad(graph, ATTRIBUTED, iri(self._agent.iri), graph))
        ledger = ledger_of(self._store.base, self._agent.iri)
        return frozenset({*about, *introduction(self._store, self._agent, ledger)})

    def _look(self, name: str, version: str | None) -> None:
        refuse_unheld(self._store, name)
        if not is_registered(self._store, name):
            raise NotFound("entry-unknown", iri=name)
        if version is not None and version != version_of_entry(self._store, name):
            raise Stale("version-stale", iri=name)

    def _key(self, entry: Entry, otherwise: str | None) -> str:
        made = slug(entry.code())[:_LONGEST_KEY].strip("-.") or otherwise
        if made:
            return made
        told = f"{entry} {self._writer.now().isoformat()}"
        return sha256(told.encode()).hexdigest()[:20]


def is_registered(store: Readable, name: str) -> bool:
    """Says whether a thing was entered singly, and so may be changed singly."""
    if not key_in(store.base, name).startswith("by-"):
        return False
    return any(store.quads(iri(name), TYPE, None, graph_of(store.base, name)))


def version_of_entry(store: Readable, name: str) -> str:
    """Returns what changes with everything that the register holds of a thing, and with nothing else."""
    own = sorted(str(quad) for quad in part_of(store, iri(name), graph_of(store.base, name)))
    return sha256("\n".join(own).encode()).hexdigest()[:20]


def refuse_withdrawn(store: Readable, name: str) -> None:
    """Raises Gone if a thing was entered and withdrawn: it says by whom, when and why."""
    if not key_in(store.base, name).startswith("by-") or is_registered(store, name):
        return
    told = withdrawal_of(store, iri(name))
    if told is not None:
        raise Gone("entry-withdrawn", iri=name, agent=told.agent, at=told.at, reason=told.reason)


def refuse_unheld(store: Readable, name: str) -> None:
    """Raises Gone for what was entered and withdrawn, and Conflict for what a list or document holds."""
    refuse_withdrawn(store, name)
    if is_registered(store, name):
        return
    derived = {str(graph) for graph in derived_graphs(store.base)}
    graphs = sorted({str(quad.graph_name) for quad in store.quads(iri(name))} - derived)
    if graphs:
        raise Conflict("entry-of-list", iri=name, graph=graphs[0].strip("<>"))


def _faults(entry: Entry, store: Readable, today: date) -> Iterator[Finding]:
    yield from entry_faults(entry, store)
    if isinstance(entry, ObservationEntry):
        yield from observation_faults(entry, today)
    if isinstance(entry, ObjectiveEntry):
        yield from objective_faults(entry, store)


def facts_of(entry: Entry, node: NamedNode, source: str, store: Readable) -> Iterable[Fact]:
    """Returns what is stated of a thing as it is entered by a source."""
    match entry:
        case ProjectEntry():
            return project_facts(entry, node, source, store.base)
        case ObjectiveEntry():
            return objective_facts(entry, node, source, store)
        case ObservationEntry():
            return observation_facts(entry, node)


def _named_already(store: Readable, facts: Iterable[Fact], node: NamedNode, graph: NamedNode) -> set[Fact]:
    """Returns the names of organisations that have one already: one key may be spelt in two ways."""
    names = {fact for fact in facts if fact.predicate == LABEL and fact.subject != node}
    return {fact for fact in names if any(store.quads(fact.subject, LABEL, None, graph))}


def _quads(facts: Iterable[Fact], graph: NamedNode) -> frozenset[Quad]:
    return frozenset(Quad(fact.subject, fact.predicate, fact.value, graph) for fact in facts)


def _refused(findings: Sequence[Finding]) -> SubmissionRefused:
    return SubmissionRefused("entry-refused", findings, count=len(findings))
