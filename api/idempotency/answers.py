"""The first answers to requests with a key, kept for a day: beside the store, or in memory with one there."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.commits.asking import KEPT
from graph.errors import StoreFull
from graph.store.space import LEAST_FREE, Floor

_MOST = 4_194_304
_MOST_TOGETHER = 134_217_728
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
    long is told by its commit. Where all of them together are long, the oldest go; none is kept that would
    leave fewer bytes than `least_free` on the disk.
    """

    def __init__(self, place: str, least_free: int = LEAST_FREE) -> None:
        self._folder = None if place == "memory:" else Path(place) / "answers"
        self._held: dict[str, Kept] = {}
        self._kept = 0
        self._size = 0
        self._floor = Floor(Path(place), least_free)

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
        with suppress(OSError, StoreFull):
            self._floor.check(len(answer.body))
            self._write(self._folder, key, answer)

    def _write(self, folder: Path, key: str, answer: Kept) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        if self._kept % _CLEANED_EVERY == 0 or self._size > _MOST_TOGETHER:
            self._size = _clean(folder)
        self._kept += 1
        self._size += len(answer.body)
        made = folder / f".{key}.{os.getpid()}"
        made.write_text(json.dumps(asdict(answer)), encoding="ascii")
        made.replace(folder / key)


def _clean(folder: Path) -> int:
    """Removes what is older than a day, then the oldest of too much; returns how many bytes are left."""
    oldest, left = time.time() - KEPT.total_seconds(), 0
    for path, told in sorted(_files(folder), key=lambda each: -each[1].st_mtime):
        if told.st_mtime < oldest or left + told.st_size > _MOST_TOGETHER // 2:
            path.unlink(missing_ok=True)
        else:
            left += told.st_size
    return left


def _files(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another thread has just put it in its place
            yield path, path.stat()
