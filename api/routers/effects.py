"""What-if: what a scenario would change, what hangs on one thing, and which few projects would do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.bodies import body_of, documented
from api.effects.answering import answered
from api.effects.asking import ask_of
from api.effects.bodies import ScenarioBody
from api.effects.examples import EFFECT, SCENARIO, SINGLE_POINTS, SMALLEST_SET
from api.effects.parameters import (
    MAY_REPEAT,
    RemovalParameters,
    SinglePointParameters,
    SmallestSetParameters,
)
from api.effects.schemas import EffectModel, SinglePointsModel, SmallestSetModel
from api.effects.telling import effect_of
from api.formats.negotiation import PLAIN_FORMATS
from api.iris import from_base
from api.openapi import failures, success
from api.parameters import refuse_repeated_but
from api.portfolio.parameters import FilterParameters
from api.services import Wired
from graph.alignment.effects import Scenario


async def _refuse_repeated(request: Request) -> None:
    refuse_repeated_but(MAY_REPEAT, request)


router = APIRouter(prefix="/effects", tags=["What-if"], dependencies=[Depends(_refuse_repeated)])


@router.post(
    "",
    summary="Tell what a scenario would change",
    response_model=EffectModel,
    responses=success("What would change", EFFECT, PLAIN_FORMATS) | failures(400, 406, 413, 415, 422, 503),
    openapi_extra=documented(ScenarioBody, SCENARIO),
)
def effects(
    request: Request,
    services: Wired,
    asked: Annotated[FilterParameters, Query()],
    body: Annotated[ScenarioBody, Depends(body_of(ScenarioBody))],
) -> Response:
    """Answers what falls or is won when projects go, come late or come; it is a read, and writes nothing."""
    scenario, filters = body.scenario(services.base), asked.filters(services.base)
    return answered(
        request,
        services,
        lambda core, tell: effect_of(tell, core.effect(scenario, filters, orders=body.orders)),
    )


@router.get(
    "/removal",
    summary="Tell what would fall without projects",
    response_model=EffectModel,
    responses=success("What would change", EFFECT, PLAIN_FORMATS) | failures(400, 406, 503),
)
def removal(request: Request, services: Wired, asked: Annotated[RemovalParameters, Query()]) -> Response:
    """Answers as a scenario does in which these projects and programmes go: an address for what falls."""
    removed, funders = (
        tuple(from_base(each, services.base) for each in names) for names in (asked.remove, asked.programmes)
    )
    scenario, filters = Scenario(removed, funders), asked.filters(services.base)
    return answered(request, services, lambda core, tell: effect_of(tell, core.effect(scenario, filters)))


@router.get(
    "/single-points",
    summary="List objectives that hang on one thing",
    response_model=SinglePointsModel,
    responses=success("Objectives with what carries them alone", SINGLE_POINTS, PLAIN_FORMATS)
    | failures(400, 406, 503),
)
def single_points(
    request: Request, services: Wired, asked: Annotated[SinglePointParameters, Query()]
) -> Response:
    """Answers with objectives that one project, one organisation or one statement carries alone."""
    return answered(request, services, ask_of(asked, services.base))


@router.get(
    "/smallest-set",
    summary="List the fewest projects that cover objectives",
    response_model=SmallestSetModel,
    responses=success("Projects that cover all that can be covered", SMALLEST_SET, PLAIN_FORMATS)
    | failures(400, 406, 503),
)
def smallest_set(
    request: Request, services: Wired, asked: Annotated[SmallestSetParameters, Query()]
) -> Response:
    """Answers with a set of projects, how few any set must have, and whether this one is proven smallest."""
    return answered(request, services, ask_of(asked, services.base))
