"""An import rehearsed: rows checked, statements made, the shapes asked, nothing written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from graph.commits import Rehearsal, Writer, findings_of
from graph.derived.links import EVENTS
from graph.importers.organisations import likely_ones
from graph.importers.preview.effects import Effects, Moving, served_by
from graph.importers.preview.model import Effect, Preview, Previewed, State
from graph.importers.preview.plausible import doubts
from graph.importers.preview.ways import Ways
from graph.importers.tabular import ListFile, missing_headings, prepare_rows, rehearse_list
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_making import Making
from graph.importers.tabular_places import Places
from graph.importers.tabular_quads import subject_of
from graph.importers.tabular_row import Row
from graph.importers.tabular_rows import CheckedRows, RowChecker
from graph.importers.watching import Watch, silent
from graph.model import Name, Thing
from graph.repository import Repository
from graph.repository.facts import best_name
from graph.store import Store
from graph.terms import Literal, NamedNode, Quad, Term, expand

if TYPE_CHECKING:
    from graph.alignment.portfolio import Portfolio

_TYPE, _LABEL, _SPATIAL = expand("rdf:type"), expand("skos:prefLabel"), expand("dct:spatial")
_PROJECT = expand("pg:Project")
_SOURCE, _TARGET = expand("owl:annotatedSource"), expand("owl:annotatedTarget")
_CONFIDENCE = expand("sssom:confidence")


def preview_list(
    file: ListFile,
    writer: Writer,
    *,
    agent: str,
    portfolio: Portfolio,
    repository: Repository | None = None,
    lang: str = "en",
    watch: Watch = silent,
) -> Preview:
    """Returns what importing a list would do; `agent` is an IRI, names are in the language.

    `repository` is one that remembers what other previews read; `portfolio` must show the last commit. Rows
    at fault are reported, and the others looked at as if they stood alone.
    """
    with writer.lock:
        checked = RowChecker(file.mapping, writer.store, str(file.path)).check(file.raw, watch)
        prepared = prepare_rows(file, checked, writer.store, datetime.now(UTC))
        watch("shapes", len(file.raw.rows), len(file.raw.rows))
        rehearsal = rehearse_list(file, prepared, writer, agent)
    watch("effects", len(file.raw.rows), len(file.raw.rows))
    read = repository or Repository(writer.store)
    return _Previewing(file, writer.store, checked, rehearsal, portfolio, read, lang).preview()


@dataclass(frozen=True, slots=True)
class _Own:
    """Is what the rows of a list say: their things, at the first row of each, and the statements of each."""

    rows: Mapping[NamedNode, Row]
    quads: Mapping[NamedNode, frozenset[Quad]]
    owners: Mapping[Term, frozenset[NamedNode]]


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
    ) -> None:
        self._file, self._store, self._checked, self._rehearsal = file, store, checked, rehearsal
        self._portfolio, self._repository, self._lang = portfolio, repository, lang
        self._graph = resolve(file.mapping.graph, store.base)
        self._own = _own(file, (*checked.rows, *checked.refused), store.base)
        self._refused = frozenset(subject_of(file.mapping, row, store.base) for row in checked.refused)

    def preview(self) -> Preview:
        report, changes, mapping = self._rehearsal.report, self._rehearsal.changes, self._file.mapping
        places = Places(self._file.path, mapping, self._checked.rows, self._store.base)
        broken, doubtful = (
            tuple(map(places.placed, findings_of(found))) for found in (report.violations, report.warnings)
        )
        stated = (quad for own in self._own.quads.values() for quad in own)
        ones = likely_ones(stated, self._repository.reading)
        alike = tuple(places.placed(each.finding()) for each in ones)
        unlikely = doubts(str(self._file.path), mapping, self._checked.rows, self._store)
        states, gone = self._states(), self._gone()
        return Preview(
            file=str(self._file.path),
            sha256=self._file.sha256,
            mapping=mapping.name,
            graph=self._graph.value,
            rows=len(self._file.raw.rows),
            refusals=(*self._checked.refusals, *broken),
            warnings=(*self._checked.warnings, *doubtful, *alike, *unlikely),
            missing=missing_headings(self._file),
            things=self._things(states),
            gone=self._named(gone),
            effects=self._effects(states, gone),
            added=len(changes.added),
            removed=len(changes.removed),
        )

    def _states(self) -> Mapping[NamedNode, State]:
        changed = self._changed()
        states: dict[NamedNode, State] = {}
        for subject in self._own.rows:
            is_known = any(self._store.quads(subject, graph=self._graph))
            state: State = "changed" if subject in changed else "unchanged"
            states[subject] = "refused" if subject in self._refused else state if is_known else "new"
        return states

    def _changed(self) -> frozenset[NamedNode]:
        """Returns the things that the changes are about, or a statement that an event is on."""
        changes = self._rehearsal.changes
        found: set[NamedNode] = set()
        for quad in (*changes.added, *changes.removed):
            about = quad.object if quad.predicate in EVENTS else quad.subject
            found |= self._own.owners.get(about, frozenset())
        return frozenset(found)

    def _gone(self) -> frozenset[NamedNode]:
        """Returns the things of the former list that no row is about."""
        kinds = {
            quad.object
            for subject, quads in self._own.quads.items()
            for quad in quads
            if quad.predicate == _TYPE and quad.subject == subject
        }
        held = self._store.quads(None, _TYPE, graph=self._graph)
        subjects = (quad.subject for quad in held if quad.object in kinds)
        return frozenset(
            each for each in subjects if isinstance(each, NamedNode) and each not in self._own.owners
        )

    def _things(self, states: Mapping[NamedNode, State]) -> tuple[Previewed, ...]:
        ways, ledger = Ways(self._store, self._lang), [q for own in self._own.quads.values() for q in own]
        served, confidence = served_by(ledger), _confidences(ledger)
        return tuple(
            Previewed(
                subject.value,
                _name(subject, self._own.quads[subject], self._lang),
                row.sheet,
                row.number,
                states[subject],
                ways.of(subject, served, confidence),
            )
            for subject, row in self._own.rows.items()
        )

    def _effects(self, states: Mapping[NamedNode, State], gone: frozenset[NamedNode]) -> tuple[Effect, ...]:
        """Returns what changes for objectives; a list of objectives or of values moves no project."""
        moved = frozenset(
            each for each, state in states.items() if state in ("new", "changed") and self._is_project(each)
        )
        quads = [quad for each in moved for quad in self._own.quads[each]]
        areas: dict[Term, set[Term]] = defaultdict(set)
        for quad in quads:
            if quad.predicate == _SPATIAL:
                areas[quad.subject].add(quad.object)
        held = {project: frozenset(found) for project, found in areas.items()}
        lost = (each for each in gone if any(self._store.quads(each, _TYPE, _PROJECT)))
        moving = Moving(frozenset((*moved, *lost)), served_by(quads), held)
        return Effects(self._store, self._portfolio).of(moving, frozenset(self._own.rows), self._lang)

    def _is_project(self, thing: NamedNode) -> bool:
        return any(quad.predicate == _TYPE and quad.object == _PROJECT for quad in self._own.quads[thing])

    def _named(self, nodes: Iterable[NamedNode]) -> tuple[Thing, ...]:
        things = self._repository.things([node.value for node in nodes], self._lang)
        return tuple(things[name] for name in sorted(things))


def _own(file: ListFile, rows: Iterable[Row], base: str) -> _Own:
    first: dict[NamedNode, Row] = {}
    quads: dict[NamedNode, set[Quad]] = defaultdict(set)
    owners: dict[Term, set[NamedNode]] = defaultdict(set)
    making = Making(file.mapping, base)
    for row in rows:
        if (subject := subject_of(file.mapping, row, base)) is None:
            continue
        first.setdefault(subject, row)
        owners[subject].add(subject)
        for _, quad in making.of(row):
            quads[subject].add(quad)
            owners[quad.subject].add(subject)
    return _Own(
        first,
        {subject: frozenset(quads[subject]) for subject in first},
        {node: frozenset(found) for node, found in owners.items()},
    )


def _confidences(quads: Iterable[Quad]) -> Mapping[tuple[Term, Term], Decimal]:
    facts: dict[Term, dict[Term, Term]] = defaultdict(dict)
    for quad in quads:
        facts[quad.subject][quad.predicate] = quad.object
    found = ((own.get(_SOURCE), own.get(_TARGET), own.get(_CONFIDENCE)) for own in facts.values())
    return {
        (source, target): Decimal(confidence.value)
        for source, target, confidence in found
        if source is not None and target is not None and isinstance(confidence, Literal)
    }


def _name(subject: NamedNode, quads: Iterable[Quad], lang: str) -> str:
    own = (quad.object for quad in quads if quad.subject == subject and quad.predicate == _LABEL)
    labels = (Name(label.value, label.language or "") for label in own if isinstance(label, Literal))
    best = best_name(labels, lang)
    return best.text if best else subject.value.rpartition("/")[2]
