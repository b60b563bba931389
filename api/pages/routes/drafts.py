"""Private drafts: the list of those that one may see, one of them, and what its owner may do with it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import RedirectResponse

from api.access import Role, Speaker
from api.drafts import (
    draft_for,
    faults_of_draft,
    own_draft,
    publish_draft,
    remove_draft,
    visible_drafts,
)
from api.iris import page_url
from api.pages.asked import Asked, Asking
from api.pages.frame import crumb, here
from api.pages.reader import Label
from api.pages.views.drafts import DraftsView, draft_view, line_of
from api.sessions import Form, posted
from api.wording.messages import worded
from graph.errors import SubmissionRefused

router = APIRouter(prefix="/{lang:language}")

Sent = Annotated[Form, Depends(posted(Role.CONTRIBUTOR))]


@router.get("/drafts")
def drafts(asking: Asking) -> Response:
    """Shows the drafts of who is signed in, and to reviewers all."""
    speaker = asking.needs(Role.CONTRIBUTOR)
    found = visible_drafts(asking.services, speaker)
    view = DraftsView(tuple(line_of(asking.reader, each, speaker.agent) for each in found))
    way = (crumb(asking.reader, "drafts.title", "drafts"),)
    return asking.page("drafts.html", asking.words("drafts.title"), view, crumbs=way)


@router.get("/drafts/{key}")
def draft(key: str, asking: Asking) -> Response:
    """Shows a draft, and what keeps it from being published."""
    return _shown(asking, asking.needs(Role.CONTRIBUTOR), key)


@router.post("/drafts/{key}/publication")
def published(key: str, asking: Asking, form: Sent) -> Response:
    """Publishes a draft and leads to the project; where it cannot be, the page of the draft says why."""
    own = own_draft(asking.services, form.speaker, key)
    try:
        kept = publish_draft(asking.services, form.speaker, own, form.value("version") or None)
    except SubmissionRefused as error:
        told = tuple(worded(each, asking.lang) for each in error.findings)
        return _shown(asking, form.speaker, key, 422, told)
    return RedirectResponse(page_url(kept.iri, asking.base, asking.lang), status_code=303)


@router.post("/drafts/{key}/removal")
def removed(key: str, asking: Asking, form: Sent) -> Response:
    """Throws a draft away and leads to the list."""
    own = own_draft(asking.services, form.speaker, key)
    remove_draft(asking.services, own, form.value("version") or None)
    return RedirectResponse(f"/{asking.lang}/drafts", status_code=303)


def _shown(
    asking: Asked, speaker: Speaker, key: str, status: int = 200, refused: tuple[str, ...] = ()
) -> Response:
    found = draft_for(asking.services, speaker, key)
    findings = () if refused else faults_of_draft(asking.services, speaker, found)
    view = draft_view(asking.reader, found, speaker.agent, findings, refused)
    way = (crumb(asking.reader, "drafts.title", "drafts"), here(Label(view.line.label)))
    return asking.page("draft.html", view.line.label, view, crumbs=way, status=status)
