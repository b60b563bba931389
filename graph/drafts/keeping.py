"""Drafts beside the store: a file for each, on the disk before it is acknowledged.

No draft is ever among the quads of the store, so that no query, count, search, export or feed can show one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import Any

from graph.causes import os_cause
from graph.errors import Conflict, NotFound, Stale, StoreProblem
from graph.store.backups import DRAFTS
from graph.store.beside import Beside
from graph.store.space import LEAST_FREE, unwritten

MOST = 100


@dataclass(frozen=True, slots=True)
class Draft:
    """Is a draft: whose it is (the IRI and name of an agent), what it is called, and its content."""

    key: str
    owner: str
    name: str
    title: str
    content: Mapping[str, Any]
    made: datetime
    changed: datetime

    @property
    def version(self) -> str:
        """Returns what changes with each change of the draft."""
        told = json.dumps([self.title, self.content, self.changed.isoformat()], sort_keys=True)
        return sha256(told.encode()).hexdigest()[:20]


class Drafts:
    """Keeps drafts, each of them whole or not at all; who may see which is for the caller to say."""

    def __init__(self, place: str, least_free: int = LEAST_FREE) -> None:
        self._files = Beside(place, DRAFTS, least_free)
        self._held: dict[str, Draft] | None = None
        self._lock = Lock()

    def all(self) -> tuple[Draft, ...]:
        """Returns every draft, the one that was changed last first."""
        with self._lock:
            return tuple(sorted(self._known().values(), key=lambda each: each.changed, reverse=True))

    def find(self, key: str, version: str | None = None) -> Draft:
        """Returns a draft; raises NotFound, or Stale if it is not of that version."""
        with self._lock:
            return self._look(key, version)

    def make(self, owner: str, name: str, title: str, content: Mapping[str, Any]) -> Draft:
        """Keeps a new draft; an owner of too many raises Conflict."""
        with self._lock:
            if sum(each.owner == owner for each in self._known().values()) >= MOST:
                raise Conflict("drafts-too-many", most=MOST)
            now = datetime.now(UTC)
            return self._keep(Draft(token_hex(8), owner, name, title, content, now, now))

    def change(self, key: str, title: str, content: Mapping[str, Any], version: str | None = None) -> Draft:
        """Puts new content in the place of the old; raises Stale if the draft is not of that version."""
        with self._lock:
            draft = self._look(key, version)
            return self._keep(replace(draft, title=title, content=content, changed=datetime.now(UTC)))

    def remove(self, key: str, version: str | None = None) -> None:
        """Forgets a draft; raises Stale if it is not of that version."""
        with self._lock:
            self._look(key, version)
            _remove(self._files, key)
            del self._known()[key]

    def _look(self, key: str, version: str | None) -> Draft:
        draft = self._known().get(key)
        if draft is None:
            raise NotFound("draft-unknown", draft=key)
        if version is not None and version != draft.version:
            raise Stale("draft-stale", draft=key)
        return draft

    def _known(self) -> dict[str, Draft]:
        if self._held is None:
            self._held = {path.stem: _read(path) for path in self._files.paths()}
        return self._held

    def _keep(self, draft: Draft) -> Draft:
        known = self._known()
        _write(self._files, draft)
        known[draft.key] = draft
        return draft


def _write(files: Beside, draft: Draft) -> None:
    times = {"made": draft.made.isoformat(), "changed": draft.changed.isoformat()}
    content = json.dumps(asdict(draft) | times, ensure_ascii=False).encode()
    try:
        files.write(draft.key, content)
    except OSError as error:
        raise unwritten("draft-not-kept", os_cause(error), path=str(files.folder)) from error


def _remove(files: Beside, key: str) -> None:
    try:
        files.remove(key)
    except OSError as error:
        raise unwritten("draft-not-removed", os_cause(error), path=str(files.folder)) from error


def _read(path: Path) -> Draft:
    try:
        told = json.loads(path.read_bytes())
        times = {name: datetime.fromisoformat(told[name]) for name in ("made", "changed")}
        return Draft(**(told | times))
    except OSError as error:
        raise StoreProblem("draft-unreadable", path=str(path), why=os_cause(error)) from error
    except (ValueError, TypeError, KeyError) as error:
        raise StoreProblem("draft-broken", path=str(path)) from error
