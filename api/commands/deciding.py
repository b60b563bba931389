"""decide: accepts, rejects and corrects the statements of a table, in one commit or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from api.commands.output import write_json, write_line
from api.commands.recording import Speech, Who, given, number, proofs_of, recording
from api.commands.session import AsJson, session_of
from api.commands.tracing import find
from api.commands.words import LANG, say
from api.iris import full
from graph.causes import csv_cause, os_cause
from graph.errors import (
    Cause,
    FileProblem,
    Finding,
    InputError,
    NotFound,
    Place,
    SubmissionRefused,
    TermInvalid,
)
from graph.ledger.history import known_alignment
from graph.model import Alignment, Name
from graph.recording import Correction, Decision, Draft
from graph.recording.drafts import faults_of
from graph.recording.recorder import Act
from graph.repository import Repository
from graph.terms import expand

T = TypeVar("T")
_AGREEMENTS = {"accept": Decimal(1), "reject": Decimal(-1)}
_KNOWN = (*_AGREEMENTS, "correct")
_NAMES = ("iri", "alignment")
_COLUMNS = {"target": "to", "strength": "new_strength", "confidence": "new_confidence"}
_SEPARATORS = ";\t,"

File = Annotated[Path, typer.Argument(metavar="FILE", help=say("argument.decisions"), show_default=False)]
Reason = Annotated[str, typer.Option(help=say("option.decisions-reason"), show_default=False)]


@dataclass(slots=True)
class _Row:
    """Is one row of the table: its number in the file, its cells, and what is wrong with them."""

    file: str
    number: int
    cells: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def text(self, *names: str) -> str:
        """Returns the first of the cells that holds something."""
        return next((text for name in names if (text := (self.cells.get(name) or "").strip())), "")

    def read(self, column: str, read: Callable[[str], T], otherwise: T) -> T:
        """Returns what a cell holds: `otherwise` where it is empty, or cannot be read so, which is noted."""
        text = self.text(column)
        if not text:
            return otherwise
        try:
            return read(text)
        except (TermInvalid, NotFound) as error:
            self.fault(error.key, column, **error.values)
            return otherwise

    def fault(self, key: str, column: str, **values: object) -> None:
        """Notes what is wrong with a cell."""
        place = Place(file=self.file, row=self.number, column=column, value=self.text(column))
        told = {"value": self.text(column), "column": column, **values}
        kept = {name: each if isinstance(each, Cause) else str(each) for name, each in told.items()}
        self.findings.append(Finding(key, place, tuple(kept.items())))


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("decide.help"))(decide)


def decide(
    context: typer.Context,
    file: File,
    reason: Reason = "",
    spoken: Speech = LANG,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Takes the decisions of a table: accept, reject, or correct to another target or strength."""
    rows = [row for row in _rows(file) if row.text("decision")]
    if not rows:
        raise InputError("decisions-empty", Place(file=str(file)), file=str(file))
    with recording(session_of(context), who) as (recorder, repository):
        acts = [_act(row, repository, reason, spoken) for row in rows]
        findings = tuple(finding for row in rows for finding in row.findings)
        if findings:
            raise SubmissionRefused("decisions-refused", findings, count=len(findings), file=str(file))
        made = recorder.decide([act for act in acts if act])
        found = [repository.alignment(act.alignment, LANG) for act in acts if act]
    if as_json:
        write_json([asdict(each) | {"made": name} for each, name in zip(found, made, strict=True)])
        return
    counts = {name: sum(row.text("decision").casefold() == name for row in rows) for name in _KNOWN}
    write_line(say("decide.done", **counts))


def _act(row: _Row, repository: Repository, reason: str, spoken: str) -> Act | None:
    """Returns what a row decides; None where its cells are wrong, which it then says."""
    decision, name = row.text("decision").casefold(), row.text(*_NAMES)
    why = given(row.text("reason") or reason, spoken)
    if decision not in _KNOWN:
        row.fault("decision-unknown", "decision", known=", ".join(_KNOWN))
    if not name:
        row.fault("cell-empty", _NAMES[0])
    if not why.text:
        row.fault("cell-empty", "reason")
    column = next((each for each in _NAMES if row.text(each)), _NAMES[0])
    full = row.read(column, partial(_alignment, repository), "")
    if row.findings:
        return None
    version = row.text("version") or None
    if decision in _AGREEMENTS:
        return Decision(full, _AGREEMENTS[decision], why, version)
    return _correction(row, repository.alignment(full, LANG), repository, why, version)


def _correction(
    row: _Row, old: Alignment, repository: Repository, why: Name, version: str | None
) -> Correction | None:
    if not row.text("to", "new_strength", "new_confidence"):
        row.fault("correction-nothing", "to")
        return None
    draft = Draft(
        source=old.source,
        target=row.read("to", partial(_target, repository), old.target),
        strength=row.read("new_strength", _strength, old.strength),
        confidence=row.read("new_confidence", number, old.confidence),
        evidence=proofs_of(old),
        reasoning=why,
        hinders=old.hinders,
        said=old.said,
    )
    for finding in faults_of(draft, repository.store):
        row.fault(finding.key, _COLUMNS.get(finding.place.column or "", _NAMES[0]), **dict(finding.values))
    return Correction(old.iri, draft, why, version)


def _alignment(repository: Repository, text: str) -> str:
    """Returns the IRI of an alignment that the graph holds."""
    return known_alignment(repository.store, full(text, repository.store.base)).value


def _target(repository: Repository, text: str) -> str:
    """Returns the IRI of the new target, by whatever name it is called."""
    return expand(find(repository, text, repository.store.base)).value


def _strength(text: str) -> int:
    """Returns a whole number; 2.7 is no strength."""
    told = number(text)
    if told % 1:
        raise TermInvalid("strength-range", value=text)
    return int(told)


def _rows(file: Path) -> Iterator[_Row]:
    """Yields the rows of a CSV with headings, separated by commas, semicolons or tabs."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FileProblem(
            "file-unreadable", Place(file=str(file)), file=str(file), why=os_cause(error)
        ) from error
    except UnicodeDecodeError as error:
        raise FileProblem("set-not-utf8", Place(file=str(file)), file=str(file), byte=error.start) from error
    separator = max(_SEPARATORS, key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        _refuse_headless(str(file), reader)
        for cells in reader:
            told = {
                (name or "").strip().casefold(): value
                for name, value in cells.items()
                if isinstance(value, str)
            }
            yield _Row(str(file), reader.line_num, told)
    except csv.Error as error:
        line = reader.line_num
        at = Place(file=str(file), row=line or None)
        raise FileProblem("csv-broken", at, file=str(file), line=line, why=csv_cause(str(error))) from error


def _refuse_headless(file: str, reader: csv.DictReader[str]) -> None:
    """Raises FileProblem where a column is missing without which nothing is decided."""
    known = {name.strip().casefold() for name in reader.fieldnames or ()}
    missing = [name for name in ("decision",) if name not in known] + (
        [] if known & set(_NAMES) else [_NAMES[0]]
    )
    if missing:
        raise FileProblem("decisions-columns-missing", Place(file=file), file=file, names=", ".join(missing))
