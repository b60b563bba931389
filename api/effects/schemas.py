"""What the answers about effects look like in JSON; every field is part of the contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from api.portfolio.schemas import BasisModel, FigureModel
from api.schemas import Model, ThingModel


class ShiftModel(ThingModel):
    """Is an objective of which something changes, with the regions that lose or win their last project."""

    change: Literal["uncovered", "covered", "changed"]
    prioritised: bool
    before: FigureModel
    after: FigureModel
    lost: list[ThingModel] = Field(description="Regions in which nothing serves it any more.")
    won: list[ThingModel] = Field(description="Regions in which something serves it for the first time.")


class WindowModel(Model):
    """Is a span of days in which an objective is covered only after the change, or only before it."""

    objective: ThingModel
    since: date | None = Field(description="Its first day; null for an open beginning.")
    until: date | None = Field(description="Its last day; null for an open end.")
    covered: bool = Field(description="Whether the objective is covered then, after the change.")


class StepModel(Model):
    """Is a statement that one objective contributes to another (1 to 3) or hinders it (-1 to -3)."""

    alignment: str
    source: ThingModel
    target: ThingModel
    strength: int = Field(examples=[-2])


class PathwayModel(Model):
    """Is a way on which the change reaches an objective, with what it adds."""

    value: Decimal = Field(examples=["-0.667"])
    steps: list[StepModel]


class RippleModel(ThingModel):
    """Is what reaches an objective through others, on the scale of SEI and ICSU; a sum may pass 3."""

    net: Decimal = Field(examples=["-2"])
    pathways: list[PathwayModel]


class EffectModel(Model):
    """Is all that a scenario would change: the answers after it less those before."""

    items: list[ShiftModel]
    before: FigureModel = Field(description="The projects that serve any objective, each once, as it is.")
    after: FigureModel = Field(description="The same as it would be.")
    windows: list[WindowModel] = Field(description="Where something is delayed.")
    ripples: list[RippleModel]
    removed: int = Field(description="How many projects go.")
    shared: int = Field(description="How many of those that go with a programme have another funder.")
    basis: BasisModel


class BearerModel(Model):
    """Is a statement that is part of every chain to an objective."""

    alignment: str
    source: ThingModel
    target: ThingModel


class SinglePointModel(ThingModel):
    """Is an objective that nothing would serve without this project, organisation or statement."""

    prioritised: bool
    projects: int
    project: ThingModel | None
    organisations: list[ThingModel]
    statements: list[BearerModel]


class SinglePointsModel(Model):
    """Is the objectives that hang on one thing, of how many that are covered."""

    items: list[SinglePointModel]
    covered: int
    basis: BasisModel


class ChosenModel(ThingModel):
    """Is a project of the set, with the wanted objectives that it serves."""

    serves: list[ThingModel]


class SmallestSetModel(Model):
    """Is projects that cover all wanted objectives which any project covers."""

    items: list[ChosenModel]
    open: list[ThingModel] = Field(description="Wanted objectives that no project serves.")
    wanted: int
    at_least: int = Field(description="No set can have fewer projects.")
    smallest: bool = Field(description="Whether it is proven that no set has fewer.")
    basis: BasisModel
