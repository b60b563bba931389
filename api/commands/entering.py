"""enter: single projects, objectives and observations from JSON, as HTTP takes them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.commands.output import working
from api.commands.recording import Who, speaker
from api.commands.registering import register_of, tell
from api.commands.session import AsJson, session_of
from api.commands.words import say
from api.iris import full
from api.shapes import by_shapes
from graph.commits import Writer
from graph.errors import UnknownName
from graph.importers.tabular_read import read_bytes
from graph.register import Entry

KINDS = ("project", "objective", "observation")


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command(help=say("enter.help"))(enter)


def _complete_kind(incomplete: str) -> list[str]:
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def enter(
    context: typer.Context,
    kind: Annotated[
        str, typer.Argument(help=say("argument.kind"), autocompletion=_complete_kind, show_default=False)
    ],
    file: Annotated[Path, typer.Argument(help=say("argument.entry"), show_default=False)],
    over: Annotated[str | None, typer.Option(help=say("option.over"), show_default=False)] = None,
    who: Who = None,
    as_json: AsJson = False,
) -> None:
    """Enters a thing, or puts it in the place of one that was entered, whole or not at all."""
    if kind not in KINDS:
        raise UnknownName("kind-unknown", name=kind, known=", ".join(KINDS))
    content = sys.stdin.buffer.read() if str(file) == "-" else read_bytes(file)
    with session_of(context).store(create=False) as store, working(say("record.working")):
        base = store.base
        entry = _entry(kind, content, base)
        register = register_of(Writer(store, by_shapes), *speaker(who, base))
        kept = register.replace(full(over, base), entry) if over else register.enter(entry)
    tell(kept, "done", as_json=as_json)


def _entry(kind: str, content: bytes, base: str) -> Entry:
    """Returns what a file holds; what is wrong with its fields raises SubmissionRefused."""
    from pydantic import ValidationError

    from api.bodies import refused
    from api.register.bodies import ObjectiveBody, ObservationBody, ProjectBody

    bodies: dict[str, type[ProjectBody | ObjectiveBody | ObservationBody]] = {
        "project": ProjectBody,
        "objective": ObjectiveBody,
        "observation": ObservationBody,
    }
    try:
        return bodies[kind].model_validate_json(content, context={"base": base}).entry()
    except ValidationError as error:
        raise refused(error) from error
