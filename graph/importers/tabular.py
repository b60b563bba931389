"""Lists of projects brought into the graph: checked whole, committed as one change or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path

from graph.commits import Rehearsal, Writer, findings_of, reason_of
from graph.commits.replacing import Replacement, Yielding
from graph.errors import FileProblem, Finding, Place, SubmissionRefused, rows_of
from graph.importers.judged import judged_anew, superseded_by
from graph.importers.list_names import for_name, overlapping
from graph.importers.losing import left_behind, loss_of, refuse_taken, stated_things, things_in
from graph.importers.reading import ReadFile, read_file
from graph.importers.selected import Selection, given_way, selections_of, yielding_of
from graph.importers.sheets import DEFAULT, Limits
from graph.importers.tabular_beside import without_lines_beside
from graph.importers.tabular_clashes import with_both
from graph.importers.tabular_examples import without_examples
from graph.importers.tabular_headings import in_words_of
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_list_key import key_of_list
from graph.importers.tabular_mapping import ListMapping, for_file, for_list
from graph.importers.tabular_parting import Parted
from graph.importers.tabular_places import Places
from graph.importers.tabular_quads import one_label_each, resource_quads, subject_of
from graph.importers.tabular_raw import RawList
from graph.importers.tabular_read import read_bytes, read_list
from graph.importers.tabular_row import Row
from graph.importers.tabular_rows import CheckedRows, RowChecker
from graph.importers.watching import Watch, silent
from graph.ledger.events import timestamp
from graph.model import Commit, ValidationReport
from graph.recording.agents import Agent, command_line, introduction
from graph.store import StoredForm, as_stored
from graph.store.base import Store
from graph.store.collecting import seldom_collected
from graph.terms import NamedNode, Quad, expand

_TYPE, _ALIGNMENT = expand("rdf:type"), expand("pg:Alignment")


@dataclass(frozen=True, slots=True)
class ListFile:
    """Is a file read as rows by its mapping; nothing in it has been compared with the graph yet."""

    path: Path
    sha256: str
    mapping: ListMapping
    raw: RawList


@dataclass(frozen=True, slots=True)
class ListImport:
    """Is what became of a list: how many rows it has, what they were warned of, and the commit.

    `commit` is None where the graph held all of it already. A row with a warning is imported too. `gone`
    counts the things, such as projects, that the former list had and this one lacks; `missing` are the
    headings of the mapping's columns that the file lacks altogether.
    """

    file: str
    sha256: str
    mapping: str
    list_name: str
    graph: str
    rows: int
    warnings: tuple[Finding, ...]
    gone: int
    missing: tuple[str, ...]
    commit: Commit | None

    @property
    def warned(self) -> int:
        """Returns how many rows have a warning."""
        return rows_of(self.warnings)


@dataclass(frozen=True, slots=True)
class PreparedList:
    """Is a list whose every row may be written.

    `stated` is what its own graph is to hold, `ledger` the alignments that it makes, each but for the batches
    of `parted`; from the `rows` it is known where in the file stands what the shapes find, until they are
    given up. `selections` and `yielding` are what gives way to it.
    """

    warnings: tuple[Finding, ...]
    stated: StoredForm
    ledger: StoredForm
    rows: list[Row]
    parted: Parted
    selections: tuple[Selection, ...]
    yielding: Yielding

    def give_up_rows(self) -> None:
        """Lets the rows go: 2.5 kB each, which the engine needs for itself when it writes what they state."""
        self.rows.clear()


def open_list(
    path: Path, mapping: ListMapping, limits: Limits = DEFAULT, name: str | None = None
) -> ListFile:
    """Returns the rows of a file; raises FileProblem for one that is missing, or as `open_content` does."""
    return open_content(path, read_bytes(path, limits), mapping, limits, name=name)


def open_content(
    path: Path,
    content: bytes,
    mapping: ListMapping,
    limits: Limits = DEFAULT,
    read: ReadFile = read_file,
    name: str | None = None,
) -> ListFile:
    """Returns the rows of a file's content; what is broken, empty or ill-encoded raises FileProblem.

    `read` is how the bytes are read: here, or by a worker where they come from strangers. `name` is that of
    the list, as `for_name` takes it.
    An empty list would take every project of the former one away, which nobody means; one that holds nothing
    but the example of its template is as empty.
    """
    mapping = for_name(for_file(mapping, path), name, path)
    raw = read_list(path, content, mapping, limits, read)
    if not raw.rows:
        raise FileProblem("list-empty", Place(file=str(path)), file=str(path))
    raw = without_lines_beside(str(path), mapping, without_examples(str(path), mapping, raw))
    mapping = in_words_of(mapping, raw.headings)
    named = for_list(mapping, key_of_list(path, mapping, raw)) if mapping.list_key else mapping
    return ListFile(path, hashlib.sha256(content).hexdigest(), in_words_of(named, raw.headings), raw)


def import_list(
    file: ListFile,
    writer: Writer,
    *,
    agent: str,
    known: Agent | None = None,
    may_lose: int = 0,
    watch: Watch = silent,
) -> ListImport:
    """Imports a list in one commit by `agent` (an IRI), or raises SubmissionRefused with every finding.

    Its graph is replaced by the difference; where more things than `may_lose` would go by that, Conflict says
    how many, and the first of them. Alignments that are new are stated in its ledger, those that it
    no longer makes are withdrawn. `known` is what the graph is told of the agent, where it lacks it; without
    it, that it is the command line.
    """
    with writer.lock, seldom_collected():
        prepared = prepare_list(file, writer.store, writer.now(), watch)
        same = _overlaps(file, prepared, writer)
        staying = stated_things(prepared.stated)
        loss = loss_of(file.mapping, writer.store, staying)
        loss.refuse_beyond(may_lose, str(file.path), writer.store)
        gone = things_in(file.mapping, writer.store) - staying
        left = tuple(left_behind(loss, gone, file.mapping, str(file.path), writer.store))
        over = tuple(given_way(prepared.selections, str(file.path), writer.store))
        watch("writing", len(file.raw.rows), len(file.raw.rows))
        commit, told = _committed(file, prepared, writer, agent, known)
        ledger = ledger_graph(file.mapping, writer.store)
        superseded = superseded_by(commit, ledger, writer.store)
        anew = tuple(judged_anew(str(file.path), writer.store, superseded, ledger))
    return ListImport(
        file=str(file.path),
        sha256=file.sha256,
        mapping=file.mapping.name,
        list_name=file.mapping.called,
        graph=resolve(file.mapping.graph, writer.store.base).value,
        rows=len(file.raw.rows),
        warnings=(*same, *over, *left, *anew, *prepared.warnings, *told),
        gone=len(loss.gone),
        missing=missing_headings(file),
        commit=commit,
    )


def _overlaps(file: ListFile, prepared: PreparedList, writer: Writer) -> tuple[Finding, ...]:
    """Returns a warning for each other list of its kind that holds things of this one's keys."""
    if file.mapping.list_name is None:
        return ()
    base = writer.store.base
    about = (subject_of(file.mapping, row, base) for row in prepared.rows)
    things = {thing for thing in about if thing is not None}
    return tuple(overlapping(str(file.path), file.mapping, writer.store, things, writer.history()))


