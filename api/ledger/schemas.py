"""What the ledger answers, in JSON."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from pydantic import Field

from api.schemas import FindingModel, Model, NameModel, ThingModel


class EventModel(Model):
    """Is one event in the history of an alignment."""

    iri: str
    kind: str = Field(examples=["review"], description="statement, review, withdrawal or supersession")
    on: str = Field(description="What it is on: the alignment, or an event that it withdraws.")
    author: ThingModel
    by_machine: bool
    at: datetime
    reason: NameModel | None
    agreement: Decimal | None = Field(examples=["1"])
    by: str | None = Field(description="What stands in the place of what was superseded.")
    state: str = Field(examples=["holds"], description="holds, withdrawn, or replaced by a newer review")


class OutcomeModel(Model):
    """Is what became of an alignment by a decision: `made` is the review, or the alignment in its place."""

    alignment: str
    made: str
    status: str
    version: str


class OutcomesModel(Model):
    """Is the outcome of several decisions, in their order."""

    items: list[OutcomeModel]


class AddedModel(Model):
    """Is what a mapping set brought: its rows, what of it was new, and the commit, null where nothing was.

    `findings` are warnings, which keep nothing out: statuses of rows that the ledger does not bear out.
    """

    rows: int
    statements: int
    reviews: int
    commit: int | None
    findings: list[FindingModel] = Field([])
