"""update: what ships with a new version comes into a store that is in use."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.changing import commit_json, write_commit
from api.commands.output import note, working, write_findings, write_json, write_line, write_table
from api.commands.session import AsJson, session_of
from api.commands.shipped import load_if_empty, shipped_sum, shipped_update
from api.commands.words import say
from api.shapes import by_shapes
from graph.commits import Writer, findings_of
from graph.errors import SubmissionRefused
from graph.model import Commit
from graph.updating import Update, bring

_COLUMNS = ("graph", "added", "removed")


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("update.help"))(update)


def update(
    context: typer.Context,
    preview: Annotated[bool, typer.Option("--preview", help=say("option.update-preview"))] = False,
    over: Annotated[bool, typer.Option("--over", help=say("option.update-over"))] = False,
    as_json: AsJson = False,
) -> None:
    """Brings what ships with this version into the store, in one commit, or says what that would change."""
    session = session_of(context)
    with session.store(create=False) as store, working(say("update.working")):
        load_if_empty(store, session.settings)
        writer = Writer(store, by_shapes)
        found = shipped_update(writer, over=over)
        commit = None if preview else bring(writer, found, shipped_sum())
        if preview:
            _refuse_unfit(writer, found)
    if as_json:
        write_json(_told(found, commit))
    else:
        _tell(found, commit)


def _refuse_unfit(writer: Writer, found: Update) -> None:
    """Raises SubmissionRefused where the shapes would refuse an update; writes nothing."""
    findings = findings_of(writer.rehearse(found.changes).report.violations)
    if findings:
        raise SubmissionRefused("submission-invalid", findings, count=len(findings))


def _told(found: Update, commit: Commit | None) -> dict[str, object]:
    graphs = [dict(zip(_COLUMNS, (graph, *counts), strict=True)) for graph, counts in found.counts().items()]
    return {"graphs": graphs, "kept": list(found.theirs), "commit": commit_json(commit)}


def _tell(found: Update, commit: Commit | None) -> None:
    if found.theirs:
        note(say("update.theirs", graphs=", ".join(found.theirs)))
    elif not found.changes:
        write_line(say("update.current"))
    if not found.changes:
        return
    rows = ((graph, *map(str, counts)) for graph, counts in found.counts().items())
    write_table([say(f"column.{name}") for name in _COLUMNS], rows)
    if commit:
        write_findings(findings_of(commit.warnings))
        write_commit(commit)
