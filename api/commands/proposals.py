"""propose: what a text or a project may serve, by its words; and, on request, stated by a machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import note, working, write_json, write_line, write_table
from api.commands.session import AsJson, Session, session_of
from api.commands.tracing import find
from api.commands.words import LANG, say
from api.iris import full
from api.wording.calling import called
from graph.causes import os_cause
from graph.errors import FileProblem, InputError, Place
from graph.terms import compact, decimal

if TYPE_CHECKING:
    from graph.proposals import Asked, Outcome, Proposals
    from graph.repository import Repository
    from graph.store import Store

_STDIN = "-"
_MOST = 1 << 20

Projects = Annotated[
    list[str] | None, typer.Argument(metavar="PROJECT", help=say("argument.read"), show_default=False)
]
Text = Annotated[str | None, typer.Option(help=say("option.text-file"), show_default=False)]
Title = Annotated[str, typer.Option(help=say("option.text-title"), show_default=False)]
Spoken = Annotated[str, typer.Option("--in", help=say("option.text-in"), show_default=False)]
Areas = Annotated[list[str] | None, typer.Option(help=say("option.text-area"), show_default=False)]
Least = Annotated[str | None, typer.Option(help=say("option.least"), show_default=False)]


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("propose.help"))(propose)


def propose(
    context: typer.Context,
    projects: Projects = None,
    text: Text = None,
    title: Title = "",
    spoken: Spoken = "",
    area: Areas = None,
    least: Least = None,
    state: Annotated[bool, typer.Option("--state", help=say("option.state"))] = False,
    as_json: AsJson = False,
) -> None:
    """Tells what projects, or a text, may serve by their words; with --state the ledger holds it too."""
    if bool(projects) == bool(text or title) or (state and not projects):
        raise InputError("text-or-project")
    bound = Decimal(decimal(least).value) if least else None
    if projects:
        _of_projects(session_of(context), projects, bound, state=state, as_json=as_json)
    else:
        _of_text(session_of(context), (title, _read(text), spoken, area or []), bound, as_json=as_json)


def _of_text(
    session: Session, given: tuple[str, str, str, list[str]], least: Decimal | None, *, as_json: bool
) -> None:
    from graph.importers.areas_named import AreasNamed
    from graph.proposals import Asked, propose
    from graph.repository import Repository

    title, text, spoken, areas = given
    with session.store(create=False) as store:
        territories = tuple(full(each, store.base) for each in areas)
        asked: Asked = Asked(title, text, spoken, territories, date.today())
        repository = Repository(store)
        found = propose(repository, asked, LANG, least)
        named = AreasNamed(store).of(f"{title}\n{text}")
        things = repository.things(named, LANG)
        places = [things[iri] for iri in named]
    if as_json:
        write_json(asdict(found) | {"areas": [asdict(each) for each in places]})
        return
    _tell(found)
    if places:
        note(
            say("propose.areas", names=", ".join(f"{called(each)} ({compact(each.iri)})" for each in places))
        )


def _of_projects(
    session: Session, given: Sequence[str], least: Decimal | None, *, state: bool, as_json: bool
) -> None:
    from graph.proposals import propose_for
    from graph.repository import Repository

    with session.store(create=False) as store, working(say("propose.working")):
        repository = Repository(store)
        names = [find(repository, each, store.base) for each in given]
        read = {name: propose_for(repository, name, LANG, least) for name in names}
        outcomes = dict(_stated(store, repository, read)) if state else {}
    if as_json:
        write_json([_told(name, found, outcomes.get(name)) for name, found in read.items()])
        return
    for name, found in read.items():
        if len(read) > 1:
            write_line(name)
        _tell(found)
        if name in outcomes:
            _tell_outcome(outcomes[name])


def _stated(
    store: Store, repository: Repository, read: dict[str, Proposals]
) -> Iterator[tuple[str, Outcome]]:
    from api.shapes import by_shapes
    from graph.commits import Writer
    from graph.proposals import state_proposals

    writer = Writer(store, by_shapes)
    for name, found in read.items():
        yield name, state_proposals(writer, repository, name, found)


def _read(text: str | None) -> str:
    """Returns the text of a file, of standard input for "-", or none."""
    if text is None:
        return ""
    if text == _STDIN:
        return sys.stdin.read(_MOST)
    try:
        with Path(text).open(encoding="utf-8", errors="replace") as file:
            return file.read(_MOST)
    except OSError as error:
        raise FileProblem("file-unreadable", Place(file=text), file=text, why=os_cause(error)) from error


def _told(name: str, found: Proposals, outcome: Outcome | None) -> dict[str, object]:
    return {"project": name, **asdict(found), "outcome": asdict(outcome) if outcome else None}


def _tell(found: Proposals) -> None:
    if found.abstained:
        write_line(say(f"propose.{found.abstained}"))
        return
    headings = [say(f"column.{name}") for name in ("to", "kind-proposed", "sure", "words")]
    write_table(
        headings,
        (
            (
                called(each.thing),
                say(f"propose.{each.kind}"),
                f"{each.confidence:.2f}",
                ", ".join(dict.fromkeys(word.text.casefold() for word in each.words[:6])),
            )
            for each in found.items
        ),
    )
    note(say("propose.method", method=found.method, version=found.version, spoken=found.lang))


def _tell_outcome(outcome: Outcome) -> None:
    counts = {name: len(getattr(outcome, name)) for name in outcome.__slots__}
    write_line(say("propose.stated", **counts))
