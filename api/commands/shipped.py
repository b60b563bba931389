"""Filling an empty store with what ships."""

from __future__ import annotations

from api.commands.output import note, working
from api.commands.words import say
from api.settings import Settings
from data import shipped_files
from graph.commits import Writer
from graph.loading import load_shipped
from graph.store import Store


def load_if_empty(store: Store, settings: Settings) -> bool:
    """Loads what ships into a store without a commit, and returns whether it did; no quads are counted."""
    if store.sequence:
        return False
    with working(say("load.working")):
        load_shipped(Writer(store), shipped_files(examples=settings.examples))
    note(say("load.shipped", size=store.size(), store=settings.store))
    return True
