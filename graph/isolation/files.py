"""The pool in which strangers' files are read, each in a worker process that reads no other."""

from __future__ import annotations

import sysconfig
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.errors import FileGivenUp, FileProblem
from graph.isolation.answers import Answer
from graph.isolation.crew import Crew
from graph.isolation.limits import MEBIBYTE, Limits
from graph.isolation.occupied import Occupied
from graph.isolation.runs import Run
from graph.isolation.trades import Keys, Trade

FILES = Limits(
    seconds=60.0, wait_seconds=60.0, workers=1, slow=1, slow_after=2.0, answer_bytes=512 * MEBIBYTE
)
"""What the reading of one file may cost where nothing else is said."""


class FilePool:
    """Has files read that anybody may send; any number of threads may ask at once."""

    def __init__(self, jobs: Mapping[str, str], limits: Limits = FILES) -> None:
        self.limits = limits
        self._crew = Crew(limits, _trade(jobs))

    def answer(self, job: str, request: Mapping[str, object], content: bytes) -> Answer:
        """Returns what a job makes of a file's content, begun when its first chunk is asked for.

        Reading it raises what the job raises; FileProblem `file-memory`, `file-failed` (the worker died of
        it), `file-answer-too-large`; and FileGivenUp, whose file may be sent again: `file-timeout`,
        `file-busy`.
        """

        def ask(run: Run) -> None:
            run.process.ask({**request, "job": job}, content)

        return Answer(self._crew, ask)

    @property
    def occupied(self) -> Occupied:
        """Returns what the workers do, and what has become of their work."""
        return self._crew.occupied

    def close(self) -> None:
        """Ends all workers."""
        self._crew.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _trade(jobs: Mapping[str, str]) -> Trade:
    return Trade(
        name="file",
        jobs=jobs,
        keys=Keys("file-timeout", "file-busy", "file-memory", "file-failed"),
        given_up=FileGivenUp,
        refused=FileProblem,
        failed=FileProblem,
        readable=(Path(sysconfig.get_path("stdlib")),),  # codecs are imported when a text first needs them
        is_reused=False,
        place="-",
    )
