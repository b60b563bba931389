"""portfolio: counts and money by goal, objective, region and programme, gaps, overlap, say, fund and do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from api.calling import with_code
from api.commands.asking import values_of
from api.commands.output import note, working, write_json, write_table
from api.commands.session import AsJson, session_of
from api.commands.words import LANG, say
from graph.repository import Repository
from graph.terms import compact

_APART = ("counting", "sequence")
_PARTS = (".name", ".code")


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("portfolio.help"))(portfolio)


def _complete_question(incomplete: str) -> list[str]:
    from api.portfolio.asking import QUESTIONS

    return [name for name in QUESTIONS if name.startswith(incomplete)]


def portfolio(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(
            metavar="QUESTION",
            help=say("portfolio.question"),
            autocompletion=_complete_question,
            show_default=False,
        ),
    ],
    values: Annotated[
        list[str] | None, typer.Argument(help=say("portfolio.values"), show_default=False)
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Answers a question from the portfolio, with the parameters that it has over HTTP."""
    # numpy and the models of HTTP take longer to import than other commands take to run.
    from api.portfolio.asking import ask_of, parsed
    from api.portfolio.tables import csv_rows
    from api.portfolio.telling import Teller
    from graph.alignment.portfolio import Portfolio

    with session_of(context).store(create=False) as store:
        asked = parsed(name, values_of(values or [], store.base))
        with working(say("portfolio.gathering")):
            told = ask_of(name, asked, store.base)(Portfolio(store), Teller(Repository(store), LANG))
    if as_json:
        write_json(json.loads(told.model_dump_json()))
        return
    columns, rows = csv_rows(told)
    shown = [column for column in columns if not column.endswith(_PARTS) and column not in _APART]
    headings = [say(f"portfolio.column.{column}") for column in shown]
    write_table(headings, ([_cell(line, column, store.base) for column in shown] for line in rows))
    note(say(f"portfolio.basis-{told.basis.counting}", sequence=told.basis.sequence))


def _cell(line: Mapping[str, Any], column: str, base: str) -> str:
    """Returns one cell: a thing by its code and name, IRIs as the command line takes them."""
    name, code = line.get(f"{column}.name"), line.get(f"{column}.code")
    if name:
        return with_code(code, name)
    value = line.get(column)
    return (
        ""
        if value is None
        else "; ".join(compact(part).removeprefix(base) for part in str(value).split("; "))
    )
