"""The start page in the reader's language, and the way to it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.language import preferred
from api.pages.asked import Asked, Asking
from api.pages.gathered import portfolio_of
from api.pages.outlets import Question, downloads
from api.pages.views.front import front_view
from api.pages.views.matrix import PROJECTS, Matrix, matrix
from api.services import Wired

router = APIRouter()
embedded = APIRouter(prefix="/embed/{lang:language}")

Show = Annotated[str, Query(max_length=20)]
Counting = Literal["full", "parts"]


@router.get("/")
def start(request: Request, services: Wired) -> Response:
    """Leads to the start page in the language that the browser prefers, the first offered one otherwise."""
    languages = services.settings.languages
    lang = preferred(request.headers.get("accept-language"), languages, languages[0])
    return RedirectResponse(f"/{lang}/", status_code=307, headers={"Vary": "Accept-Language"})


@router.get("/{lang:language}/")
def front(
    asking: Asking,
    regions: str = "",
    show: Show = PROJECTS,
    counting: Counting = "full",
) -> Response:
    """Shows what the graph holds; `regions=all` adds the regions without projects.

    `show` is `projects` or a currency, whose money counts in full in each cell or in parts.
    """
    shown = _matrix(asking, regions, show, counting)
    return asking.page(
        "front.html",
        asking.words("front.title"),
        front_view(asking.reader, shown),
        formats=downloads("portfolio/goals-by-region", {"counting": counting}, asking.lang),
        question=_question(shown, counting),
        embed="matrix",
    )


@embedded.get("/matrix")
def matrix_alone(
    asking: Asking, regions: str = "", show: Show = PROJECTS, counting: Counting = "full"
) -> Response:
    """Shows the matrix alone, within a page of another site."""
    shown = _matrix(asking, regions, show, counting)
    title = asking.words("matrix.title")
    return asking.page("matrix.html", title, front_view(asking.reader, shown))


def _matrix(asking: Asked, regions: str, show: str, counting: Counting) -> Matrix | None:
    portfolio = portfolio_of(asking)
    grid = portfolio.goals_by_region(counting=counting) if portfolio else None
    return matrix(asking.reader, grid, whole=regions == "all", shows=show) if grid else None


def _question(shown: Matrix | None, counting: Counting) -> Question | None:
    """Returns the question whose answer is the matrix; none divides money into parts."""
    if shown is None or shown.shows == PROJECTS:
        return Question("region-goal-matrix", {})
    return Question("region-goal-money", {}) if counting == "full" else None