def _is_a(quad: Quad, kind: NamedNode) -> bool:
    return quad.object == kind and quad.predicate == _TYPE


def missing_headings(file: ListFile) -> tuple[str, ...]:
    """Returns the first heading of each column that would have stated something but is not in the file.

    A column with a default states that of every row, and lacks nothing.
    """
    headings = set(file.raw.headings)
    open_columns = (column for column in file.mapping.used() if not column.default)
    lacking = (column for column in open_columns if headings.isdisjoint(column.titles))
    return tuple(dict.fromkeys(column.titles[0] for column in lacking))


def prepare_list(file: ListFile, store: Store, at: datetime, watch: Watch = silent) -> PreparedList:
    """Returns what a list is to become; if any row breaks a rule, SubmissionRefused has every finding."""
    checked = RowChecker(file.mapping, store, str(file.path)).check(file.raw, watch)
    if checked.refusals:
        raise _refusal(file, checked.refusals)
    return prepare_rows(file, checked, store, at)


def prepare_rows(file: ListFile, checked: CheckedRows, store: Store, at: datetime) -> PreparedList:
    """Returns what the rows that may be written are to become."""
    own = resolve(file.mapping.graph, store.base)
    rows = list(checked.rows)
    parted = Parted(file.mapping, rows, store, at)
    stated: list[Quad] = []
    ledger: list[Quad] = []
    for quad in one_label_each(chain(resource_quads(file.mapping, store.base), parted.quads())):
        (stated if quad.graph_name == own else ledger).append(quad)
    ledger.extend(_recorded(ledger, at))
    known = as_stored(stated)
    chosen = selections_of(file.mapping, store, known)
    gives_way = yielding_of(chosen, file.mapping, store, known)
    return PreparedList(checked.warnings, known, as_stored(ledger), rows, parted, chosen, gives_way)


