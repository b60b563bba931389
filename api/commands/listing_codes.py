"""codes: what a column of a list may name."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.output import write_json, write_table
from api.commands.session import AsJson, session_of
from api.commands.words import LANG, say
from graph.importers.known_codes import codes_named, naming_column_of
from graph.importers.tabular_mapping import load_mapping
from graph.repository import Repository

ColumnPath = Annotated[str, typer.Argument(help=say("argument.column"), show_default=False)]


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command("codes", help=say("codes.help"))(codes)


def codes(context: typer.Context, column: ColumnPath, as_json: AsJson = False) -> None:
    """Lists the codes and names that a column of a list may have: `projects/programme`, `own.json/county`."""
    mapping, _, name = column.rpartition("/") if "/" in column else (column, "", "")
    with session_of(context).store(create=False) as store:
        found = codes_named(naming_column_of(load_mapping(mapping), name), store)
        things = Repository(store).things(list({each.iri for each in found}), LANG)
    if as_json:
        write_json(
            [{"text": each.text, "iri": each.iri, "name": things[each.iri].name.text} for each in found]
        )
        return
    headings = [say(f"column.{key}") for key in ("code", "name", "iri")]
    write_table(headings, ((each.text, things[each.iri].name.text, each.iri) for each in found))
