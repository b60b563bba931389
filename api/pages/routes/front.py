"""The start page in the reader's language, and the way to it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.language import preferred
from api.pages.asked import Asking
from api.pages.gathered import portfolio_of
from api.pages.views.front import front_view
from api.pages.views.matrix import PROJECTS, matrix
from api.services import Wired

router = APIRouter()


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
    show: Annotated[str, Query(max_length=20)] = PROJECTS,
    counting: Literal["full", "parts"] = "full",
) -> Response:
    """Shows what the graph holds; `regions=all` adds the regions without projects.

    `show` is `projects` or a currency, whose money counts in full in each cell or in parts.
    """
    portfolio = portfolio_of(asking)
    grid = portfolio.goals_by_region(counting=counting) if portfolio else None
    shown = matrix(asking.reader, grid, whole=regions == "all", shows=show) if grid else None
    query = f"counting={counting}&lang={asking.lang}"
    formats = (
        ("CSV", f"/api/v1/portfolio/goals-by-region.csv?{query}"),
        ("JSON", f"/api/v1/portfolio/goals-by-region.json?{query}"),
    )
    view = front_view(asking.reader, shown)
    return asking.page("front.html", asking.words("front.title"), view, formats=formats)
