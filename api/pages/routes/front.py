"""The start page in the reader's language, and the way to it."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.language import preferred
from api.pages.asked import Asking
from api.pages.views.front import front_view
from api.services import Wired

router = APIRouter()


@router.get("/")
def start(request: Request, services: Wired) -> Response:
    """Leads to the start page in the language that the browser prefers, the first offered one otherwise."""
    languages = services.settings.languages
    lang = preferred(request.headers.get("accept-language"), languages, languages[0])
    return RedirectResponse(f"/{lang}/", status_code=307, headers={"Vary": "Accept-Language"})


@router.get("/{lang:language}/")
def front(asking: Asking, regions: str = "") -> Response:
    """Shows what the graph holds; `regions=all` adds the regions without projects."""
    view = front_view(asking.reader, whole=regions == "all")
    formats = (
        ("CSV", f"/api/v1/questions/region-goal-matrix/answer.csv?lang={asking.lang}"),
        ("JSON", f"/api/v1/questions/region-goal-matrix/answer.json?lang={asking.lang}"),
    )
    return asking.page("front.html", asking.words("front.title"), view, formats=formats)
