"""What a job is to the worker that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol, runtime_checkable

from graph.errors import PolicygraphError
from graph.isolation.frames import BODY, END, packed, send

OUTPUT = 1
_GATHERED = 1 << 16


class Outgoing:
    """Is the file into which a job writes: frames on the pipe, the first ones together."""

    def __init__(self, limit: int, too_long: Callable[[int], PolicygraphError]) -> None:
        self._limit = limit
        self._too_long = too_long
        self._length = 0
        self._gathered = bytearray()
        self._ready = bytearray()

    def write(self, data: bytes) -> int:
        """Takes bytes of the answer; raises the job's error if it becomes too long."""
        self._length += len(data)
        if self._length > self._limit:
            raise self._too_long(self._limit)
        self._gathered += data
        if len(self._gathered) >= _GATHERED:
            self._frame()
            self._send()
        return len(data)

    def flush(self) -> None:
        """Does nothing: what is gathered leaves when it is enough, or at the end."""

    def end(self) -> None:
        """Sends what is left, and that the answer is whole."""
        if self._gathered:
            self._frame()
        self._ready += packed(END)
        self._send()

    def _frame(self) -> None:
        self._ready += packed(BODY, bytes(self._gathered))
        self._gathered.clear()

    def _send(self) -> None:
        send(OUTPUT, self._ready)
        self._ready.clear()


class Job(Protocol):
    """Is one kind of work, done for one request after another."""

    def warm_up(self) -> None:
        """Imports and makes what work needs, while the process may still read files."""

    def work(self, request: Mapping[str, Any], content: bytes, out: Outgoing) -> None:
        """Writes the answer to a request; raises PolicygraphError where there is none."""

    def too_long(self, limit: int) -> PolicygraphError:
        """Returns the error of an answer that is longer than so many bytes."""


@runtime_checkable
class LooksAhead(Protocol):
    """Is a job that can do some of its first request before that comes."""

    def look_ahead(self, checkpoint: str) -> None:
        """Opens a checkpoint, which the first request is likely to name."""
