"""why-not: what stands between something and a goal, and which hop would make a chain."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from api.chains.filters import read_filters
from api.chains.why_not import candidate_told, verdict_told, why_not_model
from api.commands import chain_options as options
from api.commands.output import console, write_line
from api.commands.session import AsJson, session_of
from api.commands.tracing import find, tree_of
from api.commands.words import LANG, say
from graph.repository import Repository
from graph.terms import expand

if TYPE_CHECKING:
    from graph.alignment.filters import Filters
    from graph.alignment.whynot import WhyNot

_MOST = 5


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(name="why-not", help=say("why-not.help"))(why_not_shown)


def why_not_shown(
    context: typer.Context,
    start: Annotated[str, typer.Argument(metavar="FROM", help=say("argument.start"), show_default=False)],
    goal: Annotated[str, typer.Argument(metavar="GOAL", help=say("argument.goal"), show_default=False)],
    status: options.Status = None,
    machines: options.Machines = False,
    author: options.Author = None,
    confidence: options.Confidence = None,
    held: options.Held = None,
    said: options.Said = None,
    undated: options.Undated = None,
    recorded: options.Recorded = None,
    period: options.Period = None,
    force: options.Force = None,
    addressee: options.Addressee = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help=say("option.limit"))] = _MOST,
    as_json: AsJson = False,
) -> None:
    """Shows why something does not serve a goal."""
    texts = options.Given(
        status, machines, author, confidence, held, said, undated, recorded, period, force, addressee
    ).texts()
    with session_of(context).store(create=False) as store:
        repository = Repository(store)
        first, aim = (expand(find(repository, each, store.base)).value for each in (start, goal))
        found = _found(repository, first, aim, read_filters(texts, store.base), limit)
        if as_json:
            told = why_not_model(found, repository.reading, LANG)
            sys.stdout.write(told.model_dump_json(indent=2) + "\n")
            return
    _show(found)


def _found(repository: Repository, start: str, goal: str, filters: Filters, limit: int) -> WhyNot:
    # What walks the network takes longer to import than other commands take to run.
    from graph.alignment.chains import Chains
    from graph.alignment.whynot import why_not

    return why_not(repository, Chains(repository), start, goal, filters=filters, limit=limit, lang=LANG)


def _show(found: WhyNot) -> None:
    write_line(verdict_told(found, LANG))
    for key, chains in (("chains", found.chains), ("hindering", found.hindering), ("up", found.up)):
        if chains:
            write_line(say(f"why-not.{key}"))
            console(sys.stdout).print(tree_of(found.start, chains))
    if found.candidates:
        write_line(say("why-not.candidates"))
    for number, each in enumerate(found.candidates, start=1):
        write_line(f"{number}. {candidate_told(each, LANG)}")
