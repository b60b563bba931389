"""The process that works for strangers: `python -m graph.isolation.worker`, started by a crew alone.

It reads requests from its standard input and writes frames to its standard output until the input ends.
Before the first request it gives up whatever its jobs have no need of.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from graph.errors import PolicygraphError
from graph.isolation.frames import ERROR, READY, CutError, FrameReader, packed, send
from graph.isolation.jobs import OUTPUT, Job, LooksAhead, Outgoing
from graph.isolation.sandbox import Processor, confine
from graph.isolation.seccomp import die_with_parent
from graph.isolation.telling import told
from graph.isolation.waiting import comes_within, hearing

_INPUT = 0
_USUAL = 1_000  # bytes
_AWAKE = 0.0002
"""For so many seconds after an answer the next request is waited for without sleep."""


class Worker:
    """Does requests, one after another, by the jobs that they name."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._limit: int = options["answer_bytes"]
        self._seconds: float = options["seconds"]
        self._processor = Processor()
        self._jobs: Mapping[str, Job] = {
            name: import_module(module).job(options["options"]) for name, module in options["jobs"].items()
        }
        for job in self._jobs.values():
            job.warm_up()

    def look_ahead(self, checkpoint: str | None) -> None:
        """Does what can be done before the first request."""
        for job in self._jobs.values():
            if checkpoint is not None and isinstance(job, LooksAhead):
                job.look_ahead(checkpoint)

    def serve(self, requests: FrameReader) -> NoReturn:
        """Answers until nobody asks any more, which raises CutError."""
        heard = hearing(_INPUT)
        send(OUTPUT, packed(READY))
        while True:
            request = _request(requests.read()[1])
            self._answer(request, requests.read()[1])
            if heard is not None:
                comes_within(_AWAKE, heard)

    def _answer(self, request: Mapping[str, Any], content: bytes) -> None:
        """Sends the answer to a request, or the frame that says why there is none."""
        self._processor.allow(self._seconds)
        job = self._jobs[request["job"]]
        outgoing = Outgoing(self._limit, job.too_long)
        try:
            job.work(request, content, outgoing)
            outgoing.end()
        except PolicygraphError as error:
            send(OUTPUT, packed(ERROR, told(error)))


def _request(told: bytes) -> Mapping[str, Any]:
    return _usual_request(told) if len(told) <= _USUAL else json.loads(told)


@lru_cache(maxsize=32)
def _usual_request(told: bytes) -> Mapping[str, Any]:
    """Returns a request as it is read: but for their contents, most are one of few."""
    found: Mapping[str, Any] = json.loads(told)
    return found


def main() -> NoReturn:
    """Serves until the server closes the pipe; dies of whatever it cannot tell."""
    serve_as(None, json.loads(sys.argv[1]))


def serve_as(made: Worker | None, options: Mapping[str, Any]) -> NoReturn:
    """Confines the process and serves, with a worker that is there or one that is made first."""
    die_with_parent(options["parent"])
    try:
        worker = made or Worker(options)
        confine(options["memory"], [Path(directory) for directory in options["readable"]])
        worker.look_ahead(options["ahead"])
        worker.serve(FrameReader(_INPUT))
    except (CutError, BrokenPipeError):
        os._exit(0)
    except BaseException as error:
        # The server reads this: a worker that met something unexpected is not used again.
        os.write(2, f"{type(error).__name__}: {error}\n".encode(errors="replace"))
        os._exit(70)


if __name__ == "__main__":
    main()
