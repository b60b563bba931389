"""what-if: what would fall or be won if projects went, came late or came; nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import note, working, write_json, write_table
from api.commands.session import AsJson, session_of
from api.commands.tracing import find
from api.commands.words import LANG, say, say_count
from api.wording.calling import called
from graph.errors import InputError
from graph.repository import Repository

if TYPE_CHECKING:
    from api.effects.schemas import EffectModel, PathwayModel, ShiftModel
    from api.portfolio.schemas import FigureModel
    from graph.alignment.effects import Delay, NewProject, Scenario
    from graph.alignment.portfolio import Filters
    from graph.store import Store
_SHOWN = 2


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command("what-if", help=say("what-if.help"))(what_if)


def what_if(
    context: typer.Context,
    remove: Annotated[list[str] | None, typer.Option(help=say("option.what-if-remove"))] = None,
    programme: Annotated[list[str] | None, typer.Option(help=say("option.what-if-remove-programme"))] = None,
    delay: Annotated[
        list[str] | None, typer.Option(metavar="KEY=DATE", help=say("option.what-if-delay"))
    ] = None,
    add: Annotated[
        list[Path] | None, typer.Option(metavar="FILE.json", help=say("option.what-if-add"))
    ] = None,
    accept: Annotated[list[str] | None, typer.Option(help=say("option.what-if-accept"))] = None,
    reject: Annotated[list[str] | None, typer.Option(help=say("option.what-if-reject"))] = None,
    region: Annotated[str | None, typer.Option(help=say("option.what-if-region"))] = None,
    orders: Annotated[int, typer.Option(help=say("option.what-if-orders"))] = 2,
    as_json: AsJson = False,
) -> None:
    """Tells what would change."""
    # What works on arrays takes longer to import than other commands take to run.
    from graph.alignment.effects import Scenario
    from graph.alignment.portfolio import Filters

    with session_of(context).store(create=False) as store:
        repository, base = Repository(store), store.base

        def full(names: Iterable[str] | None) -> tuple[str, ...]:
            return tuple(find(repository, name, base) for name in names or ())

        scenario: Scenario = Scenario(
            full(remove),
            full(programme),
            tuple(_delay(repository, each, base) for each in delay or ()),
            tuple(project for path in add or () for project in _described(path, base)),
            full(accept),
            full(reject),
        )
        filters = Filters(region=find(repository, region, base) if region else None)
        told = _told(repository, store, scenario, filters, orders)
    if as_json:
        write_json(told.model_dump(mode="json"))
    else:
        _show(told)


def _told(
    repository: Repository, store: Store, scenario: Scenario, filters: Filters, orders: int
) -> EffectModel:
    from api.effects.telling import effect_of
    from api.portfolio.naming import names_told
    from api.portfolio.telling import Teller
    from graph.alignment.effects import Effects
    from graph.alignment.portfolio import Portfolio

    with working(say("what-if.building")):
        portfolio = Portfolio(store)
    with names_told(repository.reading):
        effect = Effects(store, lambda: portfolio).effect(scenario, filters, orders=orders)
    return effect_of(Teller(repository, LANG), effect)


def _delay(repository: Repository, text: str, base: str) -> Delay:
    from graph.alignment.effects import Delay

    name, _, day = text.rpartition("=")
    try:
        start = date.fromisoformat(day)
    except ValueError as error:
        raise InputError("what-if-delay-malformed", value=text) from error
    if not name:
        raise InputError("what-if-delay-malformed", value=text)
    return Delay(find(repository, name, base), start)


def _described(path: Path, base: str) -> Iterator[NewProject]:
    """Yields the projects that a file describes: one, or a list of them."""
    from pydantic import TypeAdapter, ValidationError

    from api.bodies import refused
    from api.effects.bodies import NewProjectBody
    from graph.importers.tabular_read import read_bytes

    content = read_bytes(path)
    several = content.lstrip().startswith(b"[")
    try:
        if several:
            bodies = TypeAdapter(list[NewProjectBody]).validate_json(content)
        else:
            bodies = [NewProjectBody.model_validate_json(content)]
    except ValidationError as error:
        raise refused(error) from error
    yield from (body.project(base) for body in bodies)


def _show(told: EffectModel) -> None:
    if not told.items and not told.windows and not told.ripples:
        note(say("what-if.nothing"))
    if told.items:
        headings = [
            say(f"what-if.column.{name}") for name in ("change", "objective", "projects", "money", "regions")
        ]
        write_table(headings, map(_line, told.items))
    if told.windows:
        note(say("what-if.windows"))
        headings = [say(f"what-if.column.{name}") for name in ("change", "objective", "since", "until")]
        rows = (
            [
                say("what-if.covered-then" if each.covered else "what-if.uncovered-then"),
                called(each.objective),
                str(each.since or "…"),
                str(each.until or "…"),
            ]
            for each in told.windows
        )
        write_table(headings, rows)
    if told.ripples:
        note(say("what-if.ripples"))
        headings = [say(f"what-if.column.{name}") for name in ("effect", "objective", "through")]
        rows = ([f"{each.net:+}", called(each), _way(each.pathways[0])] for each in told.ripples)
        write_table(headings, rows)
    before, after = told.before, told.after
    note(say_count("what-if.total", after.projects, before=before.projects, after=after.projects))
    if told.shared:
        note(say_count("what-if.shared", told.shared))


def _line(item: ShiftModel) -> list[str]:
    mark = f" ({say('what-if.prioritised')})" if item.prioritised else ""
    regions = [f"−{called(each)}" for each in item.lost] + [f"+{called(each)}" for each in item.won]
    return [
        say(f"what-if.{item.change}"),
        called(item) + mark,
        f"{item.before.projects} → {item.after.projects}",
        f"{_money(item.before)} → {_money(item.after)}",
        ", ".join(regions[:_SHOWN]) + (f" … ({len(regions)})" if len(regions) > _SHOWN else ""),
    ]


def _money(figure: FigureModel) -> str:
    from api.wording.numerals import money  # brings Babel, which takes longer to import than most commands

    return " + ".join(money(each.value, each.currency, LANG) for each in figure.money) or "0"


def _way(pathway: PathwayModel) -> str:
    """Returns the objectives of a pathway with the strengths between them."""
    ends = [f" {step.strength:+} → {called(step.target)}" for step in pathway.steps]
    return called(pathway.steps[0].source) + "".join(ends)
