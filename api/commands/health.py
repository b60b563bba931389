"""What `policygraph doctor` looks at: one function for each thing, none of which changes anything."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import packages_distributions
from pathlib import Path
from urllib.parse import urlsplit

from api.access.tokens import Tokens
from api.commands import surroundings
from api.commands.owning import told_owner
from api.commands.shipped import shipped_update
from api.commands.surroundings import State
from api.commands.words import say, say_error
from api.safety import dangers, is_loopback, is_public
from api.settings import Settings
from graph.causes import os_cause
from graph.commits import Writer, made_at
from graph.errors import PolicygraphError, StoreProblem
from graph.isolation import available, landlock
from graph.store import Store, open_store
from graph.store.space import free_bytes

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
        _confinement,
        lambda: _space(settings),
        lambda: _base(settings),
        lambda: Check("variables", *surroundings.variables()),
        lambda: Check("issuer", *surroundings.issuer(settings)),
        lambda: Check("backups", *surroundings.backups(settings)),
        lambda: Check("limits", *surroundings.limits(settings)),
    )
    return (*(check() for check in around), *_dangers(settings), *_store_checks(settings))


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
    folder, nearest = Path(settings.store).absolute(), _nearest(settings)
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Check("folder", "good", str(folder))
    return Check("folder", "fails", say("doctor.folder-unwritable", folder=nearest))


def _nearest(settings: Settings) -> Path:
    """Returns the store's directory, or the nearest one above that exists."""
    folder = Path(settings.store).absolute()
    return next(parent for parent in (folder, *folder.parents) if parent.exists())


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


def _confinement() -> Check:
    """Looks whether strangers' queries and files can be kept from sockets, programs and files here."""
    if not available():
        return Check("confinement", "warns", say("doctor.confinement-none"))
    if not landlock.version():
        return Check("confinement", "warns", say("doctor.confinement-files"))
    return Check("confinement", "good", say("doctor.confinement-whole"))


def _space(settings: Settings) -> Check:
    """Looks whether the disk has room for writes."""
    if settings.store == "memory:":
        return Check("space", "good", settings.store)
    free, least = free_bytes(_nearest(settings)) >> 20, settings.free_space_bytes >> 20
    message = say("doctor.space-free", free=free, least=least)
    return Check("space", "good" if free > 2 * least else "warns", message)


def _base(settings: Settings) -> Check:
    """Looks whether others can follow the addresses that the graph gives out."""
    host = urlsplit(settings.base).hostname or ""
    if is_public(settings) and is_loopback(host):
        return Check("addresses", "warns", say("doctor.base-here", base=settings.base, host=settings.host))
    return Check("addresses", "good", settings.base)


def _dangers(settings: Settings) -> tuple[Check, ...]:
    """Returns what keeps the server from starting where others reach it, whatever the host is now."""
    state: State = "fails" if is_public(settings) else "warns"
    public = settings.model_copy(update={"host": settings.host if is_public(settings) else "0.0.0.0"})
    found = tuple(Check("public", state, _worded(danger)) for danger in dangers(public))
    return found or (Check("public", "good", say("doctor.public-safe")),)


def _store_checks(settings: Settings) -> tuple[Check, ...]:
    """Opens the store, which compares its sequence number with that of the journal, and its base.

    Another user's is left closed: even to be looked at, it would get files that its server may not write.
    """
    if told := told_owner(settings.store):
        return (Check("store", "warns", told),)
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
            _clock(store),
        )
    finally:
        store.close()


def _shipped(store: Store) -> Check:
    """Looks whether the store holds what ships, as this version ships it."""
    if not store.sequence:
        return Check("shipped", "warns", say("doctor.shipped-missing"))
    if differing := shipped_update(Writer(store)).counts():
        return Check("shipped", "warns", say("doctor.shipped-differs", graphs=len(differing)))
    return Check("shipped", "good", say("doctor.shipped-loaded", graphs=len(store.graphs())))


def _clock(store: Store) -> Check:
    """Looks whether the last commit lies in the past, as it does unless the machine's clock was wrong."""
    now, told = datetime.now(UTC), made_at(store, store.sequence)
    if told and (last := datetime.fromisoformat(told)) > now:
        return Check("clock", "warns", say("doctor.clock-behind", at=f"{last:%Y-%m-%d %H:%M:%S}"))
    return Check("clock", "good", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def _worded(error: PolicygraphError) -> str:
    return say_error(error.key, **error.values)
