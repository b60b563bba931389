"""serve: opens the store, loads what ships if it is empty, and serves."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

import typer

from api.commands.output import note, write_line
from api.commands.owning import warn_of_owner
from api.commands.session import make_settings, session_of
from api.commands.shipped import differs_from_shipped, load_if_empty
from api.commands.words import say
from api.safety import is_loopback, refuse_dangers
from api.settings import Settings
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
    from api.serving.server import serve as serve_until_stopped

    shared = session_of(context).settings
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    settings = make_settings(**(shared.model_dump() | given))
    refuse_dangers(settings)
    warn_of_owner(settings.store)
    store = open_store(settings.store, base=settings.base, least_free=settings.free_space_bytes)
    if not store.sequence and (here := _other_base(settings)):
        note(say("serve.other-base", base=settings.base, here=here, store=settings.store))
    if not load_if_empty(store, settings) and differs_from_shipped(store):
        note(say("serve.shipped-differs", store=settings.store))
    if not serve_until_stopped(settings, store, _say_address):
        raise StoreProblem("port-taken", host=settings.host, port=settings.port)


def _other_base(settings: Settings) -> str | None:
    """Returns the base that would lead to this server, where that of a new store leads to another port here.

    Another host is meant: a proxy stands before the server.
    """
    base = urlsplit(settings.base)
    is_here = is_loopback(base.hostname or "") and settings.port
    if not is_here or (base.port or (443 if base.scheme == "https" else 80)) == settings.port:
        return None
    return base._replace(netloc=f"{base.hostname}:{settings.port}").geturl()


def _say_address(address: str) -> None:
    write_line(say("serve.address", address=address))
