"""The start page in the reader's language, and the way to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from api.pages.asked import Asked, Asking
from api.pages.gathered import answer_of, portfolio_of
from api.pages.leading import in_own_language
from api.pages.outlets import Question, downloads
from api.pages.views.changes import Change, changes_told
from api.pages.views.front import Covered, covered_of, front_view
from api.pages.views.matrix import PROJECTS, Matrix, countries, matrix
from api.pages.views.matrix import regions as regions_of
from api.pages.views.since import recent_href
from api.services import Wired
from graph.commits import newest_changes

router = APIRouter()
embedded = APIRouter(prefix="/embed/{lang:language}")

Show = Annotated[str, Query(max_length=20)]
Counting = Literal["full", "parts"]
NEWEST = 5


@router.get("/")
def start(request: Request, services: Wired) -> Response:
    """Leads to the start page in the language that the browser prefers, the first offered one otherwise."""
    return in_own_language(request, services, "/")


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
        replace(
            front_view(asking.reader, shown),
            covered=_covered(asking),
            areas=regions_of(asking.reader),
            changes=_changes(asking),
            since=recent_href(asking.lang),
        ),
        formats=downloads("portfolio/goals-by-region", {"counting": counting}, asking.lang),
        questions=_questions(shown, counting),
        embed="matrix",
    )


def _covered(asking: Asked) -> tuple[Covered, ...]:
    """Returns what is said, funded and done in each country of the graph, none while it is gathered."""
    portfolio = portfolio_of(asking, patience=0.0)
    known = [each.iri for each in countries(asking.reader)]
    if portfolio is None:
        return ()
    told = asking.reader.repository.reading.remembered(
        ("countries", portfolio.sequence),
        lambda: {each: portfolio.say_fund_do(each, by_goal=True) for each in known},
    )
    return tuple(covered_of(asking.reader, told[each]) for each in known if told[each].rows)


def _changes(asking: Asked) -> tuple[Change, ...]:
    """Returns the newest commits, whatever they concern."""
    newest = asking.reader.repository.reading.remembered(
        "newest-changes", lambda: newest_changes(asking.services.store, NEWEST)
    )
    return changes_told(asking.reader, newest)


@embedded.get("/matrix")
def matrix_alone(
    asking: Asking, regions: str = "", show: Show = PROJECTS, counting: Counting = "full"
) -> Response:
    """Shows the matrix alone, within a page of another site."""
    shown = _matrix(asking, regions, show, counting)
    title = asking.words("matrix.title")
    return asking.page("matrix.html", title, front_view(asking.reader, shown))


def _matrix(asking: Asked, regions: str, show: str, counting: Counting) -> Matrix | None:
    grid = answer_of(asking, ("matrix", counting), lambda each: each.goals_by_region(counting=counting))
    return matrix(asking.reader, grid, whole=regions == "all", shows=show) if grid else None


def _questions(shown: Matrix | None, counting: Counting) -> tuple[Question, ...]:
    """Returns the question whose answer is the matrix."""
    if shown is None or shown.shows == PROJECTS:
        return (Question("region-goal-matrix", {}),)
    return (Question("region-goal-money" if counting == "full" else "region-goal-parts", {}),)
