"""import and template: lists brought into the graph, and spreadsheets to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from api.commands.changing import AGENT, commit_json, store_writer, write_commit
from api.commands.exporting import NAME as SSSOM
from api.commands.mapping_set import import_set_file
from api.commands.output import finding_json, note, working, write_findings, write_json, write_line
from api.commands.previewing import previewed, write_preview
from api.commands.proposing import write_proposal
from api.commands.session import AsJson, Session, session_of
from api.commands.words import LANG, say, say_count
from api.commands.written import WORKBOOK, workbook_path, write_file
from graph.commits import Writer
from graph.errors import Conflict, InputError, SubmissionRefused
from graph.importers.recognising import recognise
from graph.importers.sheets import Limits
from graph.importers.tabular import ListFile as OpenedList
from graph.importers.tabular import ListImport, import_list, open_list
from graph.importers.tabular_mapping import load_mapping, mapping_names
from graph.importers.tabular_read import read_bytes
from graph.importers.templates import template, template_names
from graph.importers.watching import Watch

OutputFile = Annotated[Path | None, typer.Option(help=say("option.template-output"), show_default=False)]
ListFile = Annotated[Path, typer.Argument(help=say("argument.list"), show_default=False)]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command("import", help=say("import.help"))(import_rows)
    app.command("template", help=say("template.help"))(write_template)


def _complete_mapping(incomplete: str) -> list[str]:
    return [name for name in (*mapping_names(), SSSOM) if name.startswith(incomplete)]


def _complete_template(incomplete: str) -> list[str]:
    return [name for name in template_names() if name.startswith(incomplete)]


def import_rows(
    context: typer.Context,
    file: ListFile,
    mapping: Annotated[
        str | None,
        typer.Option(help=say("option.mapping"), autocompletion=_complete_mapping, show_default=False),
    ] = None,
    list_name: Annotated[
        str | None, typer.Option("--list", help=say("option.list-name"), show_default=False)
    ] = None,
    shows_preview: Annotated[bool, typer.Option("--preview", help=say("option.preview"))] = False,
    annotated_file: Annotated[
        Path | None, typer.Option("--annotated", help=say("option.annotated"), show_default=False)
    ] = None,
    propose: Annotated[
        Path | None, typer.Option("--propose", help=say("option.propose"), show_default=False)
    ] = None,
    accept_loss: Annotated[int, typer.Option(min=0, help=say("option.accept-loss"))] = 0,
    as_json: AsJson = False,
) -> None:
    """Imports a list by a mapping, or a mapping set into the ledger, or shows what a list would do.

    Without a mapping it shows how the list may be read.
    """
    if mapping is None:
        _recognise(session_of(context), file, propose, as_json=as_json)
        return
    if mapping == SSSOM:
        if shows_preview or annotated_file:
            raise InputError("preview-of-set", file=file)
        import_set_file(session_of(context), file, as_json=as_json)
        return
    if annotated_file:
        workbook_path(annotated_file)
    opened = open_list(file, load_mapping(mapping), _limits(session_of(context)), list_name)
    if shows_preview or annotated_file:
        with store_writer(session_of(context)) as writer, working(say("preview.working")) as watch:
            preview = previewed(opened, writer, watch)
        write_preview(opened, preview, annotated_file, as_json=as_json)
        return
    with store_writer(session_of(context)) as writer, working(say("import.working")) as watch:
        done = _imported(opened, writer, watch, accept_loss, as_json=as_json)
    _write_done(done, as_json=as_json)


def _limits(session: Session) -> Limits:
    return Limits(bytes=session.settings.import_max_bytes, rows=session.settings.import_max_rows)


def _recognise(session: Session, file: Path, propose: Path | None, *, as_json: bool) -> None:
    """Shows how a list that no mapping was named for may be read."""
    limits = _limits(session)
    content = read_bytes(file, limits)
    with store_writer(session) as writer, working(say("recognise.working")):
        proposal = recognise(file, content, writer.store, limits)
    write_proposal(proposal, propose, as_json=as_json)


def _write_done(done: ListImport, *, as_json: bool) -> None:
    if as_json:
        write_json(_import_json(done))
        return
    write_line(say_count("import.rows", done.rows, warned=done.warned, graph=done.graph))
    write_findings(done.warnings)
    for line in _losses(done):
        note(line)
    write_commit(done.commit)


def _losses(done: ListImport) -> Iterator[str]:
    """Yields a warning for what the list, or a column of it, no longer holds."""
    if done.missing:
        names = ", ".join(done.missing)
        yield say_count("import.missing", len(done.missing), names=names)
    if done.gone and done.commit:
        yield say_count("import.gone", done.gone, sequence=done.commit.sequence)


def _imported(
    file: OpenedList, writer: Writer, watch: Watch, accept_loss: int, *, as_json: bool
) -> ListImport:
    agent = writer.store.base + AGENT
    try:
        return import_list(file, writer, agent=agent, may_lose=accept_loss, watch=watch)
    except (SubmissionRefused, Conflict) as error:
        if as_json:
            findings = error.findings if isinstance(error, SubmissionRefused) else ()
            told = {
                "mapping": file.mapping.name,
                "changed": False,
                "findings": [*map(finding_json, findings)],
            }
            write_json(error.values | told)
        raise


def write_template(
    name: Annotated[
        str,
        typer.Argument(help=say("argument.template"), autocompletion=_complete_template, show_default=False),
    ],
    output: OutputFile = None,
) -> None:
    """Writes a template to fill in, as a spreadsheet in the language of the command line."""
    path = workbook_path(output or Path(f"{name}{WORKBOOK}"))
    write_file(path, template(name, LANG, say("template.remark")))
    note(say("template.done", file=path, name=name))


def _import_json(done: ListImport) -> dict[str, object]:
    return {
        "file": done.file,
        "sha256": done.sha256,
        "mapping": done.mapping,
        "list_name": done.list_name,
        "graph": done.graph,
        "rows": done.rows,
        "imported": done.rows,
        "warned": done.warned,
        "refused": 0,
        "gone": done.gone,
        "missing_columns": done.missing,
        "changed": done.commit is not None,
        "commit": commit_json(done.commit),
        "findings": [finding_json(finding) for finding in done.warnings],
    }
