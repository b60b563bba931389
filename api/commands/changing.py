"""load, undo and history: what changes the graph, and what has changed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import (
    finding_json,
    working,
    write_findings,
    write_json,
    write_line,
    write_table,
)
from api.commands.session import AsJson, Session, session_of
from api.commands.shipped import load_if_empty
from api.commands.words import LANG, say
from api.shapes import by_shapes, dump_by_shapes
from api.wording.reasons import worded_reason
from graph.commits import Validate, Writer, findings_of, reason_of
from graph.errors import UnknownName
from graph.importers.losing import left_by_undoing
from graph.importers.rdf import read_dump
from graph.importers.tabular_iris import resolve
from graph.importers.tabular_read import read_bytes
from graph.importers.un_sdg import read_un_sdg
from graph.ledger.words import TYPE
from graph.loading import load_file
from graph.model import Commit
from graph.recording.agents import command_line, ledger_of
from graph.terms import NamedNode, Quad, iri

AGENT = "id/agent/policygraph/command-line"
_READERS = ("auto", "rdf", "un-sdg", "dump")
_UN_MARK = b"SDGCodeCompact"

RdfFile = Annotated[Path, typer.Argument(help=say("argument.rdf"), show_default=False)]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command("load", help=say("load.help"))(load)
    app.command("undo", help=say("undo.help"))(undo)
    app.command("history", help=say("history.help"))(history)


def load(
    context: typer.Context,
    file: RdfFile,
    graph: Annotated[str | None, typer.Option(help=say("option.into"))] = None,
    reader: Annotated[str, typer.Option(help=say("option.reader"))] = "auto",
    as_json: AsJson = False,
) -> None:
    """Loads an RDF file: the graphs that it holds are replaced by their difference."""
    if reader not in _READERS:
        raise UnknownName("reader-unknown", name=reader, known=", ".join(_READERS))
    is_un = reader == "un-sdg" or (reader == "auto" and _UN_MARK in read_bytes(file))
    read = _read_un_sdg if is_un else read_dump if reader == "dump" else None
    shapes = dump_by_shapes if read is read_dump else by_shapes
    with store_writer(session_of(context), shapes) as writer, working(say("load.working")):
        into = resolve(graph, writer.store.base) if graph else None
        agent, reason = writer.store.base + AGENT, file.name
        commit = load_file(writer, file, agent=agent, reason=reason, graph=into, read=read)
    if as_json:
        write_json({"file": str(file), "changed": commit is not None, "commit": commit_json(commit)})
        return
    write_findings(findings_of(commit.warnings) if commit else ())
    write_commit(commit)


def undo(
    context: typer.Context,
    sequence: Annotated[int, typer.Argument(help=say("argument.sequence"), show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Takes a commit back by a new one."""
    with session_of(context).store(create=False) as store:
        writer = Writer(store, by_shapes)
        agent = iri(store.base + AGENT)
        is_known = any(store.quads(agent, TYPE))
        known = () if is_known else command_line(ledger_of(store.base, agent.value), agent)
        left = tuple(left_by_undoing(sequence, store))
        commit = writer.undo(sequence, agent.value, reason_of("undo", sequence=sequence), known)
    if as_json:
        write_json((commit_json(commit) or {}) | {"findings": [finding_json(each) for each in left]})
    else:
        write_findings(left)
        write_commit(commit)


def history(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help=say("option.limit"))] = 20,
    as_json: AsJson = False,
) -> None:
    """Lists the commits, the latest first."""
    with session_of(context).store(create=False) as store:
        commits = Writer(store).history()[::-1][:limit]
    if as_json:
        write_json([commit_json(commit) for commit in commits])
        return
    headings = [
        say(f"column.{name}")
        for name in ("sequence", "time", "who", "rows", "added", "removed", "hash", "reason")
    ]
    told = ((c, f"{c.at:%Y-%m-%d %H:%M:%S}", worded_reason(c.reason, LANG)) for c in commits)
    rows = ((str(c.sequence), at, *_origin(c), reason) for c, at, reason in told)
    write_table(headings, rows)


def _origin(commit: Commit) -> tuple[str, ...]:
    """Returns who made a commit, how many rows a list had, what changed, and how its file's sum begins."""
    who, rows = commit.agent.rpartition("/")[2], "" if commit.rows is None else str(commit.rows)
    return who, rows, str(commit.added), str(commit.removed), (commit.sha256 or "")[:12]


@contextmanager
def store_writer(session: Session, shapes: Validate = by_shapes) -> Iterator[Writer]:
    """Returns the writer of the store, with what ships in it; what it is given must fit the shapes."""
    with session.store() as store:
        load_if_empty(store, session.settings)
        yield Writer(store, shapes)


def _read_un_sdg(path: Path, base: str, graph: NamedNode) -> Iterator[Quad]:
    """Reads the UN's file; the graph that it goes to is always the same."""
    del graph
    return read_un_sdg(path, base)


def write_commit(commit: Commit | None) -> None:
    """Writes which commit was made, or that nothing changed."""
    if commit is None:
        write_line(say("commit.nothing"))
        return
    write_line(say("commit.done", sequence=commit.sequence, added=commit.added, removed=commit.removed))


def commit_json(commit: Commit | None) -> dict[str, object] | None:
    """Returns a commit as `--json` shows it."""
    return asdict(commit) | {"at": commit.at.isoformat()} if commit else None
