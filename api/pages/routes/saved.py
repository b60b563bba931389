"""Saved questions: the list, one of them with what changed in its answer, its feed, saving and removing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.access import Role
from api.errors import headers_of
from api.pages.asked import Asked, Asking
from api.pages.frame import crumb, here
from api.pages.leading import in_own_language
from api.pages.outlets import downloads
from api.pages.reader import Label
from api.pages.render import environment
from api.pages.views.saved import saved_feed, saved_list, saved_path, saved_view
from api.pages.views.saving import Saving, saving_of
from api.pages.views.sparql import formats_of
from api.saved import looked_at, removable, remove_saved, save_question
from api.services import Wired
from api.sessions import Form, posted
from api.wording.messages import text
from graph.errors import PolicygraphError
from graph.saved import Saved

router = APIRouter(prefix="/{lang:language}")
neutral = APIRouter(prefix="/saved")

Sent = Annotated[Form, Depends(posted(Role.CONTRIBUTOR))]


@router.get("/saved")
def listed(asking: Asking) -> Response:
    """Shows all saved questions, and to whoever may a form for a new one."""
    return _list(asking, saving_of("", "", asking.speaker))


@router.post("/saved")
async def saved(asking: Asking, form: Sent) -> Response:
    """Saves a question and leads to it; what is refused stays in the form."""
    title, query = form.value("title"), form.value("query")
    try:
        made = await save_question(asking.request, asking.services, form.speaker, title, query)
    except PolicygraphError as error:
        return await run_in_threadpool(_refused, asking, Saving(title, query, may=True), error)
    return RedirectResponse(saved_path(asking.lang, made.key), status_code=303)


@router.get("/saved/{key}")
async def shown(key: str, asking: Asking) -> Response:
    """Shows a question, its answer and what changed in it; after a commit it is asked again, once."""
    found = await looked_at(asking.request, asking.services, key)
    return await run_in_threadpool(_page, asking, found)


@router.get("/saved/{key}/feed")
async def feed(key: str, asking: Asking) -> Response:
    """Answers with what changed in the answer as Atom, the newest first; it looks as the page does."""
    found = await looked_at(asking.request, asking.services, key)
    return await run_in_threadpool(_fed, asking, found)


@router.post("/saved/{key}/removal")
def removed(key: str, asking: Asking, form: Sent) -> Response:
    """Removes a question and leads to the list."""
    remove_saved(asking.services, form.speaker, key)
    return RedirectResponse(f"/{asking.lang}/saved", status_code=303)


@neutral.get("/{key}")
def led(key: str, request: Request, services: Wired) -> Response:
    """Leads to the page in the language that the browser prefers."""
    services.saves.find(key)
    return in_own_language(request, services, f"/saved/{key}")


@neutral.get("/{key}/feed")
def led_to_feed(key: str, request: Request, services: Wired) -> Response:
    """Leads to the feed in that language."""
    services.saves.find(key)
    return in_own_language(request, services, f"/saved/{key}/feed")


def _list(asking: Asked, saving: Saving, problem: str | None = None, status: int = 200) -> Response:
    view = saved_list(asking.reader, asking.services.saves.all(), saving, problem)
    way = (crumb(asking.reader, "nav.questions", "questions"), here(Label(asking.words("saved.title"))))
    return asking.page(
        "saved-list.html",
        asking.words("saved.title"),
        view,
        section="questions",
        crumbs=way,
        formats=downloads("saved", {}, asking.lang),
        status=status,
    )


def _refused(asking: Asked, saving: Saving, error: PolicygraphError) -> Response:
    problem = text(f"error.{error.key}", asking.lang, **error.values)
    response = _list(asking, saving, problem, error.status)
    response.headers.update(headers_of(error))
    return response


def _page(asking: Asked, found: Saved) -> Response:
    view = saved_view(asking.reader, found, may_remove=removable(found, asking.speaker))
    way = (crumb(asking.reader, "saved.title", "saved"), here(Label(found.title)))
    return asking.page(
        "saved.html",
        found.title,
        view,
        section="questions",
        crumbs=way,
        formats=formats_of(asking.lang, found.query),
        feed=view.feed,
    )


def _fed(asking: Asked, found: Saved) -> Response:
    content = environment().get_template("feed.xml").render(feed=saved_feed(asking.reader, found))
    return Response(content, media_type="application/atom+xml", headers={"Content-Language": asking.lang})
