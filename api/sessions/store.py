"""Sessions of the pages, kept across restarts: a small file for each, which holds hashes only."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock

from graph.causes import os_cause
from graph.store.space import unwritten

BYTES = 32
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
_CLEANED_EVERY = 64


@dataclass(frozen=True, slots=True)
class Session:
    """Is a session: the hash of the token that began it, and when it ends.

    One that an issuer vouched for has no token: `speaker` says who it is, by `name`, `agent`, `role` and
    `issuer`.
    """

    token: str
    until: datetime
    speaker: dict[str, str] | None = None

    @property
    def is_over(self) -> bool:
        """Says whether its time has passed."""
        return datetime.now(UTC) >= self.until


class Sessions:
    """Keeps sessions by the hash of their secret, beside the store, or in memory with one there.

    One process holds a store, so memory holds what there is; the files are read after a restart. Where they
    cannot be changed, StoreProblem is raised; StoreFull, where the disk is full.
    """

    def __init__(self, place: str, length: timedelta) -> None:
        self._folder = None if place == "memory:" else Path(place) / "sessions"
        self._length = length
        self._held: dict[str, Session] = {}
        self._made = 0
        self._lock = Lock()

    def begin(self, token: str, speaker: dict[str, str] | None = None) -> tuple[str, Session]:
        """Returns the secret of a new session, which is kept nowhere, and the session of the token's hash.

        Without a token, `speaker` is who an issuer says it is.
        """
        secret = token_urlsafe(BYTES)
        session = Session(token, datetime.now(UTC) + self._length, speaker)
        with self._lock, self._on_disk():
            if self._made % _CLEANED_EVERY == 0:
                self._clean()
            self._made += 1
            self._keep(_name(secret), session)
        return secret, session

    def find(self, secret: str) -> Session | None:
        """Returns the session of a secret, None if there is none or its time has passed."""
        if not _SECRET.fullmatch(secret):
            return None
        name = _name(secret)
        # Under the lock, so that what is ended between reading and holding stays ended.
        with self._lock:
            session = self._held.get(name) or self._read(name)
            if session is None or session.is_over:
                return None
            self._held[name] = session
            return session

    def end(self, secret: str) -> None:
        """Forgets a session; one that is not there is no error."""
        name = _name(secret)
        with self._lock, self._on_disk():
            self._held.pop(name, None)
            if self._folder is not None:
                (self._folder / name).unlink(missing_ok=True)

    @contextmanager
    def _on_disk(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise unwritten("session-not-kept", os_cause(error), path=str(self._folder)) from error

    def _keep(self, name: str, session: Session) -> None:
        if self._folder is not None:
            _write(self._folder, name, session)
        self._held[name] = session

    def _read(self, name: str) -> Session | None:
        if self._folder is None:
            return None
        try:
            told = json.loads((self._folder / name).read_bytes())
            return Session(told["token"], datetime.fromisoformat(told["until"]), told.get("speaker"))
        except (OSError, ValueError, KeyError):
            return None

    def _clean(self) -> None:
        """Removes the sessions whose time has passed."""
        self._held = {name: session for name, session in self._held.items() if not session.is_over}
        if self._folder is None or not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            kept = self._read(path.name)
            if kept is None or kept.is_over:
                path.unlink(missing_ok=True)


def _write(folder: Path, name: str, session: Session) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    told = asdict(session) | {"until": session.until.isoformat()}
    made = folder / f".{name}"
    try:
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(told, file)
        made.replace(folder / name)
    except OSError:
        with suppress(OSError):
            made.unlink(missing_ok=True)
        raise


def _name(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
