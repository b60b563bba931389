"""What the portfolio's answers look like in JSON; every field is part of the contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pydantic import Field

from api.schemas import Model, ThingModel


class SumModel(Model):
    """Is money in one currency: of how many projects, and how much of it rests on accepted statements."""

    currency: str = Field(examples=["SEK"])
    value: Decimal = Field(examples=["3929285"])
    accepted: Decimal = Field(description="How much of it comes from projects with an accepted statement.")
    projects: int


class FigureModel(Model):
    """Is a number of projects, how many of them serve by an accepted statement, and their money."""

    projects: int = Field(examples=[12])
    accepted: int = Field(examples=[3])
    money: list[SumModel]


class RateModel(Model):
    """Is a rate that was supplied, with its day and its source."""

    of: str = Field(examples=["DKK"])
    to: str = Field(examples=["SEK"])
    value: Decimal = Field(examples=["1.5"])
    day: date
    source: str


class BasisModel(Model):
    """Is what an answer rests on; `behind` counts the commits that it does not know yet, mostly 0."""

    sequence: int = Field(description="The commit that the figures show.")
    behind: int = Field(description="How many later commits they lack.")
    counting: str = Field(examples=["full"])
    statuses: list[str] = Field(examples=[["accepted", "proposed"]])
    confidence: Decimal
    region: str | None = None
    municipality: str | None = None
    programme: str | None = None
    fund: str | None = None
    since: date | None = None
    until: date | None = None
    rates: list[RateModel] = Field([])
    apart: list[str] = Field([], description="Currencies that stay apart, for want of a rate.")


class BasedModel(Model):
    """Is the root of all answers of the portfolio: each says what it rests on."""

    basis: BasisModel


class RowModel(ThingModel):
    """Is what a row stands for, with its figure."""

    projects: int
    accepted: int
    money: list[SumModel]


class TableModel(BasedModel):
    """Is a figure for each row; `total` counts each project once."""

    items: list[RowModel]
    total: FigureModel


class GridCellModel(Model):
    """Is the figure of a row and a column, which it names by their IRIs."""

    row: str
    column: str
    projects: int
    accepted: int
    money: list[SumModel]


class GridModel(BasedModel):
    """Is rows by columns; a pair without a cell has no project, and `total` counts each project once."""

    rows: list[ThingModel]
    columns: list[ThingModel]
    cells: list[GridCellModel]
    total: FigureModel


class FlowLinkModel(Model):
    """Is what leads from one thing to another, which it names by their IRIs."""

    source: str
    target: str
    projects: int
    accepted: int
    money: list[SumModel]


class FlowModel(BasedModel):
    """Is what leads from level to level; a project counts in each way that it takes, in `total` once."""

    columns: list[list[ThingModel]] = Field(
        description="Programmes, the highest objectives of the document where one was named, and goals."
    )
    links: list[FlowLinkModel]
    total: FigureModel


class GapsModel(BasedModel):
    """Is which objectives lack a project, money or an indicator."""

    without_project: list[ThingModel]
    without_money: list[ThingModel]
    without_indicator: list[ThingModel]


class OverlapModel(BasedModel):
    """Is what two documents share: projects that serve each and both, and the goals that both reach."""

    first: RowModel
    second: RowModel
    both: FigureModel
    goals: list[ThingModel]


class CarrierModel(ThingModel):
    """Is an objective with who carries it: its only project, and who takes part in all its projects."""

    projects: int
    only_project: ThingModel | None
    carried_by: list[ThingModel]
    largest: ThingModel | None
    share: int = Field(description="In how many of the projects the largest takes part.")


class ConcentrationModel(BasedModel):
    """Is who carries each objective that has a project."""

    items: list[CarrierModel]


class NamingModel(Model):
    """Is a document of the area, and the part of it that reaches the goal: mostly one of its objectives."""

    document: ThingModel
    part: ThingModel
    accepted: bool = Field(description="Whether a statement of the part that leads there was accepted.")


class ObservedModel(Model):
    """Is one measured value, with when its period begins, and the observation that holds it."""

    when: str = Field(examples=["2019"])
    value: Decimal = Field(examples=["71.2"])
    observation: str


class MovementModel(Model):
    """Is an indicator with its latest measured value and the one before it."""

    indicator: ThingModel
    unit: str
    state: str = Field(description="forward, backward, still, or moves where no direction is wished for.")
    higher_is_better: bool | None
    before: ObservedModel
    after: ObservedModel


class CoveredModel(ThingModel):
    """Is a goal or target with what is said, funded and done for it, and what each rests on."""

    said: bool = Field(description="Whether a strategy of the area names it.")
    named: list[NamingModel]
    funded: bool = Field(description="Whether more than nothing was granted in the area.")
    money_unknown: bool = Field(description="Whether nobody told what some projects got, and none got any.")
    projects: int
    accepted: int
    money: list[SumModel]
    done: str = Field(
        description="forward, backward, mixed, moves, still, or unknown where too little was measured."
    )
    indicators: list[ThingModel]
    movements: list[MovementModel]


class CoverageModel(BasedModel):
    """Is what is said, funded and done in an area, by goal or target; `total` counts each project once."""

    area: ThingModel
    items: list[CoveredModel]
    said_unknown: bool = Field(
        description="Whether nobody has said of any document of the area what it contributes to."
    )
    total: FigureModel
