"""The pages on which single things are entered, corrected and withdrawn."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import RedirectResponse

from api.access import Role
from api.errors import PathUnknown
from api.pages.asked import Asked, Asking
from api.pages.entering.answering import State, changed_text, form_page, new_state, path_of, sent, way_of
from api.pages.entering.fields import FORMS, FormKind
from api.pages.entering.filling import Filled, filled_of
from api.pages.entering.saving import held, refuse_foreign, warned, withdraw
from api.pages.stating import pick
from api.pages.views.entering import Told, WithdrawalView, kept_text
from api.pages.views.homes import written
from api.sessions import Form, posted
from api.wording.messages import text
from graph.errors import PolicygraphError, Stale
from graph.model import Name
from graph.terms import expand

router = APIRouter(prefix="/{lang:language}")

Sent = Annotated[Form, Depends(posted(Role.CONTRIBUTOR))]


@router.get("/things")
def things(
    asking: Asking,
    q: Annotated[str, Query(max_length=2000)],
    kind: Annotated[str, Query(max_length=100)] = "",
) -> list[dict[str, Any]]:
    """Answers with the things that a text may mean, as a form shows them: `iri` and `text`."""
    found = pick(asking, q.strip(), kind or None)
    links = (found.link,) if found.link else found.offered
    return [{"iri": link.iri, "text": written(link)} for link in links]


@router.get("/enter/{kind}")
def blank(kind: str, asking: Asking) -> Response:
    """Shows an empty form, or one with what the address names filled in."""
    form = _form(kind)
    given = Form(tuple(asking.request.query_params.multi_items()), asking.needs(Role.CONTRIBUTOR))
    return form_page(asking, form, filled_of(asking, form, given), new_state())


@router.post("/enter/{kind}")
def entered(kind: str, asking: Asking, form: Sent) -> Response:
    """Enters the thing and leads to it; where it cannot be, the form comes back with all that was typed."""
    return sent(asking, _form(kind), form, None)


@router.get("/enter/{kind}/{source}/{key}")
def current(
    kind: str, source: str, key: str, asking: Asking, saved: Annotated[bool, Query()] = False
) -> Response:
    """Shows a thing in its form; `saved` says that it was saved just now, and what could be added."""
    form = _form(kind)
    name, speaker = _name(asking, form, source, key), asking.needs(Role.CONTRIBUTOR)
    content, version = held(asking.services, name, form)
    refuse_foreign(asking.services, speaker, name)
    told = Told(is_saved=saved, warnings=warned(asking.services, name) if saved else ())
    return form_page(asking, form, Filled(content), State(name, version, kept_text(content)), told)


@router.post("/enter/{kind}/{source}/{key}")
def corrected(kind: str, source: str, key: str, asking: Asking, form: Sent) -> Response:
    """Puts what was typed in the place of what stood there, on the state that was read, or says why not."""
    known = _form(kind)
    return sent(asking, known, form, _name(asking, known, source, key))


@router.get("/enter/{kind}/{source}/{key}/withdrawal")
def asked_why(kind: str, source: str, key: str, asking: Asking) -> Response:
    """Asks why a thing is to be withdrawn."""
    form = _form(kind)
    name, speaker = _name(asking, form, source, key), asking.needs(Role.CONTRIBUTOR)
    _, version = held(asking.services, name)
    refuse_foreign(asking.services, speaker, name, Role.ADMINISTRATOR)
    return _why(asking, form, name, version)


@router.post("/enter/{kind}/{source}/{key}/withdrawal")
def withdrawn(kind: str, source: str, key: str, asking: Asking, form: Sent) -> Response:
    """Withdraws a thing and leads to where it stood, which says so; where it cannot be, the page says why."""
    known = _form(kind)
    name, version, reason = _name(asking, known, source, key), form.value("version"), form.value("reason")
    try:
        withdraw(asking.services, form.speaker, name, Name(reason, asking.lang), version)
    except Stale:
        _, newer = held(asking.services, name)
        return _why(asking, known, name, newer, reason, changed_text(asking, name), Stale.status)
    except PolicygraphError as error:
        problem = text(f"error.{error.key}", asking.lang, **error.values)
        return _why(asking, known, name, version, reason, problem, error.status)
    return RedirectResponse(asking.reader.link(name).href, 303)


def _form(kind: str) -> FormKind:
    found = FORMS.get(kind)
    if found is None:
        raise PathUnknown("path-unknown", path=f"/enter/{kind}")
    return found


def _name(asking: Asked, form: FormKind, source: str, key: str) -> str:
    return expand(f"{asking.base}id/{form.noun}/{source}/{key}").value


def _why(
    asking: Asked,
    kind: FormKind,
    name: str,
    version: str,
    reason: str = "",
    problem: str | None = None,
    status: int = 200,
) -> Response:
    path = path_of(asking.lang, kind, name)
    title = asking.words("entry.withdraw.title")
    view = WithdrawalView(title, asking.reader.link(name), f"{path}/withdrawal", version, reason, problem)
    way = way_of(asking.reader, name, title)
    return asking.page("withdraw.html", title, view, crumbs=way, status=status)
