"""validate and doctor: whether a file, the graph, and the installation are sound."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.health import check_all
from api.commands.output import finding_json, working, write_findings, write_json, write_line, write_table
from api.commands.session import AsJson, session_of
from api.commands.words import say
from api.shapes import by_shapes, whole_by_shapes
from graph.commits import findings_of
from graph.errors import Finding, SubmissionRefused
from graph.importers.rdf import read_rdf
from graph.importers.tabular_read import read_bytes
from graph.model import ValidationReport
from graph.store import Store
from graph.terms import graph_iri, slug

OptionalFile = Annotated[Path | None, typer.Argument(help=say("argument.validate"), show_default=False)]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command(help=say("validate.help"))(validate)
    app.command(help=say("doctor.help"))(doctor)


def validate(context: typer.Context, file: OptionalFile = None, as_json: AsJson = False) -> None:
    """Checks an RDF file as if it were added to the graph, or the whole graph, by the shapes."""
    if file is not None:
        read_bytes(file)
    with session_of(context).store(create=False) as store, working(say("validate.working")):
        report = whole_by_shapes(store) if file is None else _of_file(store, file)
    place = str(file) if file else None
    failures, warnings = findings_of(report.violations, place), findings_of(report.warnings, place)
    if as_json:
        write_json(_report_json(report.conforms, failures, warnings))
    else:
        write_findings(warnings)
        write_line(say("validate.conforms" if report.conforms else "validate.fails", warnings=len(warnings)))
    if not report.conforms:
        _refuse(failures, as_json=as_json)


def doctor(context: typer.Context, as_json: AsJson = False) -> None:
    """Checks the installation, the settings and the store, one line for each."""
    checks = check_all(session_of(context).settings)
    if as_json:
        write_json([{"check": c.name, "state": c.state, "message": c.message} for c in checks])
    else:
        headings = [say(f"column.{name}") for name in ("check", "state", "message")]
        rows = ((say(f"doctor.{c.name}"), say(f"doctor.state-{c.state}"), c.message) for c in checks)
        write_table(headings, rows)
    if any(check.state == "fails" for check in checks):
        raise typer.Exit(1)


def _of_file(store: Store, file: Path) -> ValidationReport:
    graph = graph_iri(store.base, "source", slug(file.stem) or "file")
    return by_shapes(store, tuple(read_rdf(file, store.base, graph)))


def _report_json(
    conforms: bool, failures: Sequence[Finding], warnings: Sequence[Finding]
) -> dict[str, object]:
    return {
        "conforms": conforms,
        "violations": [finding_json(finding) for finding in failures],
        "warnings": [finding_json(finding) for finding in warnings],
    }


def _refuse(findings: tuple[Finding, ...], *, as_json: bool) -> None:
    """Ends with the code of a refused submission; with `--json` the report has said all already."""
    if as_json:
        raise typer.Exit(SubmissionRefused.exit_code)
    raise SubmissionRefused("submission-invalid", findings, count=len(findings))
