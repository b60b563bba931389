"""portfolio: counts and money by goal, objective, region and programme, gaps, overlap, say, fund and do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.asking import values_of
from api.commands.output import note, working, write_json, write_table
from api.commands.session import AsJson, session_of
from api.commands.words import LANG, say
from api.wording.calling import with_code
from graph.repository import Repository
from graph.terms import compact

if TYPE_CHECKING:
    from api.schemas import Model
    from graph.store import Store

_APART = ("counting", "sequence")
_PARTS = (".name", ".code")


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("portfolio.help"))(portfolio)


def _complete_question(incomplete: str) -> list[str]:
    from api.effects.asking import QUESTIONS as EFFECTS
    from api.portfolio.asking import QUESTIONS

    return [name for name in (*QUESTIONS, *EFFECTS) if name.startswith(incomplete)]


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
    import api.effects.tables  # noqa: F401  registers the rows of the questions of effects
    from api.portfolio.tables import csv_rows

    with session_of(context).store(create=False) as store:
        told: Any = _told(store, name, values_of(values or [], store.base))
    if as_json:
        write_json(json.loads(told.model_dump_json()))
        return
    columns, rows = csv_rows(told)
    shown = [column for column in columns if not column.endswith(_PARTS) and column not in _APART]
    headings = [say(f"portfolio.column.{column}") for column in shown]
    write_table(headings, ([_cell(line, column, store.base) for column in shown] for line in rows))
    note(say(f"portfolio.basis-{told.basis.counting}", sequence=told.basis.sequence))


def _told(store: Store, name: str, given: Mapping[str, Sequence[str]]) -> Model:
    """Returns the answer to a question of the portfolio, or to one of what hangs on what."""
    from api.effects.asking import QUESTIONS as EFFECTS
    from api.effects.asking import ask_of as ask_of_effects
    from api.effects.parameters import MAY_REPEAT
    from api.portfolio.asking import QUESTIONS, ask_of, parsed
    from api.portfolio.naming import names_told
    from api.portfolio.parameters import REPEATED
    from api.portfolio.telling import Teller
    from graph.alignment.effects import Effects
    from graph.alignment.portfolio import Portfolio

    asked = parsed(name, given, {**QUESTIONS, **EFFECTS}, MAY_REPEAT if name in EFFECTS else REPEATED)
    repository = Repository(store)
    with working(say("portfolio.gathering")), names_told(repository.reading):
        portfolio, tell = Portfolio(store), Teller(repository, LANG)
        if name in EFFECTS:
            return ask_of_effects(asked, store.base)(Effects(store, lambda: portfolio), tell)
        return ask_of(name, asked, store.base)(portfolio, tell)


_WORDED = ("both", "true", "false", "forward", "backward", "moves", "still", "mixed", "unknown")


def _cell(line: Mapping[str, Any], column: str, base: str) -> str:
    """Returns one cell: a thing by its code and name, IRIs as the command line takes them."""
    name, code = line.get(f"{column}.name"), line.get(f"{column}.code")
    if name:
        return with_code(code, name)
    value = line.get(column)
    if value in _WORDED:
        return say(f"portfolio.value.{value}")
    return (
        ""
        if value is None
        else "; ".join(compact(part).removeprefix(base) for part in str(value).split("; "))
    )
