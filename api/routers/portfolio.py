"""The portfolio: counts and money by goal, objective, region, programme; gaps, overlap, who carries what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.formats.negotiation import PLAIN_FORMATS
from api.openapi import Responses, failures, success
from api.parameters import refuse_repeated_but
from api.portfolio.answering import answer
from api.portfolio.asking import ask_of
from api.portfolio.parameters import (
    REPEATED,
    CoverageParameters,
    DocumentMoneyParameters,
    DocumentParameters,
    FilterParameters,
    FlowParameters,
    GapParameters,
    MoneyParameters,
    OverlapParameters,
    RegionsParameters,
)
from api.portfolio.schemas import (
    ConcentrationModel,
    CoverageModel,
    FlowModel,
    GapsModel,
    GridModel,
    OverlapModel,
    TableModel,
)
from api.services import Services, Wired


async def _refuse_repeated(request: Request) -> None:
    refuse_repeated_but(REPEATED, request)


router = APIRouter(prefix="/portfolio", tags=["Portfolio"], dependencies=[Depends(_refuse_repeated)])

_GOAL = {"iri": "http://metadata.un.org/sdg/9", "name": {"text": "Industry", "lang": "en"}, "code": "9"}
_SUM = {"currency": "SEK", "value": "3929285", "accepted": "0", "projects": 12}
_FIGURE = {"projects": 12, "accepted": 3, "money": [_SUM]}
_BASIS = {
    "sequence": 12,
    "behind": 0,
    "counting": "full",
    "statuses": ["accepted", "proposed"],
    "confidence": "0",
}
_CELL = {"row": _GOAL["iri"], "column": "http://data.europa.eu/nuts/code/SE331", **_FIGURE}
_TABLE = {"items": [{**_GOAL, **_FIGURE}], "total": _FIGURE, "basis": _BASIS}
_GRID = {"rows": [_GOAL], "columns": [], "cells": [_CELL], "total": _FIGURE, "basis": _BASIS}
_FLOW = {
    "columns": [[_GOAL], [_GOAL]],
    "links": [{"source": _GOAL["iri"], "target": _GOAL["iri"], **_FIGURE}],
    "total": _FIGURE,
    "basis": _BASIS,
}
_GAPS = {"without_project": [_GOAL], "without_money": [_GOAL], "without_indicator": [], "basis": _BASIS}
_OVERLAP = {
    "first": {**_GOAL, **_FIGURE},
    "second": {**_GOAL, **_FIGURE},
    "both": _FIGURE,
    "goals": [_GOAL],
    "basis": _BASIS,
}
_CARRIERS = {"items": [{**_GOAL, "projects": 1, "only_project": _GOAL, "share": 1}], "basis": _BASIS}

_OBSERVED = {"when": "2019", "value": "71.2", "observation": "http://127.0.0.1:8000/id/observation/x/1"}
_COVERED = {
    **_GOAL,
    **_FIGURE,
    "said": True,
    "named": [{"document": _GOAL, "part": _GOAL, "accepted": True}],
    "funded": True,
    "done": "moves",
    "indicators": [_GOAL],
    "movements": [{"indicator": _GOAL, "state": "moves", "before": _OBSERVED, "after": _OBSERVED}],
}
_COVERAGE = {"area": _GOAL, "items": [_COVERED], "said_unknown": False, "total": _FIGURE, "basis": _BASIS}


def _documented(description: str, example: object) -> Responses:
    return success(description, example, PLAIN_FORMATS) | failures(400, 406, 503)


def _answered(request: Request, services: Services, name: str, asked: FilterParameters) -> Response:
    return answer(request, services, ask_of(name, asked, services.base))


@router.get(
    "/goals",
    summary="Count projects and money by goal",
    response_model=TableModel,
    responses=_documented("A figure for each goal", _TABLE),
)
def goals(request: Request, services: Wired, asked: Annotated[MoneyParameters, Query()]) -> Response:
    """Answers with a figure for each global goal, those without projects included."""
    return _answered(request, services, "goals", asked)


@router.get(
    "/targets",
    summary="Count projects and money by target",
    response_model=TableModel,
    responses=_documented("A figure for each target", _TABLE),
)
def targets(request: Request, services: Wired, asked: Annotated[MoneyParameters, Query()]) -> Response:
    """Answers with a figure for each target of the global goals."""
    return _answered(request, services, "targets", asked)


@router.get(
    "/objectives",
    summary="Count projects and money by objective of a document",
    response_model=TableModel,
    responses=_documented("A figure for each objective", _TABLE),
)
def objectives(
    request: Request, services: Wired, asked: Annotated[DocumentMoneyParameters, Query()]
) -> Response:
    """Answers with a figure for each objective that the document sets."""
    return _answered(request, services, "objectives", asked)


@router.get(
    "/goals-by-region",
    summary="Count projects and money by goal and region",
    response_model=GridModel,
    responses=_documented("A figure for each goal and region that has a project", _GRID),
)
def goals_by_region(
    request: Request, services: Wired, asked: Annotated[MoneyParameters, Query()]
) -> Response:
    """Answers with goals as rows and regions as columns; a project stands in each region that it names."""
    return _answered(request, services, "goals-by-region", asked)


@router.get(
    "/goals-by-programme",
    summary="Count projects and money by goal and programme",
    response_model=GridModel,
    responses=_documented("A figure for each goal and programme that has a project", _GRID),
)
def goals_by_programme(
    request: Request, services: Wired, asked: Annotated[MoneyParameters, Query()]
) -> Response:
    """Answers with goals as rows and programmes as columns, each with what it gave itself."""
    return _answered(request, services, "goals-by-programme", asked)


@router.get(
    "/objectives-by-goal",
    summary="Count projects and money by objective of a document and goal",
    response_model=GridModel,
    responses=_documented("A figure for each objective and goal that has a project", _GRID),
)
def objectives_by_goal(
    request: Request, services: Wired, asked: Annotated[DocumentMoneyParameters, Query()]
) -> Response:
    """Answers with the objectives of a document as rows; a project counts whose chain passes through one."""
    return _answered(request, services, "objectives-by-goal", asked)


@router.get(
    "/regions",
    summary="Count projects and money by region",
    response_model=TableModel,
    responses=_documented("A figure for each region", _TABLE),
)
def regions(request: Request, services: Wired, asked: Annotated[RegionsParameters, Query()]) -> Response:
    """Answers with a figure for each region, of the projects that serve a goal, or any global goal."""
    return _answered(request, services, "regions", asked)


@router.get(
    "/flow",
    summary="Follow projects and money from programmes to goals",
    response_model=FlowModel,
    responses=_documented("A figure for each step that projects take", _FLOW),
)
def flow(request: Request, services: Wired, asked: Annotated[FlowParameters, Query()]) -> Response:
    """Answers with what leads from programmes, through the objectives of a document, to global goals."""
    return _answered(request, services, "flow", asked)


@router.get(
    "/gaps",
    summary="List objectives without a project, money or an indicator",
    response_model=GapsModel,
    responses=_documented("What the objectives lack", _GAPS),
)
def gaps(request: Request, services: Wired, asked: Annotated[GapParameters, Query()]) -> Response:
    """Answers with three lists; money counts from a project that was granted more than nothing."""
    return _answered(request, services, "gaps", asked)


@router.get(
    "/overlap",
    summary="Compare what two documents share",
    response_model=OverlapModel,
    responses=_documented("Projects, money and goals of each and of both", _OVERLAP),
)
def overlap(request: Request, services: Wired, asked: Annotated[OverlapParameters, Query()]) -> Response:
    """Answers with the projects that serve each document and both, and the goals that both reach."""
    return _answered(request, services, "overlap", asked)


@router.get(
    "/concentration",
    summary="List who carries each objective of a document",
    response_model=ConcentrationModel,
    responses=_documented("Who carries each objective that has a project", _CARRIERS),
)
def concentration(
    request: Request, services: Wired, asked: Annotated[DocumentParameters, Query()]
) -> Response:
    """Answers with the only project of an objective, and the organisations that take part in all of its."""
    return _answered(request, services, "concentration", asked)


@router.get(
    "/say-fund-do",
    summary="List what is said, funded and done for each target in an area",
    response_model=CoverageModel,
    responses=_documented("What strategies, money and indicators say of each target", _COVERAGE),
)
def say_fund_do(request: Request, services: Wired, asked: Annotated[CoverageParameters, Query()]) -> Response:
    """Answers whether a strategy of the area names it, money stands behind it, and an indicator moves."""
    return _answered(request, services, "say-fund-do", asked)
