"""Read-only copies of the store for the workers: made when a query needs a newer one, removed once unused."""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Lock
from typing import Protocol, runtime_checkable

from graph.causes import os_cause
from graph.errors import StoreProblem


@runtime_checkable
class Source(Protocol):
    """Is a store that can be copied for other processes."""

    @property
    def base(self) -> str:
        """Returns the base IRI."""

    @property
    def sequence(self) -> int:
        """Returns the number of the last commit."""

    @property
    def place(self) -> str:
        """Returns the directory of the store, or `memory:`."""

    def checkpoint(self, directory: Path) -> None:
        """Writes the last commit's database into a new directory."""


@dataclass(slots=True, eq=False)
class Checkpoint:
    """Is one copy: where it lies, which commit it holds at least, when it was made and how many hold it."""

    path: Path
    sequence: int
    made: float
    holders: int = 0


class Checkpoints:
    """Keeps the newest copy, and older ones as long as somebody holds them.

    They lie beside the store, on the same disk, in `checkpoints`: what another process left there is removed,
    since a store is open in one process at a time. Those of a store in memory lie in a temporary directory.
    On a full disk, where writes are refused, the newest one stays in use: it may lack the last commits.
    """

    def __init__(self, source: Source, fresh_within: float) -> None:
        self._source = source
        self._fresh_within = fresh_within
        self._lock = Lock()
        self._numbers = count(1)
        self._newest: Checkpoint | None = None
        self._failed = float("-inf")
        self.directory = _emptied(source.place)
        if source.place == "memory:":  # nobody empties a temporary directory at the next start
            weakref.finalize(self, shutil.rmtree, self.directory, ignore_errors=True)

    @property
    def is_fresh(self) -> bool:
        """Says whether a query that begins now needs no newer copy."""
        return self._is_fresh(self._newest, time.monotonic())

    def hold(self, old: Checkpoint | None) -> Checkpoint:
        """Returns the checkpoint for a query that begins now, in exchange for the one held before.

        It lacks no commit that was made more than `fresh_within` seconds ago.
        """
        with self._lock:
            newest = self._renewed()
            if newest is not old:
                newest.holders += 1
                self._release(old)
            return newest

    def hold_newest(self) -> Checkpoint | None:
        """Returns the newest checkpoint for a worker that starts, None if none was made yet."""
        with self._lock:
            if self._newest is not None:
                self._newest.holders += 1
            return self._newest

    def release(self, checkpoint: Checkpoint | None) -> None:
        """Gives a checkpoint back; the last one who does so removes it, unless it is the newest."""
        with self._lock:
            self._release(checkpoint)

    def close(self) -> None:
        """Removes all checkpoints, whoever holds them."""
        with self._lock:
            shutil.rmtree(self.directory, ignore_errors=True)

    def _renewed(self) -> Checkpoint:
        newest, now = self._newest, time.monotonic()
        if newest is not None and self._is_fresh(newest, now):
            return newest
        try:
            self._newest = self._made(now)
        except OSError as error:
            why = os_cause(error)
            if newest is None or why.key != "os-full":
                raise StoreProblem("checkpoint-failed", path=self._source.place, why=why) from error
            self._failed = now
            return newest
        self._remove_unused(newest)
        return self._newest

    def _is_fresh(self, newest: Checkpoint | None, now: float) -> bool:
        return newest is not None and (
            newest.sequence == self._source.sequence
            or now - max(newest.made, self._failed) < self._fresh_within
        )

    def _made(self, now: float) -> Checkpoint:
        checkpoint = Checkpoint(self.directory / str(next(self._numbers)), self._source.sequence, now)
        try:
            self._source.checkpoint(checkpoint.path)
        except OSError:
            shutil.rmtree(checkpoint.path, ignore_errors=True)
            raise
        return checkpoint

    def _release(self, checkpoint: Checkpoint | None) -> None:
        if checkpoint is not None:
            checkpoint.holders -= 1
            self._remove_unused(checkpoint)

    def _remove_unused(self, checkpoint: Checkpoint | None) -> None:
        if checkpoint is not None and checkpoint is not self._newest and checkpoint.holders == 0:
            shutil.rmtree(checkpoint.path, ignore_errors=True)


def _emptied(place: str) -> Path:
    if place == "memory:":
        return Path(tempfile.mkdtemp(prefix="policygraph-"))
    directory = Path(place).resolve() / "checkpoints"
    shutil.rmtree(directory, ignore_errors=True)
    try:
        directory.mkdir()
    except OSError as error:
        raise StoreProblem("checkpoint-failed", path=place, why=os_cause(error)) from error
    return directory
