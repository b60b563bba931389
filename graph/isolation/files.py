"""The trade of workers that read strangers' files, each of which reads no other."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import FileGivenUp, FileProblem
from graph.isolation.job_pool import LIBRARY
from graph.isolation.limits import MEBIBYTE, Limits
from graph.isolation.trades import Keys, Trade

FILES = Limits(seconds=60.0, wait_seconds=60.0, workers=1, slow_after=2.0, answer_bytes=512 * MEBIBYTE)
"""What the reading of one file may cost where nothing else is said."""


def file_trade(jobs: Mapping[str, str]) -> Trade:
    """Returns the trade of a pool that reads files that anybody may send, by these jobs.

    Reading its answers raises what the job raises; FileProblem `file-memory`, `file-failed` (the worker died
    of it), `file-answer-too-large`; and FileGivenUp, whose file may be sent again: `file-timeout`,
    `file-busy`.
    """
    return Trade(
        name="file",
        jobs=jobs,
        keys=Keys("file-timeout", "file-busy", "file-memory", "file-failed"),
        given_up=FileGivenUp,
        refused=FileProblem,
        failed=FileProblem,
        readable=LIBRARY,
        is_reused=False,
        place="-",
    )
