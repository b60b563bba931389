"""Words say, fund, do: a name for every document, objective and indicator that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from api.portfolio.schemas import (
    CoverageModel,
    CoveredModel,
    MovementModel,
    NamingModel,
    ObservedModel,
)
from api.portfolio.telling import Teller, figure_of, sums_of
from api.schemas import ThingModel
from graph.alignment.portfolio import Coverage, Covered, Movement, Naming


def told_coverage(tell: Teller, told: Coverage) -> CoverageModel:
    """Returns what is said, funded and done in an area."""
    things = tell.things((told.area, *told.rows, *_named(told)))
    return CoverageModel(
        area=things[told.area],
        items=[_covered(things, iri, each) for iri, each in told.rows.items()],
        said_unknown=told.is_silent,
        total=figure_of(told.total),
        basis=tell.basis(told.basis, told.total),
    )


def _named(told: Coverage) -> Iterator[str]:
    for covered in told.rows.values():
        yield from covered.indicators
        for each in covered.named:
            yield from (each.document, each.part)


def _covered(things: Mapping[str, ThingModel], iri: str, told: Covered) -> CoveredModel:
    return CoveredModel(
        **dict(things[iri]),
        said=told.is_said,
        named=[_naming(things, each) for each in told.named],
        funded=told.is_funded,
        money_unknown=told.is_unknown,
        projects=told.money.projects,
        accepted=told.money.accepted,
        money=sums_of(told.money),
        done=told.is_done,
        indicators=[things[each] for each in told.indicators],
        movements=[_movement(things, each) for each in told.movements],
    )


def _naming(things: Mapping[str, ThingModel], told: Naming) -> NamingModel:
    return NamingModel(document=things[told.document], part=things[told.part], accepted=told.accepted)


def _movement(things: Mapping[str, ThingModel], told: Movement) -> MovementModel:
    return MovementModel(
        indicator=things[told.indicator],
        unit=told.unit,
        state=told.state,
        higher_is_better=told.higher_is_better,
        before=ObservedModel(**told.before._asdict()),
        after=ObservedModel(**told.after._asdict()),
    )
