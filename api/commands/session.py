"""What every command gets: the settings, the language, and the store with what reads and writes it."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer
from pydantic import ValidationError

from api.commands.owning import warn_of_owner
from api.commands.words import say
from api.settings import Settings
from api.wording.complaints import cause_of
from graph.errors import InputError
from graph.store import Store, open_store
from graph.store.origin import Asked, asked

_NOBODY = "command line"
AsJson = Annotated[bool, typer.Option("--json", help=say("option.json"))]


@dataclass(frozen=True, slots=True)
class Session:
    """Is one run of the command line."""

    settings: Settings

    @contextmanager
    def store(self, *, create: bool = True) -> Iterator[Store]:
        """Returns the store for as long as the command needs it."""
        warn_of_owner(self.settings.store)
        opened = open_store(
            self.settings.store,
            base=self.settings.base,
            create=create,
            least_free=self.settings.free_space_bytes,
        )
        try:
            with asked(Asked(client=f"local:{login()}")):
                yield opened
        finally:
            opened.close()


def session_of(context: typer.Context) -> Session:
    """Returns the session that the global options made."""
    session = context.find_object(Session)
    if session is None:
        raise RuntimeError("the command was not called by way of the application")
    return session


def login() -> str:
    """Returns the name that one is logged in by, or a word for one that the machine does not name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return _NOBODY


def make_settings(**given: object) -> Settings:
    """Returns the settings: what is given here goes before the environment, None counts as not given."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InputError(
            "setting-invalid", name=name, value=_as_given(first["input"]), why=cause_of(first)
        ) from error


def _as_given(value: object) -> str:
    """Returns a value as it was written, one of several parts with commas between."""
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
