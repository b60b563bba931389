"""Search, and the page of anything that has no page of its own kind."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from api.changed.asking import act
from api.iris import page_url
from api.pages.asked import Asking
from api.pages.frame import crumb, here
from api.pages.outlets import Question, downloads, stated
from api.pages.views.resources import MOST_PASSED, commit_view, resource_view
from api.pages.views.search import search_view
from api.parameters import Kind
from graph.commits import refuse_gone
from graph.register import refuse_withdrawn
from graph.search import Filters

router = APIRouter(prefix="/{lang:language}")


@router.get("/search")
def search(
    asking: Asking,
    q: Annotated[str, Query(max_length=2000)] = "",
    kind: Kind | None = None,
    territory: str = "",
    programme: str = "",
    level: str = "",
    goal: str = "",
    year: Annotated[int | None, Query(ge=1, le=9999)] = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Shows what has the text as its code, or the words in its names or texts, and what narrows it."""
    iris = {"territory": territory, "programme": programme, "level": level, "goal": goal}
    named = {name: asking.iri(value) for name, value in iris.items() if value}
    view = search_view(asking.reader, asking.services.search, q, Filters(kind=kind, year=year, **named), page)
    title = asking.words("search.title") + (f": {view.query}" if view.query else "")
    size = asking.services.settings.page_size_max
    given = named | {"q": q, "kind": kind, "year": str(year or ""), "limit": str(size)}
    formats = downloads("search", given, asking.lang, turtle=True) if view.query else ()
    way = (crumb(asking.reader, "search.title", "search"),)
    asks = (Question("things-named", {"text": view.query}, "sparql.differs-search"),) if view.query else ()
    return asking.page("search.html", title, view, crumbs=way, formats=formats, questions=asks)


@router.get("/resource")
def resource(
    asking: Asking,
    iri: Annotated[str, Query(max_length=2000)],
    offset: Annotated[int, Query(ge=0, le=MOST_PASSED)] = 0,
) -> Response:
    """Shows what is stated of a resource; one with a page of its own kind leads there.

    What points to it is shown in pages, of which one begins at `offset`.
    """
    name = asking.iri(iri)
    own = page_url(name, asking.base, asking.lang)
    if not own.startswith(f"/{asking.lang}/resource?") and asking.reader.known(name):
        return RedirectResponse(own, status_code=303)
    refuse_withdrawn(asking.services.store, name)
    refuse_gone(asking.services.store, name)
    view, did = resource_view(asking.reader, name, offset), act(asking.services, name)
    if did:
        view = commit_view(asking.reader, view, did)
    way = (here(view.thing.label),)
    return asking.page(
        "resource.html",
        view.thing.label.text,
        view,
        crumbs=way,
        formats=stated(name, asking.lang),
        thing=name,
        questions=(Question("stated-of", {"thing": name}),),
    )
