"""decide: accepts, rejects and corrects the statements of a table, in one commit or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import write_json, write_line
from api.commands.recording import Speech, Who, given, number, proofs_of, recording
from api.commands.session import AsJson, session_of
from api.commands.tracing import find
from api.commands.words import LANG, say
from api.iris import from_base
from graph.causes import os_cause
from graph.errors import FileProblem, Finding, InputError, Place, SubmissionRefused, TermInvalid
from graph.model import Alignment, Name
from graph.recording import Correction, Decision, Draft
from graph.recording.drafts import faults_of
from graph.recording.recorder import Act
from graph.repository import Repository
from graph.terms import expand

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

    def fault(self, key: str, column: str, **values: object) -> None:
        """Notes what is wrong with a cell."""
        place = Place(file=self.file, row=self.number, column=column, value=self.text(column))
        told = {"value": self.text(column), "column": column, **values}
        self.findings.append(Finding(key, place, tuple((name, str(each)) for name, each in told.items())))


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
        row.fault("cell-empty", "iri")
    if not why.text:
        row.fault("cell-empty", "reason")
    if row.findings:
        return None
    full, version = expand(from_base(name, repository.store.base)).value, row.text("version") or None
    if decision in _AGREEMENTS:
        return Decision(full, _AGREEMENTS[decision], why, version)
    return _correction(row, repository.alignment(full, LANG), repository, why, version)


def _correction(
    row: _Row, old: Alignment, repository: Repository, why: Name, version: str | None
) -> Correction | None:
    if not row.text("to", "new_strength", "new_confidence"):
        row.fault("correction-nothing", "to")
        return None
    try:
        draft = Draft(
            source=old.source,
            target=_target(row, repository) or old.target,
            strength=int(number(row.text("new_strength") or str(old.strength))),
            confidence=number(row.text("new_confidence") or str(old.confidence)),
            evidence=proofs_of(old),
            reasoning=why,
            hinders=old.hinders,
            said=old.said,
        )
    except TermInvalid as error:
        row.fault(error.key, "to", **{name: str(value) for name, value in error.values.items()})
        return None
    for finding in faults_of(draft, repository.store):
        row.fault(finding.key, _COLUMNS.get(finding.place.column or "", "iri"), **dict(finding.values))
    return Correction(old.iri, draft, why, version)


def _target(row: _Row, repository: Repository) -> str:
    """Returns the IRI of the new target, by whatever name it is called; empty where there is none."""
    text = row.text("to")
    return find(repository, text, repository.store.base) if text else ""


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
    head = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    known = {name.strip().casefold() for name in reader.fieldnames or ()}
    missing = [name for name in ("decision",) if name not in known] + (
        [] if known & set(_NAMES) else [_NAMES[0]]
    )
    if missing:
        names = ", ".join(missing)
        raise FileProblem("decisions-columns-missing", Place(file=str(file)), file=str(file), names=names)
    for cells in reader:
        told = {
            (name or "").strip().casefold(): value for name, value in cells.items() if isinstance(value, str)
        }
        yield _Row(str(file), reader.line_num, told)
