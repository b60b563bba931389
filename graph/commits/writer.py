"""The writer: one lock over validation and commit, one transaction for changes, commit and derived graphs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from threading import RLock
from typing import Protocol

from graph.commits.asking import Keys
from graph.commits.clock import Onward
from graph.commits.facts import Facts, about, activity, commit_of, read_back
from graph.commits.findings import NOTHING, findings_of, joined
from graph.commits.kinds import Touched, computed, is_kept_by_writer, is_ledger
from graph.commits.passing import Passed, passed
from graph.commits.replacing import NOBODY, Replacement, only_introduces
from graph.commits.undoing import inverse_of
from graph.derived import derive, refresh
from graph.errors import Conflict, SubmissionRefused
from graph.ledger.events import Event
from graph.ledger.words import CREATOR
from graph.model import Commit, ValidationReport
from graph.store import Batch
from graph.store.base import Changes, Store
from graph.store.canonical import StoredForm, as_stored
from graph.store.given_up import is_given_up
from graph.store.once import Once
from graph.store.origin import told_of_request
from graph.store.overlay import Overlay, Readable, Sparing
from graph.terms import NamedNode, Quad, Term, Triple, iri


class Validate(Protocol):
    """Says what is wrong with quads that are to be added; `removed` are those that are taken away."""

    def __call__(
        self, store: Readable, quads: Collection[Quad], removed: Collection[Quad] = ..., /
    ) -> ValidationReport:
        """Returns the report; the commit goes ahead if it conforms."""


Accepted = Callable[[ValidationReport], int | None]


def _nothing_told(_: ValidationReport) -> None:
    """Says that a commit is of no list."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Is what a commit would change, and what the shapes would say; nothing of it is done.

    `new` counts what it would add about things that the store does not know, beside the changes.
    """

    changes: Changes
    report: ValidationReport
    new: int = 0


class Writer:
    """Writes commits to a store, one at a time; `lock` may be held over a look at the store and a commit.

    `followers` are called after each commit, within the lock; they must be quick, and look up by themselves
    what is new.
    """

    def __init__(
        self, store: Store, validate: Validate | None = None, clock: Callable[[], datetime] | None = None
    ) -> None:
        self.store = store
        self.lock = RLock()
        self.followers: list[Callable[[], None]] = []
        self._validate = validate
        self._clock = clock or Onward(store)
        self.keys = Keys(store, self._clock)

    def now(self) -> datetime:
        """Returns the moment, by the clock that dates the commits."""
        return self._clock()

    def commit(
        self,
        changes: Changes,
        *,
        agent: str,
        reason: str,
        graph: str | None = None,
        mapping: str | None = None,
        sha256: str | None = None,
    ) -> Commit | None:
        """Commits changes and returns the commit, or None if the store is so already.

        `agent` is an IRI. Raises SubmissionRefused if what they make breaks the shapes, Conflict if they
        delete from a ledger, or state what the writer computes.
        """
        with self.lock:
            return self._write(changes, Facts(agent, reason, self._clock(), mapping, sha256), graph)

    def replace_graph(
        self,
        replacement: Replacement,
        *,
        agent: str,
        reason: str,
        mapping: str | None = None,
        sha256: str | None = None,
        list_name: str | None = None,
        rows: int | None = None,
        accepted: Accepted = _nothing_told,
    ) -> Commit | None:
        """Replaces a graph by its difference and returns the commit, or None if nothing differs.

        `list_name` is what a list is called, `rows` counts those of it, for the history. `accepted` is called
        when nothing speaks against the commit any more, before it is written, with what the shapes say of it;
        it returns how many of the rows something was told of.
        """
        with self.lock:
            facts = Facts(agent, reason, self._clock(), mapping, sha256, rows, list_name=list_name)
            changes = replacement.changes(self.store, self._event(facts))
            graph, new = replacement.graph.value, replacement.new
            return self._write(changes, facts, graph, new, accepted, replacement.introducing)

    def rehearse_graph(self, replacement: Replacement, *, agent: str, reason: str) -> Rehearsal:
        """Returns what `replace_graph` would change and what the shapes say of it; it writes nothing."""
        with self.lock:
            changes = replacement.changes(self.store, self._event(Facts(agent, reason, self._clock())))
            return self.rehearse(changes, replacement.new, replacement.introducing)

    def rehearse(
        self, changes: Changes, new: Iterable[Batch] = (), introducing: StoredForm = NOBODY
    ) -> Rehearsal:
        """Returns what a commit would come to, and what the shapes say of it; it writes nothing."""
        with self.lock:
            changes, view = self._effective(changes)
            _refuse_computed(changes)
            told, count = [self._asked(view, changes)], 0
            after = Once(Overlay(view, changes))
            for batch in new:
                told.append(self._asked_of(after, batch))
                count += len(batch)
                del batch  # before the next one is made: each has a store of its own
            is_nothing = not count and only_introduces(changes, introducing)
            return Rehearsal(Changes() if is_nothing else changes, joined(told), count)

    def replace_graphs(
        self,
        graphs: Mapping[NamedNode, frozenset[Quad]],
        *,
        agent: str,
        reason: str,
        mapping: str | None = None,
        sha256: str | None = None,
    ) -> Commit | None:
        """Replaces several graphs by their difference in one commit; to ledger graphs it only adds."""
        with self.lock:
            facts = Facts(agent, reason, self._clock(), mapping, sha256)
            named = min((name.value for name in graphs), default=None)
            return self._write(self._replacing_several(graphs), facts, named)

    def rehearse_graphs(self, graphs: Mapping[NamedNode, frozenset[Quad]]) -> Rehearsal:
        """Returns what `replace_graphs` would change and what the shapes say of it; it writes nothing."""
        with self.lock:
            return self.rehearse(self._replacing_several(graphs))

    def _replacing_several(self, graphs: Mapping[NamedNode, frozenset[Quad]]) -> Changes:
        removed: set[Quad] = set()
        added = as_stored(quad for quads in graphs.values() for quad in quads)
        for graph in graphs:
            if not is_ledger(self.store, graph):
                removed.update(quad for quad in self.store.quads(graph=graph) if quad not in added)
        return Changes(frozenset(removed), added)

    def fill(self, *, agent: str, reason: str, sha256: str | None = None) -> Commit:
        """Ends the filling of an empty store by its derived graphs and commit 1; the shapes are not asked."""
        with self.lock:
            self.store.bulk_add(derive(self.store))
            facts, size = Facts(agent, reason, self._clock(), sha256=sha256), self.store.size()
            commit = replace(commit_of(self.store.base, 1, "", Changes(), facts), added=size)
            told = activity(self.store.base, commit, set(self.store.graphs()))
            self.store.apply(Changes(added=told), 1, about(commit))
            return commit

    def undo(self, sequence: int, agent: str, reason: str, known: Iterable[Quad] = ()) -> Commit:
        """Undoes a commit and returns the one that did so; later ones that are in its way raise Conflict.

        `known` is what the graph must be told of an agent who does something in a ledger for the first time.
        """
        with self.lock:
            facts = Facts(agent, reason, self._clock())
            changes = inverse_of(self.store, sequence, self._event(facts))
            if any(quad.predicate == CREATOR and quad.object == iri(agent) for quad in changes.added):
                changes = Changes(changes.removed, changes.added.union(known))
            commit = self._write(changes, facts, self._graph_of(sequence))
            if commit is None:
                raise Conflict("undo-nothing", sequence=sequence)
            return commit

    def history(self) -> tuple[Commit, ...]:
        """Returns all commits, the first one first."""
        told = ((number, self.store.about(number)) for number in range(1, self.store.sequence + 1))
        held = ((number, kept) for number, kept in told if kept is not None and not is_given_up(kept))
        return tuple(read_back(number, kept) for number, kept in held)

    def _graph_of(self, sequence: int) -> str | None:
        kept = self.store.about(sequence) or {}
        return str(kept["graph"]) if kept.get("graph") else None

    def _event(self, facts: Facts) -> Event:
        """Returns who does what to statements, when and why; each ledger has its own in itself."""
        return Event(iri(f"{self.store.base}graph/ledger/"), facts.agent, facts.at, facts.reason)

    def _write(
        self,
        changes: Changes,
        facts: Facts,
        graph: str | None,
        new: Iterable[Batch] = (),
        accepted: Accepted = _nothing_told,
        introducing: StoredForm = NOBODY,
    ) -> Commit | None:
        changes, view = self._effective(changes)
        touched = Touched.by(changes)
        self._refuse_unwritable(touched)
        _refuse_computed(changes)
        with closing(self.store.pile()) as pile:
            told = self._asked(view, changes)
            beside = passed(Overlay(view, changes), new, pile, self._asked_of)
            if not pile and only_introduces(changes, introducing):
                return None
            report = joined((told, *beside.reports))
            _refuse(report)
            facts = replace(facts, warned=accepted(report))
            commit = self._applied(view, changes, touched | beside.graphs, beside, facts, graph)
        for follow in self.followers:
            follow()
        return replace(commit, warnings=report.warnings)

    def _applied(
        self,
        view: Readable,
        changes: Changes,
        touched: Touched,
        beside: Passed,
        facts: Facts,
        graph: str | None,
    ) -> Commit:
        """Returns the commit that the changes and what passed beside them make, once the store has it."""
        self._refuse_unwritable(touched)
        base, sequence, graphs = self.store.base, self.store.sequence + 1, touched.named_graphs()
        about_graph = graph or min((name.value for name in graphs), default="")
        commit = commit_of(base, sequence, about_graph, changes, facts)
        commit = replace(commit, added=commit.added + beside.stated)
        derived, told = refresh(view, changes), activity(base, commit, graphs)
        added = changes.added.union(derived.added, told)
        everything = Changes(changes.removed | derived.removed, added)
        self.store.apply(everything, sequence, {**about(commit), **told_of_request()}, beside.pile)
        return commit

    def _effective(self, changes: Changes) -> tuple[Changes, Readable]:
        """Returns the changes without what the store holds, or lacks, already; and the store to be read.

        Of the subjects that it holds nothing of it is not asked again.
        """
        wanted, unwanted = as_stored(changes.added), as_stored(changes.removed)
        # One look-up for each subject: a list has a dozen quads about each.
        subjects = {quad.subject for quads in (wanted, unwanted) for quad in quads}
        held: set[Quad] = set()
        unknown: set[Term] = set()
        for subject in subjects:
            if not isinstance(subject, Triple):
                found = set(self.store.quads(subject))
                held |= found
                if not found:
                    unknown.add(subject)
        effective = Changes(StoredForm((unwanted - wanted) & held), StoredForm(wanted - held))
        return effective, Sparing(self.store, unknown)

    def _refuse_unwritable(self, touched: Touched) -> None:
        """Raises where a commit changes what no commit may, or takes something from a ledger."""
        for name in touched.graphs | touched.shrinking:
            if is_kept_by_writer(self.store.base, name) or not isinstance(name, NamedNode):
                raise Conflict("graph-not-writable", graph=str(name))
        for name in touched.shrinking:
            if is_ledger(self.store, name):
                raise Conflict("ledger-append-only", graph=str(name))

    def _asked(self, view: Readable, changes: Changes) -> ValidationReport:
        """Returns what the shapes say of changes."""
        if self._validate is None or not changes:
            return NOTHING
        return self._validate(view, changes.added, changes.removed)

    def _asked_of(self, view: Readable, batch: Batch) -> ValidationReport:
        """Returns what the shapes say of things that the view knows nothing of."""
        return self._validate(Sparing(view, batch.subjects), batch) if self._validate else NOTHING


def _refuse_computed(changes: Changes) -> None:
    if (found := computed(changes.added)) is not None:
        raise Conflict("statement-computed", statement=str(found.triple))


def _refuse(report: ValidationReport) -> None:
    if report.conforms:
        return
    findings = findings_of(report.violations)
    raise SubmissionRefused("submission-invalid", findings, count=len(findings))
