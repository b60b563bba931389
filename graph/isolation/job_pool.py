"""The pool of workers that do jobs over what strangers send."""

from __future__ import annotations

import json
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from graph.isolation.answers import Answer, Asking
from graph.isolation.crew import Crew
from graph.isolation.limits import Limits
from graph.isolation.occupied import Occupied
from graph.isolation.runs import Run
from graph.isolation.trades import Trade

LIBRARY = (Path(sysconfig.get_path("stdlib")),)
"""Where Python's own library lies: some of it, such as codecs, is imported when it is first needed."""


class JobPool:
    """Has jobs done, each by a worker process; any number of threads may ask at once."""

    def __init__(self, trade: Trade, limits: Limits) -> None:
        self.limits = limits
        self._crew = Crew(limits, trade)

    def answer(self, job: str, request: Mapping[str, object], content: bytes) -> Answer:
        """Returns what a job makes of a content, begun when its first chunk is asked for.

        Reading it raises what the job raises, and the errors of the trade.
        """

        def ask(run: Run) -> None:
            run.process.ask(json.dumps({**request, "job": job}).encode(), content)

        return Answer(self._crew, Asking(ask))

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
