"""serve: opens the store, loads what ships if it is empty, and serves."""

from __future__ import annotations

from typing import Annotated

import typer

from api.commands.output import write_line
from api.commands.session import make_settings, session_of
from api.commands.shipped import load_if_empty
from api.commands.words import say
from api.safety import refuse_dangers
from graph.errors import StoreProblem
from graph.store import open_store


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command(help=say("serve.help"))(serve)


def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option(help=say("option.host"), show_default=False)] = None,
    port: Annotated[int | None, typer.Option(help=say("option.port"), show_default=False)] = None,
) -> None:
    """Serves the graph until it is stopped."""
    # The libraries of the server take longer to import than any other command takes to run.
    from api.server import serve as serve_until_stopped

    shared = session_of(context).settings
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = make_settings(**(shared.model_dump() | given))
    refuse_dangers(settings)
    store = open_store(settings.store, base=settings.base, least_free=settings.free_space_bytes)
    load_if_empty(store, settings)
    if not serve_until_stopped(settings, store, _say_address):
        raise StoreProblem("port-taken", host=settings.host, port=settings.port)


def _say_address(address: str) -> None:
    write_line(say("serve.address", address=address))
