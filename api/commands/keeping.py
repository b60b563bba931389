"""backup, verify, restore: a copy of the store that restores it as it was after any commit."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands.changing import AGENT
from api.commands.output import note, working, write_json, write_line
from api.commands.session import AsJson, login, session_of
from api.commands.words import say
from graph.commits.restoring import restored
from graph.errors import BackupProblem
from graph.saved import Saves
from graph.store.backups import Backup, back_up, forget_covered
from graph.store.backups import verify as verify_backup
from graph.store.origin import Asked, asked

Folder = Annotated[Path, typer.Argument(help=say("argument.backup"), show_default=False)]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command(help=say("backup.help"))(backup)
    app.command(help=say("verify.help"))(verify)
    app.command(help=say("restore.help"))(restore)


def backup(
    context: typer.Context,
    folder: Folder,
    forget: Annotated[bool, typer.Option("--forget", help=say("option.forget"))] = False,
    as_json: AsJson = False,
) -> None:
    """Writes a backup of the store into a new directory; a server makes its own over HTTP."""
    with session_of(context).store(create=False) as store, working(say("backup.working")):
        made = back_up(store, folder, nullcontext())
        gone = forget_covered(store, folder) if forget else None
    _tell("backup.made", folder, made, as_json)
    if gone is not None:
        note(say("backup.forgot", count=gone[0], oldest=gone[1]))


def verify(folder: Folder, as_json: AsJson = False) -> None:
    """Checks that a backup is whole; it needs no store, so it may be run anywhere."""
    with working(say("verify.working")):
        found = verify_backup(folder)
    _tell("verify.whole", folder, found, as_json)


def restore(
    context: typer.Context,
    folder: Folder,
    to: Annotated[int | None, typer.Option("--to", min=0, help=say("option.to"), show_default=False)] = None,
    beyond: Annotated[
        int, typer.Option("--beyond", min=0, help=say("option.beyond"), show_default=False)
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """Makes the store, which must not be there yet, as it was after a commit."""
    where = session_of(context).settings.store
    if where == "memory:":
        raise BackupProblem("backup-memory", path=where)
    with working(say("restore.working")):
        place = Path(where).expanduser()
        with asked(Asked(client=f"local:{login()}")):
            found = restored(folder, place, AGENT, to, beyond)
        Saves(str(place)).lead_back(found.sequence)
    last = found.telling.sequence if found.telling else found.sequence
    if as_json:
        write_json({"store": where, "sequence": found.sequence, "last": last})
        return
    write_line(say("restore.made", store=where, sequence=found.sequence))
    if found.telling:
        write_line(say("restore.given-up", to=found.sequence, until=last - 1, sequence=last))
    if not beyond:
        note(say("restore.beyond", sequence=max(last - 1, found.sequence), next=last + 1))


def _tell(key: str, folder: Path, found: Backup, as_json: bool) -> None:
    if as_json:
        write_json({"path": str(folder), **asdict(found)})
        return
    write_line(
        say(
            key, path=folder, sequence=found.sequence, oldest=found.oldest, quads=found.quads, made=found.made
        )
    )
