"""The process that answers strangers' queries: `python -m graph.isolation.worker`, started by the pool alone.

It reads requests from its standard input and writes frames to its standard output until the input ends.
Before the first request it gives up whatever a query has no need of.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NoReturn, cast

import pyoxigraph as ox

from graph.errors import PolicygraphError, QueryProblem
from graph.isolation.frames import BODY, END, ERROR, HEAD, READY, CutError, FrameReader, packed, send
from graph.isolation.sandbox import allow_processor, confine
from graph.isolation.seccomp import die_with_parent
from graph.isolation.telling import told
from graph.store.answers import evaluate, write
from graph.store.base import Scope
from graph.store.guard import MAX_DEPTH, check_query

_INPUT, _OUTPUT = 0, 1
_GATHERED = 1 << 16


class Outgoing:
    """Is the file into which the engine serialises: frames on the pipe, the first ones together."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._length = 0
        self._gathered = bytearray()
        self._ready = bytearray(packed(HEAD))

    def write(self, data: bytes) -> int:
        """Takes bytes of the answer; raises QueryProblem if it becomes too long."""
        self._length += len(data)
        if self._length > self._limit:
            raise QueryProblem("query-answer-too-large", limit=self._limit)
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
        send(_OUTPUT, self._ready)
        self._ready.clear()


class Worker:
    """Answers requests, one after another, from the checkpoint that each of them names."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._base: str = options["base"]
        self._limit: int = options["answer_bytes"]
        self._seconds: float = options["seconds"]
        self._depth: int = options["depth"]
        self._path = ""
        self._db: ox.Store | None = None

    def answer(self, request: Mapping[str, Any]) -> None:
        """Sends the answer to a request, or the frame that says why there is none."""
        allow_processor(self._seconds)
        try:
            self._write(request)
        except PolicygraphError as error:
            send(_OUTPUT, packed(ERROR, told(error)))

    def _write(self, request: Mapping[str, Any]) -> None:
        if self._depth < MAX_DEPTH:  # what the engine could not stand is refused by `evaluate`
            check_query(request["query"], depth=self._depth)
        scope = Scope(*(None if names is None else tuple(names) for names in request["scope"]))
        outgoing = Outgoing(self._limit)
        answer = evaluate(self._opened(request["checkpoint"]), request["query"], scope, self._base)
        write(answer, request["media_type"], cast(IO[bytes], outgoing))
        outgoing.end()

    def _opened(self, path: str) -> ox.Store:
        if self._db is None or path != self._path:
            self._db = ox.Store.read_only(path)
            self._path = path
        return self._db


def _serve(options: Mapping[str, Any]) -> NoReturn:
    worker, requests = Worker(options), FrameReader(_INPUT)
    send(_OUTPUT, packed(READY))
    while True:
        worker.answer(json.loads(requests.read()[1]))


def main() -> NoReturn:
    """Confines the process and serves until the server closes the pipe; dies of whatever it cannot tell."""
    options = json.loads(sys.argv[1])
    die_with_parent(options["parent"])
    confine(options["memory"], [Path(options["directory"])])
    try:
        _serve(options)
    except (CutError, BrokenPipeError):
        os._exit(0)
    except BaseException as error:
        # The server reads this: a worker that met something unexpected is not used again.
        os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
        os._exit(70)


if __name__ == "__main__":
    main()
