"""query: SPARQL text, a file or standard input, answered in any format that the engine writes."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import write_table
from api.commands.session import AsJson, session_of
from api.commands.words import say
from graph.causes import os_cause
from graph.errors import FileProblem, Place, QueryProblem, UnknownName
from graph.store import Store
from graph.terms import compact

MEDIA_TYPES: Mapping[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
_QUERY_SUFFIXES = (".rq", ".sparql")


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("query.help"))(query)


def query(
    context: typer.Context,
    text: Annotated[str, typer.Argument(help=say("argument.query"), show_default=False)],
    form: Annotated[str | None, typer.Option("--format", help=say("option.format"))] = None,
    as_json: AsJson = False,
) -> None:
    """Answers a SPARQL query."""
    asked = _query_text(text)
    wanted = "json" if as_json else form
    if wanted is not None and wanted not in MEDIA_TYPES:
        raise UnknownName("format-unknown", name=wanted, known=", ".join(MEDIA_TYPES))
    with session_of(context).store(create=False) as store:
        if wanted is None:
            _write_readable(store, asked)
        else:
            sys.stdout.buffer.write(_answered(store, asked, MEDIA_TYPES[wanted]))


def _query_text(given: str) -> str:
    """Returns the query: what the file of that name holds, standard input for `-`, or the text itself."""
    if given == "-":
        return sys.stdin.read()
    if not given.endswith(_QUERY_SUFFIXES) or "\n" in given:
        return given
    try:
        return Path(given).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise FileProblem("file-missing", Place(file=given), file=given) from error
    except OSError as error:
        raise FileProblem("file-unreadable", Place(file=given), file=given, why=os_cause(error)) from error
    except UnicodeDecodeError as error:
        raise QueryProblem("query-not-utf8") from error


def _answered(store: Store, asked: str, media_type: str) -> bytes:
    output = io.BytesIO()
    store.write_answer(asked, media_type, output)
    return output.getvalue()


def _write_readable(store: Store, asked: str) -> None:
    """Writes solutions as a table, yes or no as such, and triples as Turtle."""
    try:
        answer = json.loads(_answered(store, asked, MEDIA_TYPES["json"]))
    except QueryProblem as error:
        if error.key != "media-type-unfit":
            raise
        sys.stdout.buffer.write(_answered(store, asked, MEDIA_TYPES["ttl"]))
        return
    if "boolean" in answer:
        write_table([say("column.answer")], [[say("yes" if answer["boolean"] else "no")]])
        return
    names: Sequence[str] = answer["head"]["vars"]
    rows = answer["results"]["bindings"]
    write_table(names, ([_cell(row.get(name)) for name in names] for row in rows))


def _cell(term: Mapping[str, str] | None) -> str:
    if term is None:
        return ""
    return compact(term["value"]) if term["type"] == "uri" else term["value"]
