"""What imports look like in JSON, and the parameters by which they are asked for."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.parameters import Parameters
from api.schemas import Model


class ImportParameters(Parameters):
    """Says how a list is read, and whether it is only looked at."""

    mapping: str = Field(description="The mapping that reads the list.", examples=["projects"])
    preview: bool = Field(False, description="Whether the list is only looked at: then nothing is written.")


class JobModel(Model):
    """Is an import: how far it is, and its report once it is done.

    The report of a preview has findings by cell, things with their state and chains, what would be gone and
    the effects on objectives; that of an import has its counts, its warnings and its commit.
    """

    id: str
    state: Literal["running", "done", "failed", "cancelled"]
    preview: bool
    mapping: str
    file: str
    stage: str = Field(description="Where it is: waiting, checking, shapes, effects or writing.")
    done: int = Field(description="How many rows are checked.")
    total: int = Field(description="Of how many.")
    report: dict[str, Any] | None = Field(None, description="What came of it, null while it runs.")


RUNNING = {
    "id": "c2VjcmV0LWlk",
    "state": "running",
    "preview": True,
    "mapping": "projects",
    "file": "projekt.xlsx",
    "stage": "checking",
    "done": 400,
    "total": 1196,
    "report": None,
}
REPORT = {
    "rows": 1196,
    "refused": 0,
    "warned": 26,
    "counts": {"new": 3, "changed": 1, "unchanged": 581, "refused": 0, "gone": 0},
}
DONE = RUNNING | {"state": "done", "stage": "effects", "done": 1196, "report": REPORT}
