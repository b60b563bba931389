"""What ships: it fills an empty store, and is brought into one in use when a new version ships other data."""

from __future__ import annotations

from pathlib import Path

from api.commands.output import note, working
from api.commands.words import say
from api.settings import Settings
from data import shipped_files
from graph.commits import Writer
from graph.loading import load_shipped
from graph.store import Store
from graph.updating import Update, differs, is_brought, sum_of, update_of


def load_if_empty(store: Store, settings: Settings) -> bool:
    """Loads what ships into a store without a commit, and returns whether it did; no quads are counted."""
    if store.sequence:
        return False
    with working(say("load.working")):
        load_shipped(Writer(store), shipped_files(examples=settings.examples), shipped_sum())
    note(say("load.shipped", size=store.size(), store=settings.store))
    return True


def shipped_sum() -> str:
    """Returns the sum of all that ships, whether a store has the examples or not."""
    return sum_of(shipped_files(examples=True))


def shipped_update(writer: Writer, *, over: bool = False) -> Update:
    """Returns what would bring a store up to what ships with this version."""
    return update_of(writer, *_shipped(), over=over)


def differs_from_shipped(store: Store) -> bool:
    """Says whether an update would change a store; quickly where a commit tells that it is up to date."""
    return not is_brought(store, shipped_sum()) and differs(Writer(store), *_shipped())


def _shipped() -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Returns the files that ship, and those of examples among them."""
    files = shipped_files(examples=False)
    return files, tuple(path for path in shipped_files(examples=True) if path not in files)
