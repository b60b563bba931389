"""token, tokens, rotate: who may write over HTTP; a token itself is shown once and kept nowhere."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from api.access.roles import TITLES
from api.access.rotating import rotated
from api.access.tokens import Holder, Tokens, hash_of, make_token, today
from api.commands.output import note, write_json, write_line, write_table
from api.commands.session import AsJson, session_of
from api.commands.words import say
from api.iris import full
from graph.errors import InputError, UnknownName
from graph.terms import slug

AGENTS = "id/agent/local/"


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command("token", help=say("token.help"))(token)
    app.command("tokens", help=say("tokens.help"))(tokens)
    app.command("rotate", help=say("rotate.help"))(rotate)


def token(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=say("argument.holder"), show_default=False)],
    role: Annotated[str, typer.Option(help=say("option.role"))] = "contributor",
    agent: Annotated[str | None, typer.Option(help=say("option.agent"), show_default=False)] = None,
    machine: Annotated[bool, typer.Option("--machine", help=say("option.machine"))] = False,
    days: Annotated[int | None, typer.Option(min=1, help=say("option.days"), show_default=False)] = None,
) -> None:
    """Makes a token of 256 random bits: the line for the file on standard output, the token beside it."""
    settings = session_of(context).settings
    made, who = make_token(), agent or _own(name)
    full(who, settings.base)
    holder = Holder.model_validate(
        {
            "role": _known(role),
            "name": name.strip(),
            "agent": who,
            "sha256": hash_of(made),
            "machine": machine,
            "made": today(),
            "until": today() + timedelta(days=days) if days else None,
        }
    )
    write_line(holder.model_dump_json(exclude_none=True))
    note(say("token.made", token=made))
    note(say("token.where", file=settings.tokens))


def tokens(context: typer.Context, as_json: AsJson = False) -> None:
    """Lists who holds tokens, as what, until when, and when each was used last."""
    settings = session_of(context).settings
    found = Tokens(Path(settings.tokens), settings.store)
    used, day = found.uses.all(), today()
    told = [
        {
            **each.model_dump(include={"name", "role", "agent", "machine", "made", "until"}),
            "used": used.get(each.sha256),
            "good": each.holds_on(day),
        }
        for each in found.holders()
    ]
    if as_json:
        write_json(told)
        return
    columns = ("name", "role", "made", "until", "used")
    write_table(
        [say(f"column.token-{column}") for column in columns],
        [[str(each[column] or "") for column in columns] for each in told],
    )


def rotate(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help=say("argument.holder"), show_default=False)],
    grace: Annotated[int, typer.Option(min=0, help=say("option.grace"))] = 7,
    days: Annotated[int | None, typer.Option(min=1, help=say("option.days"), show_default=False)] = None,
) -> None:
    """Makes a new token for somebody and lets their old ones end after some days."""
    path = Path(session_of(context).settings.tokens)
    made = rotated(path, name.strip(), grace, days)
    note(say("token.made", token=made))
    write_line(say("rotate.made", file=path, days=grace))


def _known(role: str) -> str:
    if role not in TITLES:
        raise UnknownName("role-unknown", name=role, known=", ".join(TITLES))
    return role


def _own(name: str) -> str:
    """Returns the agent of somebody whom the graph does not know yet, by their name."""
    made = slug(name)
    if not made or len(name.strip()) > Holder.model_fields["name"].metadata[1].max_length:
        raise InputError("holder-unnamed", name=name)
    return AGENTS + made