def _recorded(ledger: Iterable[Quad], at: datetime) -> list[Quad]:
    """Returns the moment at which each alignment of a ledger is recorded."""
    created, moment = expand("dct:created"), timestamp(at.replace(microsecond=0))
    made = {(quad.subject, quad.graph_name) for quad in ledger if _is_a(quad, _ALIGNMENT)}
    return [Quad(subject, created, moment, graph) for subject, graph in made]


def _committed(
    file: ListFile, prepared: PreparedList, writer: Writer, agent: str, known: Agent | None
) -> tuple[Commit | None, tuple[Finding, ...]]:
    """Returns the commit, and what the shapes warn of by row and column."""
    places = Places(file.path, file.mapping, prepared.rows, writer.store.base)
    told: list[Finding] = []

    def accepted(report: ValidationReport) -> int:
        told.extend(map(places.placed, findings_of(report.warnings)))
        prepared.give_up_rows()
        return rows_of((*prepared.warnings, *told))

    try:
        commit = writer.replace_graph(
            _replacement(file, prepared, agent, known, writer.store),
            agent=agent,
            reason=_reason(file),
            mapping=file.mapping.name,
            sha256=file.sha256,
            list_name=file.mapping.called or None,
            rows=len(file.raw.rows),
            accepted=accepted,
        )
    except SubmissionRefused as error:
        findings = map(places.placed, with_both(error.findings, file.mapping, prepared.rows, writer.store))
        raise _refusal(file, tuple(sorted(findings, key=lambda found: found.place.row or 0))) from error
    return commit, tuple(told)


def rehearse_list(
    file: ListFile, prepared: PreparedList, writer: Writer, agent: str, known: Agent | None = None
) -> Rehearsal:
    """Returns what importing a list would change, and what the shapes say of it.

    `agent` and `known` are as `import_list` has them.
    """
    replacement = _replacement(file, prepared, agent, known, writer.store)
    return writer.rehearse_graph(replacement, agent=agent, reason=_reason(file))


def _replacement(
    file: ListFile, prepared: PreparedList, agent: str, known: Agent | None, store: Store
) -> Replacement:
    """Returns what a list is to make of its graph and its ledger.

    A list that is new raises Conflict where the ledger holds what others state.
    """
    own, ledger = resolve(file.mapping.graph, store.base), ledger_graph(file.mapping, store)
    new, yielding = prepared.parted.batches(), prepared.yielding
    if ledger is None:
        return Replacement(own, prepared.stated, new=new, yielding=yielding)
    refuse_taken(file.mapping, ledger, store)
    told = introduction(store, known, ledger) if known else command_line(ledger, resolve(agent, store.base))
    introducing = as_stored(told)
    said = StoredForm(prepared.ledger | introducing)
    return Replacement(own, prepared.stated, said, ledger, new, yielding, introducing)


def _reason(file: ListFile) -> str:
    told = {"file": file.path.name, "mapping": file.mapping.name}
    called = file.mapping.called
    return reason_of("import-list", **told, list=called) if called else reason_of("import", **told)


def ledger_graph(mapping: ListMapping, store: Store) -> NamedNode | None:
    """Returns the ledger of a list, None for a list without alignments."""
    return resolve(mapping.ledger, store.base) if mapping.ledger else None


def _refusal(file: ListFile, findings: tuple[Finding, ...]) -> SubmissionRefused:
    """Returns the error that counts the rows at fault, or the findings where none is."""
    at_fault = {finding.place.row for finding in findings if finding.place.row is not None}
    key, path = "import-refused" if at_fault else "import-refused-beside", str(file.path)
    counts = {"rows": len(file.raw.rows), "refused": len(at_fault), "count": len(findings)}
    return SubmissionRefused(key, findings, Place(path), file=path, **counts)
