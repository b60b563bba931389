"""What `policygraph doctor` looks at: one function for each thing, none of which changes anything."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Literal

from api.access.tokens import Tokens
from api.commands.words import say, say_error
from api.settings import Settings
from graph.causes import os_cause
from graph.errors import PolicygraphError, StoreProblem
from graph.store import Store, open_store

State = Literal["good", "warns", "fails"]
ROOMS = ("api", "data", "graph", "ontology", "shapes")
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    """Is one thing looked at: whether it is good, only a warning, or fails, and what to know of it."""

    name: str
    state: State
    message: str


def check_all(settings: Settings) -> tuple[Check, ...]:
    """Returns what there is to say of the installation, the settings and the store."""
    around: tuple[Callable[[], Check], ...] = (
        _python,
        _names,
        lambda: _folder(settings),
        lambda: _port(settings),
        lambda: _tokens(settings),
    )
    return (*(check() for check in around), *_store_checks(settings))


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    state: State = "good" if sys.version_info[:2] >= OLDEST_PYTHON else "fails"
    return Check("python", state, version)


def _names() -> Check:
    """Looks for other distributions that bring a top-level package of the same name as one of ours."""
    owners = packages_distributions()
    shared = [
        f"{room}: {', '.join(sorted(set(owners[room])))}"
        for room in ROOMS
        if _is_shared(owners.get(room, []))
    ]
    if shared:
        return Check("names", "warns", say("doctor.names-shared", names="; ".join(shared)))
    return Check("names", "good", ", ".join(ROOMS))


def _is_shared(owners: list[str]) -> bool:
    return len(set(owners)) > 1


def _folder(settings: Settings) -> Check:
    """Looks whether the store's directory, or the nearest one above that exists, may be written."""
    if settings.store == "memory:":
        return Check("folder", "good", settings.store)
    folder = Path(settings.store).absolute()
    nearest = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Check("folder", "good", str(folder))
    return Check("folder", "fails", say("doctor.folder-unwritable", folder=nearest))


def _port(settings: Settings) -> Check:
    try:
        with socket.create_server((settings.host, settings.port)):
            return Check("port", "good", f"{settings.host}:{settings.port}")
    except OSError as error:
        why = os_cause(error)
        message = say("doctor.port-taken", host=settings.host, port=settings.port, why=why)
        return Check("port", "warns", message)


def _tokens(settings: Settings) -> Check:
    """Looks whether the file of tokens can be read, and whether anybody may write over HTTP."""
    try:
        count = len(Tokens(Path(settings.tokens)).holders())
    except PolicygraphError as error:
        return Check("tokens", "fails", _worded(error))
    if count == 0:
        return Check("tokens", "good", say("doctor.tokens-none", file=settings.tokens))
    return Check("tokens", "good", say("doctor.tokens-some", count=count, file=settings.tokens))


def _store_checks(settings: Settings) -> tuple[Check, ...]:
    """Opens the store, which compares its sequence number with that of the journal, and its base."""
    try:
        store = open_store(settings.store, base=settings.base, create=False)
    except StoreProblem as error:
        state: State = "warns" if error.key == "store-missing" else "fails"
        return (Check("store", state, _worded(error)),)
    except PolicygraphError as error:
        return (Check("store", "fails", _worded(error)),)
    try:
        return (
            Check("store", "good", say("doctor.store-open", size=store.size(), sequence=store.sequence)),
            Check("base", "good", store.base),
            _shipped(store),
        )
    finally:
        store.close()


def _shipped(store: Store) -> Check:
    graphs = {graph.value.removeprefix(store.base) for graph in store.graphs()}
    if {"graph/source/agenda2030", "graph/source/areas"} <= graphs or len(graphs) > 1:
        return Check("shipped", "good", say("doctor.shipped-loaded", graphs=len(graphs)))
    return Check("shipped", "warns", say("doctor.shipped-missing"))


def _worded(error: PolicygraphError) -> str:
    return say_error(error.key, **error.values)
