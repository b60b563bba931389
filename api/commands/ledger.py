"""ledger: alignments in a view of the ledger, or the history of one of them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from api.commands.output import note, write_json, write_table
from api.commands.session import AsJson, session_of
from api.commands.words import LANG, say
from api.iris import as_iri, full
from api.wording.calling import called
from api.wording.reasons import worded_reason
from graph.errors import UnknownName
from graph.ledger.views import VIEWS
from graph.model import Alignment, LedgerEvent, Page, Thing
from graph.repository import Repository
from graph.terms import compact

STATUSES = ("proposed", "accepted", "rejected", "contested", "withdrawn", "superseded")


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("ledger.help"))(ledger)


def ledger(
    context: typer.Context,
    alignment: Annotated[str | None, typer.Argument(help=say("argument.history"), show_default=False)] = None,
    view: Annotated[str | None, typer.Option(help=say("option.view"), show_default=False)] = None,
    status: Annotated[str | None, typer.Option(help=say("option.status"), show_default=False)] = None,
    author: Annotated[str | None, typer.Option(help=say("option.author"), show_default=False)] = None,
    source: Annotated[str | None, typer.Option(help=say("argument.source"), show_default=False)] = None,
    target: Annotated[str | None, typer.Option(help=say("argument.target"), show_default=False)] = None,
    limit: Annotated[int, typer.Option(min=1, help=say("option.limit"))] = 20,
    offset: Annotated[int, typer.Option(min=0, help=say("option.offset"))] = 0,
    as_json: AsJson = False,
) -> None:
    """Lists alignments by where they stand, or tells what has happened to one."""
    with session_of(context).store(create=False) as store:
        repository = Repository(store)

        if alignment:
            _tell_history(repository.history(full(alignment, store.base), LANG), as_json=as_json)
            return
        page = repository.alignments(
            source=as_iri(source, store.base),
            target=as_iri(target, store.base),
            author=as_iri(author, store.base),
            status=_one_of(status, STATUSES),
            view=_one_of(view, tuple(VIEWS)),
            lang=LANG,
            limit=limit,
            offset=offset,
        )
        things = repository.things({iri for each in page.items for iri in (each.source, each.target)}, LANG)
    if as_json:
        write_json({"items": [asdict(each) for each in page.items], "total": page.total, "next": page.next})
        return
    _tell_list(page, dict(things))


def _one_of(given: str | None, known: tuple[str, ...]) -> str | None:
    if given is not None and given not in known:
        raise UnknownName("view-unknown", name=given, known=", ".join(known))
    return given


def _tell_list(page: Page[Alignment], things: dict[str, Thing]) -> None:
    headings = [say(f"column.{name}") for name in ("from", "to", "status", "score", "author", "alignment")]
    rows = (
        (
            called(things[each.source]),
            ("– " if each.hinders else "") + called(things[each.target]),
            say(f"status.{each.status}"),
            "" if each.score is None else str(each.score),
            each.author.name.text,
            compact(each.iri),
        )
        for each in page.items
    )
    write_table(headings, rows)
    note(say("ledger.total", shown=len(page.items), total=page.total))


def _tell_history(events: tuple[LedgerEvent, ...], *, as_json: bool) -> None:
    if as_json:
        write_json([asdict(each) for each in events])
        return
    headings = [
        say(f"column.{name}") for name in ("time", "event", "author", "agreement", "state", "reason", "iri")
    ]
    rows = (
        (
            f"{each.at:%Y-%m-%d %H:%M:%S}",
            say(f"event.{each.kind}"),
            each.author.name.text,
            "" if each.agreement is None else str(each.agreement),
            say(f"event.{each.state}"),
            worded_reason(each.reason.text, LANG) if each.reason else "",
            compact(each.iri),
        )
        for each in events
    )
    write_table(headings, rows)
