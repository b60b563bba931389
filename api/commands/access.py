"""token: makes a token, shows it once, and prints the line that lets its holder in."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from api.access.roles import TITLES
from api.access.tokens import Holder, hash_of, make_token, today
from api.commands.output import note, write_line
from api.commands.session import session_of
from api.commands.words import say
from api.iris import from_base
from graph.errors import InputError, UnknownName
from graph.terms import expand, slug

AGENTS = "id/agent/local/"


def add_commands(app: typer.Typer) -> None:
    """Adds the command of this module to the application."""
    app.command("token", help=say("token.help"))(token)


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
    expand(from_base(who, settings.base))
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
