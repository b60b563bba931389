"""The job of reading a list: a workbook, a text or JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graph.importers.sheets.workbook  # noqa: F401 - nothing can be imported once the worker is confined
from graph.errors import FileProblem, PolicygraphError
from graph.importers.passing import told_held
from graph.importers.reading import read_file
from graph.importers.sheets import Dialect, Limits
from graph.isolation.jobs import Job, Outgoing


def job(_options: Mapping[str, Any]) -> Job:
    """Returns the job."""
    return _Tables()


class _Tables:
    def warm_up(self) -> None:
        """Does nothing: the libraries are imported with this module, codecs when they are needed."""

    def work(self, request: Mapping[str, Any], content: bytes, out: Outgoing) -> None:
        """Writes what a list holds, a line for each row."""
        held = read_file(
            request["name"],
            content,
            Dialect(**request["dialect"]),
            request["headings"],
            Limits(**request["limits"]),
        )
        for line in told_held(held):
            out.write(line)

    def too_long(self, limit: int) -> PolicygraphError:
        """Returns the error of a list that holds more than so many bytes."""
        return FileProblem("file-answer-too-large", limit=limit)
