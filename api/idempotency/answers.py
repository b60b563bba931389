"""The first answers to requests with a key, kept for a day: beside the store, or in memory with one there."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.commits.asking import KEPT

_MOST = 4_194_304
_CLEANED_EVERY = 256


@dataclass(frozen=True, slots=True)
class Kept:
    """Is an answer as it was first given: `fingerprint` is that of the request, `body` is in base64."""

    fingerprint: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: str

    def content(self) -> bytes:
        """Returns the bytes of the body."""
        return base64.b64decode(self.body)


def kept_answer(fingerprint: str, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> Kept:
    """Returns an answer as it is to be kept."""
    told = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)
    return Kept(fingerprint, status, told, base64.b64encode(body).decode())


class Answers:
    """Keeps answers by the hash of their key.

    They are a convenience beside the journal, which knows which keys were answered: one that is lost or too
    long is told by its commit.
    """

    def __init__(self, place: str) -> None:
        self._folder = None if place == "memory:" else Path(place) / "answers"
        self._held: dict[str, Kept] = {}
        self._kept = 0

    def find(self, key: str) -> Kept | None:
        """Returns the first answer to a key, None if there is none of the last day."""
        if self._folder is None:
            return self._held.get(key)
        try:
            told: Mapping[str, Any] = json.loads((self._folder / key).read_bytes())
        except (OSError, ValueError):
            return None
        return Kept(told["fingerprint"], told["status"], tuple(map(tuple, told["headers"])), told["body"])

    def keep(self, key: str, answer: Kept) -> None:
        """Keeps an answer; what the disk cannot take is left to the journal."""
        if len(answer.body) > _MOST:
            return
        if self._folder is None:
            self._held[key] = answer
            return
        with suppress(OSError):
            self._write(self._folder, key, answer)

    def _write(self, folder: Path, key: str, answer: Kept) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if self._kept % _CLEANED_EVERY == 0:
            _clean(folder)
        self._kept += 1
        made = folder / f".{key}.{os.getpid()}"
        made.write_text(json.dumps(asdict(answer)), encoding="ascii")
        made.replace(folder / key)


def _clean(folder: Path) -> None:
    oldest = time.time() - KEPT.total_seconds()
    for path in folder.iterdir():
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
