"""When each token was used last, to the minute: so that those that nobody needs can be ended."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import structlog

FILE = "token-uses.json"
_log = structlog.get_logger("policygraph.access")


class Uses:
    """Remembers uses by the hash of the token, in a file beside the store, or in memory with one there.

    It is written when a token is used in a minute for the first time. Where it cannot be, that is told in the
    log once, and tokens are taken all the same.
    """

    def __init__(self, place: str) -> None:
        self.path = None if place == "memory:" else Path(place).expanduser() / FILE
        self._held: dict[str, str] | None = None
        self._is_told = False
        self._lock = Lock()

    def note(self, digest: str) -> None:
        """Remembers that the token with this hash is used now."""
        minute = datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ")
        with self._lock:
            if self._held is None:
                self._held = dict(self.all())
            if self._held.get(digest) == minute:
                return
            self._held[digest] = minute
            self._write(self._held)

    def all(self) -> Mapping[str, str]:
        """Returns the last minute of use in UTC by hash; a file that cannot be read counts as none."""
        if self.path is None:
            return {}
        try:
            told = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        return told if isinstance(told, dict) else {}

    def _write(self, held: Mapping[str, str]) -> None:
        if self.path is None:
            return
        made = self.path.with_name(f"{self.path.name}.new")
        try:
            made.write_text(json.dumps(held, indent=0, sort_keys=True), encoding="ascii")
            made.replace(self.path)
        except OSError as error:
            if not self._is_told:
                _log.warning("uses-not-kept", path=str(self.path), why=str(error))
            self._is_told = True
