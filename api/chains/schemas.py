"""What chains look like in JSON, and why there is none."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field

from api.schemas import AlignmentModel, Model, ThingModel


class HopModel(Model):
    """Is one step of a chain: by an alignment, or upward in an objective's own tree."""

    source: ThingModel
    target: ThingModel
    alignment: AlignmentModel | None
    confidence: Decimal


class ChainModel(Model):
    """Is a path from its first source to its last target; its confidence is the product of its hops."""

    hops: list[HopModel]
    confidence: Decimal
    weakest: HopModel
    serves: bool = Field(description="False where a hop hinders: such a chain never counts as serving.")
    explanation: str = Field(description="The chain in plain words, in the language asked for.")


class ChainListing(Model):
    """Is one page of chains."""

    items: list[ChainModel]
    total: int | None = Field(
        description="How many were found; null on the way down, where no more are looked for than are shown.",
        examples=[1],
    )
    next: str | None = Field(None, description="The address of the next page.")
    more: bool = Field(description="Whether there are more chains than were looked for.")
    independent: int | None = Field(
        None,
        description="With a goal: how many serving chains share no hop. Null where it would take too long.",
        examples=[2],
    )
    undated: list[ChainModel] = Field(
        [], description="Chains that rest on a source without a day, where they are asked for apart."
    )


class CandidateModel(Model):
    """Is a hop that would make a chain, why it is near, and how near."""

    source: ThingModel
    target: ThingModel
    because: str = Field(
        description="statement: it was said and does not count; neighbours: what is like the source has it; "
        "words: the names share some; gap: nothing nearer is known.",
        examples=["neighbours"],
    )
    score: Decimal = Field(
        description="statement: 2 and its confidence; neighbours: 1 and the share of them that have it; "
        "words: the share of the words of both names that are common; gap: 0.",
        examples=["1.5"],
    )
    explanation: str
    statement: AlignmentModel | None = None
    kept_out_by: str | None = Field(
        None, description="The filter that keeps the statement out, or status where none is set."
    )
    neighbours: list[ThingModel] = Field([])
    words: list[str] = Field([])


class WhyNotModel(Model):
    """Is why something does not serve a goal."""

    start: ThingModel
    goal: ThingModel
    verdict: str = Field(
        description="serves: it does after all; filtered: only filters stand in the way; hinders: the only "
        "chains hinder; missing: there is no chain.",
        examples=["missing"],
    )
    explanation: str
    in_the_way: list[str] = Field(
        description="The filters of which each alone stands in the way, or all that do together."
    )
    chains: list[ChainModel] = Field(description="What serves, now or without the filters.")
    hindering: list[ChainModel]
    up: list[ChainModel] = Field(description="The partial chains that reach farthest from the start.")
    down: list[ChainModel] = Field(description="Partial chains to the goal that candidates lead into.")
    candidates: list[CandidateModel] = Field(description="Hops that would make a chain, the nearest first.")
