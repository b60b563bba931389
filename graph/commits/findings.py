"""Results of validation, told as findings."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import Finding, Place
from graph.model import Violation


def findings_of(results: Iterable[Violation], file: str | None = None) -> tuple[Finding, ...]:
    """Returns results of validation as findings for people, each placed at its node and property."""
    return tuple(
        Finding(
            "shape-violated",
            Place(file=file, column=found.path, value=found.focus),
            (("shape", found.shape), ("value", found.value or "")),
            tuple((message.lang, message.text) for message in found.messages),
        )
        for found in results
    )
