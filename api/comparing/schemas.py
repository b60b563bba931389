"""What a comparison looks like in JSON; every field is part of the contract."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from api.portfolio.schemas import OverlapModel
from api.schemas import Model, NameModel, ThingModel


class PartModel(ThingModel):
    """Is an objective as its side words it."""

    text: NameModel | None = Field(description="What it says at length, where its document does.")
    prioritised: bool


class PairModel(Model):
    """Is an objective and what answers to it on the other side; null where nothing does."""

    change: str = Field(
        description="first or second: only that side has it. kept, reworded, changed (but not its words), or "
        "related: the graph says that the two are near each other.",
        examples=["reworded"],
    )
    because: str | None = Field(
        description="Why the two are a pair: identity, statement, name, or words in common."
    )
    share: Decimal | None = Field(description="How many of the words of both names are common, 0 to 1.")
    changes: list[str] = Field(description="What differs: name, text, code, kind, place, priority.")
    first: PartModel | None
    second: PartModel | None


class ReachedModel(ThingModel):
    """Is a global goal or target, and through what each side leads there: itself or its objectives."""

    first: list[ThingModel]
    second: list[ThingModel]


class ComparisonModel(Model):
    """Is two documents side by side, or one as it was at `revision` beside what it is now."""

    first: ThingModel
    second: ThingModel
    revision: int | None = Field(description="The revision at which the first side is read.")
    sequence: int = Field(description="The commit that is shown.")
    earlier: str | None = Field(description="The side that came before the other, where one replaces it.")
    objectives: list[PairModel]
    goals: list[ReachedModel]
    overlap: OverlapModel | None = Field(
        description="Projects, money and goals of two documents; null for one and its former state."
    )
