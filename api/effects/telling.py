"""Words the answers about effects: a name in the reader's language for every IRI."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from api.effects.schemas import (
    BearerModel,
    ChosenModel,
    EffectModel,
    PathwayModel,
    RippleModel,
    ShiftModel,
    SinglePointModel,
    SinglePointsModel,
    SmallestSetModel,
    StepModel,
    WindowModel,
)
from api.portfolio.telling import Teller, figure_of
from api.schemas import ThingModel
from graph.alignment.portfolio import Figure

if TYPE_CHECKING:
    from graph.alignment.effects import Effect, Pathway, Ripple, Shift, SinglePoint, SinglePoints, SmallestSet

Things = Mapping[str, ThingModel]
_PLACES = 3


def effect_of(tell: Teller, told: Effect) -> EffectModel:
    """Returns an effect as JSON shows it."""
    things = tell.things(_in_effect(told))
    return EffectModel(
        items=[_shift(things, each) for each in told.shifts],
        before=figure_of(told.total_before),
        after=figure_of(told.total_after),
        windows=[
            WindowModel(
                objective=things[each.objective],
                since=each.since,
                until=each.until,
                covered=each.is_covered,
            )
            for each in told.windows
        ],
        ripples=[_ripple(things, each) for each in told.ripples],
        removed=told.removed,
        shared=told.shared,
        basis=tell.basis(told.basis, told.total_before),
    )


def single_points_of(tell: Teller, told: SinglePoints) -> SinglePointsModel:
    """Returns single points of failure as JSON shows them."""
    things = tell.things(name for point in told.points for name in _in_point(point))
    items = [_point(things, each) for each in told.points]
    return SinglePointsModel(items=items, covered=told.covered, basis=tell.basis(told.basis, Figure()))


def smallest_set_of(tell: Teller, told: SmallestSet) -> SmallestSetModel:
    """Returns a smallest set as JSON shows it."""
    names = (name for each in told.projects for name in (each.project, *each.serves))
    things = tell.things((*names, *told.open))
    items = [
        ChosenModel(**dict(things[each.project]), serves=_named(things, each.serves))
        for each in told.projects
    ]
    return SmallestSetModel(
        items=items,
        open=_named(things, told.open),
        wanted=told.wanted,
        at_least=told.at_least,
        smallest=told.is_smallest,
        basis=tell.basis(told.basis, Figure()),
    )


def rounded(value: Fraction) -> Decimal:
    """Returns a value on the scale with three decimals.

    >>> rounded(Fraction(-2, 3))
    Decimal('-0.667')
    """
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal(1).scaleb(-_PLACES))


def _shift(things: Things, each: Shift) -> ShiftModel:
    return ShiftModel(
        **dict(things[each.objective]),
        change=each.kind,
        prioritised=each.is_prioritised,
        before=figure_of(each.before),
        after=figure_of(each.after),
        lost=_named(things, each.lost),
        won=_named(things, each.won),
    )


def _ripple(things: Things, each: Ripple) -> RippleModel:
    pathways = [_pathway(things, pathway) for pathway in each.pathways]
    return RippleModel(**dict(things[each.objective]), net=rounded(each.net), pathways=pathways)


def _pathway(things: Things, told: Pathway) -> PathwayModel:
    steps = [
        StepModel(
            alignment=step.alignment,
            source=things[step.source],
            target=things[step.target],
            strength=step.strength,
        )
        for step in told.steps
    ]
    return PathwayModel(value=rounded(told.value), steps=steps)


def _point(things: Things, each: SinglePoint) -> SinglePointModel:
    return SinglePointModel(
        **dict(things[each.objective]),
        prioritised=each.is_prioritised,
        projects=each.projects,
        project=things[each.project] if each.project else None,
        organisations=_named(things, each.organisations),
        statements=[
            BearerModel(
                alignment=own.alignment,
                source=things[own.source],
                target=things[own.target],
            )
            for own in each.statements
        ],
    )


def _named(things: Things, names: Iterable[str]) -> list[ThingModel]:
    return [things[name] for name in names]


def _in_effect(told: Effect) -> list[str]:
    """Returns every IRI that an effect names."""
    names = [name for each in told.shifts for name in (each.objective, *each.lost, *each.won)]
    names += [each.objective for each in told.windows] + [each.objective for each in told.ripples]
    steps = (step for each in told.ripples for pathway in each.pathways for step in pathway.steps)
    return [*names, *(end for step in steps for end in (step.source, step.target))]


def _in_point(point: SinglePoint) -> list[str]:
    ends = [end for own in point.statements for end in (own.source, own.target)]
    return [point.objective, *([point.project] if point.project else []), *point.organisations, *ends]
