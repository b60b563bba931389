"""What is said, funded and done in an area."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from api.pages.asked import Asked, Asking
from api.pages.frame import crumb
from api.pages.gathered import answer_of
from api.pages.outlets import Question, downloads
from api.pages.views.coverage import coverage_view
from graph.alignment.portfolio import Coverage

router = APIRouter(prefix="/{lang:language}")

QUESTIONS = ("named-by-strategies", "funded-in-territory", "moved-in-territory")


@router.get("/coverage")
def coverage(
    asking: Asking,
    region: Annotated[str, Query(max_length=500)] = "",
    rows: Literal["goals", "targets"] = "goals",
) -> Response:
    """Shows for each goal, or target, which strategy names it, what money backs it, and what moves."""
    area = asking.iri(region) if region else None
    told = _told(asking, area, rows) if area else None
    view = coverage_view(asking.reader, area, told, rows=rows)
    given = {"region": area, "rows": rows}
    formats = downloads("portfolio/say-fund-do", given, asking.lang) if area else ()
    way = (crumb(asking.reader, "coverage.title", "coverage"),)
    title = asking.titled("coverage.title", area)
    return asking.page(
        "coverage.html",
        title,
        view,
        section="coverage",
        crumbs=way,
        formats=formats,
        questions=tuple(Question(name, {"territory": area}) for name in QUESTIONS) if area else (),
    )


def _told(asking: Asked, area: str, rows: str) -> Coverage | None:
    by_goal = rows == "goals"
    return answer_of(asking, ("coverage", area, rows), lambda each: each.say_fund_do(area, by_goal=by_goal))
