"""Changes since a day: what was added, withdrawn and reviewed, by whom and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.changed.asking import ChangeParameters, Span, account
from api.changed.schemas import ChangeModel, ChangesModel
from api.changed.telling import told_changes
from api.formats.listings import following, language, listing_of, page_bounds
from api.iris import as_iri
from api.openapi import failures, success
from api.pages.reader import Reader
from api.services import Wired
from api.wording.words import Words

router = APIRouter(prefix="/changes", tags=["Commits"])

_GOAL = {"iri": "http://metadata.un.org/sdg/9", "name": {"text": "Industry", "lang": "en"}, "code": "9"}
_EDITORS = "http://127.0.0.1:8000/id/agent/policygraph/editors"
EXAMPLE = {
    "of": _GOAL,
    "territory": None,
    "since": "2026-04-01",
    "until": None,
    "sequence": 12,
    "commits": 1,
    "sums": [{"kind": "accepting", "gone": False, "count": 1}],
    "unread": [],
    "reached": None,
    "filled": None,
    "items": [
        {
            "iri": "http://127.0.0.1:8000/id/commit/12",
            "sequence": 12,
            "at": "2026-11-22T09:00:00Z",
            "agent": {"iri": _EDITORS, "name": {"text": "Editors", "lang": "en"}},
            "reason": "Review of an alignment",
            "kind": "accepting",
            "gone": False,
            "count": 1,
            "things": [],
            "because": ["The plan says so."],
        }
    ],
    "total": 1,
    "next": None,
}


@router.get(
    "",
    summary="List what changed since a day",
    response_model=ChangesModel,
    responses=success("What was done, by commit and kind", EXAMPLE) | failures(400, 406),
)
def list_changes(request: Request, services: Wired, asked: Annotated[ChangeParameters, Query()]) -> Response:
    """Answers with what was done by commit and kind, the newest first; sums are of the whole time."""
    span, bounds = Span(asked.since, asked.until), page_bounds(asked, services)
    found = account(services, span, asked.of, asked.territory)
    about = (as_iri(asked.of, services.base), as_iri(asked.territory, services.base))
    reader = Reader(services.repository, Words(language(request, services)), services.search.shown)
    told = told_changes(reader, found, span, about, bounds)
    address = following(request, int(told.next) if told.next else None)
    told = told.model_copy(update={"next": address})
    return listing_of(request, services, ChangeModel, told, told.items, address)
