"""The page on which somebody states that one thing serves, or hinders, another."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from api.access import Role
from api.ledger.acting import recorder_of
from api.pages.asked import Asked, Asking
from api.pages.frame import crumb
from api.pages.meaning import meant_by
from api.pages.stating import KINDS, PICKED, Pick, draft_of, pick
from api.pages.views.state import StateView, state_view
from api.sessions import Form, posted
from api.wording.messages import text
from graph.errors import PolicygraphError, SubmissionRefused

router = APIRouter(prefix="/{lang:language}")

Text = Annotated[str, Query(max_length=2000)]


@router.get("/state")
def form_of(asking: Asking, source: Text = "", target: Text = "", evidence: Text = "") -> Response:
    """Shows the form, with what the address names picked."""
    typed = {"source": source.strip(), "target": target.strip(), "evidence": evidence.strip()}
    picks = {name: pick(asking, typed[name], KINDS[name]) for name in PICKED}
    return _page(asking, state_view(asking.reader, picks, {}))


@router.post("/state")
def stated(asking: Asking, form: Annotated[Form, Depends(posted(Role.CONTRIBUTOR))]) -> Response:
    """States the alignment; where something is open or wrong, the form comes back with all that was typed."""
    picks = {name: _picked(asking, form, name) for name in PICKED}
    typed = dict(form.fields)
    if any(each.link is None for each in picks.values()):
        return _page(asking, state_view(asking.reader, picks, typed, is_sent=True), 422)
    try:
        name = recorder_of(asking.services, form.speaker).state(draft_of(form, picks, asking.lang))
    except PolicygraphError as error:
        findings = error.findings if isinstance(error, SubmissionRefused) else ()
        problem = text(f"error.{error.key}", asking.lang, **error.values)
        view = state_view(asking.reader, picks, typed, findings=findings, problem=problem, is_sent=True)
        return _page(asking, view, error.status)
    return RedirectResponse(asking.reader.link(name).href, 303)


def _picked(asking: Asked, form: Form, name: str) -> Pick:
    """Returns what was chosen among what was offered, or what the text says where it was changed since."""
    if chosen := form.value(f"{name}-pick"):
        return pick(asking, chosen, KINDS[name])
    meant = meant_by(asking, form.value(name), form.value(f"{name}-iri"), KINDS[name])
    return Pick(meant.typed, meant.link, meant.offered)


def _page(asking: Asked, view: StateView, status: int = 200) -> Response:
    title = asking.words("state.title")
    way = (crumb(asking.reader, "nav.review", "review"), crumb(asking.reader, "state.title", "state"))
    return asking.page("state.html", title, view, section="review", crumbs=way, status=status)
