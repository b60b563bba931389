"""audit: by which request, from where, each commit was made."""

from __future__ import annotations

from itertools import islice
from typing import Annotated

import typer

from api.commands.changing import commit_json
from api.commands.output import note, write_json, write_table
from api.commands.session import AsJson, session_of
from api.commands.words import LANG, say
from api.iris import as_iri
from api.wording.reasons import worded_reason
from graph.commits import audited, first_told

_COLUMNS = ("sequence", "time", "who", "client", "request", "reason")


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command(help=say("audit.help"))(audit)


def audit(
    context: typer.Context,
    request: Annotated[str | None, typer.Option(help=say("option.request"), show_default=False)] = None,
    client: Annotated[str | None, typer.Option(help=say("option.client"), show_default=False)] = None,
    agent: Annotated[str | None, typer.Option(help=say("option.agent-of"), show_default=False)] = None,
    limit: Annotated[int, typer.Option(min=1, help=say("option.limit"))] = 20,
    as_json: AsJson = False,
) -> None:
    """Lists the commits, the newest first, with who made them, from where and by which request."""
    with session_of(context).store(create=False) as store:
        by = as_iri(agent, store.base)
        found = tuple(islice(audited(store, request, client, by), limit))
        first = first_told(store)
    if first and first.sequence > 1:
        note(say("audit.since", sequence=first.sequence, at=f"{first.at:%Y-%m-%d %H:%M:%S}"))
    if as_json:
        write_json([commit_json(each) for each in found])
        return
    rows = (
        (
            str(each.sequence),
            f"{each.at:%Y-%m-%d %H:%M:%S}",
            each.agent.rpartition("/")[2],
            each.client or "",
            each.request or "",
            worded_reason(each.reason, LANG),
        )
        for each in found
    )
    write_table([say(f"column.{name}") for name in _COLUMNS], rows)
