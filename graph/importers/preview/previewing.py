"""An import rehearsed: rows checked, statements made, the shapes asked, nothing written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from graph.commits import Rehearsal, Writer, findings_of
from graph.derived.links import EVENTS
from graph.errors import Finding
from graph.importers.judged import judged_anew, superseded_in
from graph.importers.list_names import lists_of, overlapping
from graph.importers.losing import left_behind, loss_of, stated_things
from graph.importers.organisations import READ, likely_ones
from graph.importers.preview.effects import Effects, Moving, Served, served_by
from graph.importers.preview.model import Effect, Preview, Previewed, State
from graph.importers.preview.own import Own, confidences
from graph.importers.preview.plausible import doubts
from graph.importers.preview.ways import Ways
from graph.importers.selected import given_way
from graph.importers.tabular import ListFile, ledger_graph, missing_headings, prepare_rows, rehearse_list
from graph.importers.tabular_agreement import agreed_rows
from graph.importers.tabular_clashes import with_both
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_places import Places
from graph.importers.tabular_quads import subject_of
from graph.importers.tabular_row import Row
from graph.importers.tabular_rows import CheckedRows, RowChecker
from graph.importers.watching import Watch, silent
from graph.model import Commit, Thing
from graph.recording.agents import Agent
from graph.repository import Repository
from graph.store import Store
from graph.store.collecting import seldom_collected
from graph.terms import NamedNode, expand

if TYPE_CHECKING:
    from graph.alignment.portfolio import Portfolio

_TYPE, _PROJECT = expand("rdf:type"), expand("pg:Project")


def preview_list(
    file: ListFile,
    writer: Writer,
    *,
    agent: str,
    known: Agent | None = None,
    portfolio: Portfolio,
    repository: Repository | None = None,
    lang: str = "en",
    watch: Watch = silent,
) -> Preview:
    """Returns what importing a list would do; `agent` and `known` are who would, names are in the language.

    `repository` is one that remembers what other previews read; `portfolio` must show the last commit. Rows
    at fault are reported, and looked at with the others by what could be read of them: what rests on one is
    not at fault itself, and whoever mends a cell is told at once what else is wrong in its row.
    """
    with writer.lock, seldom_collected():
        checked = RowChecker(file.mapping, writer.store, str(file.path)).check(file.raw, watch)
        read = replace(checked, rows=_read_rows(file, checked))
        prepared = prepare_rows(file, read, writer.store, writer.now())
        watch("shapes", len(file.raw.rows), len(file.raw.rows))
        rehearsal = rehearse_list(file, prepared, writer, agent, known)
    watch("effects", len(file.raw.rows), len(file.raw.rows))
    reading = repository or Repository(writer.store)
    with seldom_collected():
        history = writer.history() if file.mapping.list_name else ()
        over = tuple(given_way(prepared.selections, str(file.path), writer.store))
        told = _Previewing(file, writer.store, checked, rehearsal, portfolio, reading, lang, history, over)
        return told.preview()


def _read_rows(file: ListFile, checked: CheckedRows) -> tuple[Row, ...]:
    """Returns the rows that may be written and, behind them, those at fault, agreed with each other."""
    if not checked.refused:
        return checked.rows
    return agreed_rows(str(file.path), file.mapping, (*checked.rows, *checked.refused))[0]


class _Previewing:
    def __init__(
        self,
        file: ListFile,
        store: Store,
        checked: CheckedRows,
        rehearsal: Rehearsal,
        portfolio: Portfolio,
        repository: Repository,
        lang: str,
        history: tuple[Commit, ...],
        over: tuple[Finding, ...],
    ) -> None:
        self._history, self._over = history, over
        self._file, self._store, self._checked, self._rehearsal = file, store, checked, rehearsal
        self._portfolio, self._repository, self._lang = portfolio, repository, lang
        self._graph = resolve(file.mapping.graph, store.base)
        self._own = Own(file.mapping, (*checked.rows, *checked.refused), store.base)
        self._refused = frozenset(subject_of(file.mapping, row, store.base) for row in checked.refused)
        self._at_fault = frozenset((row.sheet, row.number) for row in checked.refused)
        self._told = frozenset(
            (found.place.sheet, found.place.row, column)
            for found in checked.refusals
            for column in (found.place.column, dict(found.values).get("column"))
        )

    def preview(self) -> Preview:
        report, changes, mapping = self._rehearsal.report, self._rehearsal.changes, self._file.mapping
        looked_at = (*self._checked.rows, *self._checked.refused)
        places = Places(self._file.path, mapping, looked_at, self._store.base)
        violations = with_both(findings_of(report.violations), mapping, looked_at, self._store)
        broken, doubtful = (
            tuple(filter(self._is_so, map(places.placed, found)))
            for found in (violations, findings_of(report.warnings))
        )
        ones = likely_ones(self._own.telling(READ), self._repository.reading)
        alike = tuple(places.placed(each.finding()) for each in ones)
        unlikely = doubts(str(self._file.path), mapping, looked_at, self._store)
        refused = self._refused | self._own.at({(each.place.sheet, each.place.row) for each in broken})
        states, loss = self._states(refused), loss_of(mapping, self._store, self._own.owners)
        going = stated_things(changes.removed) - stated_things(changes.added)
        gone, left = loss.gone, left_behind(loss, going, mapping, str(self._file.path), self._store)
        same = overlapping(str(self._file.path), mapping, self._store, self._own.rows, self._history)
        ledger = ledger_graph(mapping, self._store)
        superseded = superseded_in(changes.added, self._store)
        anew = judged_anew(str(self._file.path), self._store, superseded, ledger)
        return Preview(
            file=str(self._file.path),
            sha256=self._file.sha256,
            mapping=mapping.name,
            list_name=mapping.called,
            others=self._others(),
            graph=self._graph.value,
            rows=len(self._file.raw.rows),
            refusals=(*self._checked.refusals, *broken),
            warnings=(*same, *self._over, *left, *anew, *self._checked.warnings, *doubtful),
            doubts=(*alike, *unlikely),
            missing=missing_headings(self._file),
            things=self._things(states),
            gone=self._named(gone),
            held=loss.held,
            effects=self._effects(states, gone),
            added=len(changes.added) + self._rehearsal.new,
            removed=len(changes.removed),
        )

    def _is_so(self, found: Finding) -> bool:
        """Says whether what the shapes find of a row at fault is so whatever is mended, and not told yet."""
        line = (found.place.sheet, found.place.row)
        if line not in self._at_fault:
            return True
        return bool(dict(found.values)["value"]) and (*line, found.place.column) not in self._told

    def _states(self, refused: Set[NamedNode | None]) -> Mapping[NamedNode, State]:
        # What is there from another source, such as the projects that ship, is not new to the graph.
        known = {each for each in self._own.rows if any(self._store.quads(each, _TYPE))}
        changed = self._changed() if known else frozenset()
        return {
            subject: "refused" if subject in refused else _state(subject, known, changed)
            for subject in self._own.rows
        }

    def _changed(self) -> frozenset[NamedNode]:
        """Returns the things that the changes are about, or a statement that an event is on."""
        changes = self._rehearsal.changes
        found: set[NamedNode] = set()
        for quad in (*changes.added, *changes.removed):
            about = quad.object if quad.predicate in EVENTS else quad.subject
            found |= self._own.owners.get(about, frozenset())
        return frozenset(found)

    def _others(self) -> tuple[str, ...] | None:
        """Returns the names of the other lists of the kind, None where such have none."""
        if self._file.mapping.list_name is None:
            return None
        found = lists_of(self._file.mapping, self._store, self._history)
        return tuple(each.name for each in found if each.graph != self._graph)

    def _things(self, states: Mapping[NamedNode, State]) -> tuple[Previewed, ...]:
        ways, said = Ways(self._repository, self._lang), self._own.said
        served, confidence = served_by(said.alignments), confidences(said.alignments)
        return tuple(
            Previewed(
                subject.value,
                said.name(subject, self._lang),
                row.sheet,
                row.number,
                states[subject],
                ways.of(subject, served, confidence),
            )
            for subject, row in self._own.rows.items()
        )

    def _effects(self, states: Mapping[NamedNode, State], gone: frozenset[NamedNode]) -> tuple[Effect, ...]:
        """Returns what changes for objectives; a list of objectives or of values moves no project."""
        said = self._own.said
        moved = frozenset(
            each for each, state in states.items() if state in ("new", "changed") and each in said.projects
        )
        served = served_by(said.alignments)
        after: Served = {each: served[each] for each in moved if each in served}
        areas: Served = {each: frozenset(said.areas[each]) for each in moved if each in said.areas}
        lost = (each for each in gone if any(self._store.quads(each, _TYPE, _PROJECT)))
        moving = Moving(frozenset((*moved, *lost)), after, areas)
        return Effects(self._store, self._portfolio).of(moving, frozenset(self._own.rows), self._lang)

    def _named(self, nodes: Iterable[NamedNode]) -> tuple[Thing, ...]:
        things = self._repository.things([node.value for node in nodes], self._lang)
        return tuple(things[name] for name in sorted(things))


def _state(subject: NamedNode, known: Set[NamedNode], changed: Set[NamedNode]) -> State:
    if subject not in known:
        return "new"
    return "changed" if subject in changed else "unchanged"
