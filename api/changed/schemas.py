"""What an account of changes looks like in JSON; every field is part of the contract."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from api.schemas import Model, ThingModel
from graph.since import KINDS

KIND = Field(
    description=f"What was done: {', '.join(KINDS)}. A proposal is a statement of a machine; a retraction "
    "takes back a review or a withdrawal; described is a thing of which something else is stated now.",
    examples=["statement"],
)
GONE = Field(description="Whether it was taken out of the graph instead of put into it.")


class DoneSumModel(Model):
    """Is how often something was done in the whole time."""

    kind: str = KIND
    gone: bool = GONE
    count: int


class ChangeModel(Model):
    """Is what one commit did of one kind that concerns what is asked about; `iri` is the commit's."""

    iri: str
    sequence: int
    at: datetime
    agent: ThingModel | None
    reason: str = Field(description="Why, in the language of the answer where the program itself said it.")
    kind: str = KIND
    gone: bool = GONE
    count: int
    things: list[ThingModel] = Field(
        description="The first of what it was done to, as far as the graph still holds it."
    )
    because: list[str] = Field(
        description="Why the first reviews, withdrawals and supersessions were made, in their own words."
    )


class UnreadModel(Model):
    """Is a commit of which the journal does not say what it did, or that is too long to be read."""

    iri: str
    sequence: int
    at: datetime
    reason: str


class ChangesModel(Model):
    """Is what changed in a time; the newest commit comes first."""

    of: ThingModel | None
    territory: ThingModel | None
    since: date
    until: date | None
    sequence: int = Field(description="The revision of the graph that is asked.")
    commits: int = Field(description="How many commits did any of it.")
    sums: list[DoneSumModel]
    unread: list[UnreadModel] = Field(description="Commits that may concern it, and are in no sum.")
    reached: datetime | None = Field(
        description="When the newest commit was made that was not looked at yet, nor any before it: ask "
        "again to have it. Null where all was looked at."
    )
    filled: datetime | None = Field(
        description="When the graph was filled, if that lies within: what was there then is no change."
    )
    items: list[ChangeModel]
    total: int
    next: str | None
