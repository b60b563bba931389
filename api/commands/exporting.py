"""export: the dataset or a graph as RDF, the ledger as SSSOM, the network as GraphML, lists as tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from api.commands.output import note, working
from api.commands.session import session_of
from api.commands.words import LANG, say
from graph.errors import InputError, UnknownName
from graph.export import MEDIA_TYPES, PACKED, export_file, packed, whole_file, write_checksum
from graph.export import export as write_graph
from graph.importers.tabular_iris import resolve
from graph.repository import Repository
from graph.store import Store

NAME = "sssom"
TSV, TURTLE = ".sssom.tsv", ".sssom.ttl"
GRAPHML, CSV, XLSX = "graphml", "csv", "xlsx"
KNOWN = (*MEDIA_TYPES, NAME, GRAPHML, CSV, XLSX)


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command("export", help=say("export.help"))(export)


def export(
    context: typer.Context,
    graph: Annotated[str | None, typer.Option(help=say("option.graph"))] = None,
    form: Annotated[str, typer.Option("--format", help=say("option.graph-format"))] = "trig",
    what: Annotated[str | None, typer.Option(help=say("option.export-what"), show_default=False)] = None,
    output: Annotated[Path | None, typer.Option(help=say("option.output"), show_default=False)] = None,
    checksum: Annotated[bool, typer.Option("--checksum", help=say("option.checksum"))] = False,
) -> None:
    """Writes the dataset, a graph, the ledger, the network or lists to a file or to standard output."""
    wanted = form_of(form, output)
    if wanted not in KNOWN:
        raise UnknownName("format-unknown", name=wanted or str(output), known=", ".join(KNOWN))
    if checksum and output is None:
        raise InputError("checksum-without-file")
    with session_of(context).store(create=False) as store:
        name = resolve(graph, store.base).value if graph else None
        write = _writer(store, wanted, what)
        if write is not None:
            with _target(output) as file:
                write(file)
        elif wanted == NAME:
            export_set(store, output)
        elif output is None:
            write_graph(store, sys.stdout.buffer, form, name)
        else:
            with working(say("export.working")):
                export_file(store, output, name)
    if output is not None:
        note(say("export.done", file=output))
    if output is not None and checksum:
        note(say("export.checksum", sum=write_checksum(output), file=f"{output}.sha256"))


def form_of(form: str, output: Path | None) -> str:
    """Returns the format: the one that the file's name says, else the one that is given.

    >>> form_of("trig", Path("all.graphml")), form_of("trig", Path("set.sssom.tsv")), form_of("nq", None)
    ('graphml', 'sssom', 'nq')
    """
    if output is None or form == NAME:
        return form
    if output.name.endswith((TSV, TURTLE)):
        return NAME
    return Path(output.name.removesuffix(PACKED)).suffix.lstrip(".").lower()


def _writer(store: Store, wanted: str, what: str | None) -> Callable[[IO[bytes]], None] | None:
    """Returns what writes the network or lists, None for what the engine or SSSOM writes."""
    repository = Repository(store)
    if wanted == GRAPHML:
        from graph.graphml import write_graphml

        return lambda file: write_graphml(repository, file, LANG)
    if wanted not in (CSV, XLSX):
        return None
    from api.exports.tables import KINDS
    from api.exports.writing import all_kinds, write_csv, write_workbook

    if wanted == XLSX:
        return lambda file: write_workbook(file, (what,) if what else all_kinds(), repository, LANG)
    if what is None:
        raise InputError("export-what-missing", known=", ".join(KINDS))
    return lambda file: write_csv(file, what, repository, LANG)


@contextmanager
def _target(output: Path | None) -> Iterator[IO[bytes]]:
    if output is None:
        yield sys.stdout.buffer
        return
    with working(say("export.working")), whole_file(output) as file, packed(file, output) as target:
        yield target


def export_set(store: Store, output: Path | None) -> None:
    """Writes the mapping set to a file, which appears whole or not at all, or to standard output."""
    from graph.sssom import records_in_force, write_set_rdf, write_set_tsv

    records = records_in_force(store)
    if output is None:
        write_set_tsv(store, records, sys.stdout.buffer, LANG)
        return
    with whole_file(output) as file:
        if output.name.endswith(TURTLE):
            file.write(write_set_rdf(store, records, "text/turtle", LANG))
        else:
            write_set_tsv(store, records, file, LANG)
