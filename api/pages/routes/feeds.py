"""Changes, as a page and as a feed: of the whole graph, or of one thing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.changing import MOST, newest
from api.pages.asked import Asked, Asking
from api.pages.frame import here
from api.pages.outlets import Question, downloads, feed_of
from api.pages.reader import Label
from api.pages.render import environment
from api.pages.views.changes import ChangesView, changes_told
from api.pages.views.feed import feed_view
from graph.errors import NotFound

router = APIRouter(prefix="/{lang:language}")


@router.get("/changes", name="changes_page")
def listed(asking: Asking, of: Annotated[str, Query(max_length=2000)] = "") -> Response:
    """Shows the newest changes; those of one thing where `of` names it."""
    thing, reader = _thing(asking, of), asking.reader
    commits = newest(asking.services, thing)
    view = ChangesView(
        thing=reader.link(thing) if thing else None,
        changes=changes_told(reader, commits),
        is_cut=len(commits) == MOST,
    )
    title = asking.words("changes.title")
    limit = str(asking.services.settings.page_size_max)
    return asking.page(
        "changes.html",
        f"{asking.words('changes.title-of')} {view.thing.label.text}" if view.thing else title,
        view,
        crumbs=(here(Label(title)),),
        formats=downloads("commits", {"limit": limit, "of": thing}, asking.lang),
        thing=thing,
        questions=(Question("newest-commits", {}, "sparql.differs-changes" if thing else None),),
    )


@router.get("/changes.atom")
def changes(asking: Asking, of: Annotated[str, Query(max_length=2000)] = "") -> Response:
    """Answers with the newest changes as Atom; those of one thing where `of` names it."""
    thing = _thing(asking, of)
    content = asking.reader.repository.reading.remembered(
        ("feed", asking.lang, thing), lambda: _written(asking, thing)
    )
    return Response(content, media_type="application/atom+xml", headers={"Content-Language": asking.lang})


def _thing(asking: Asked, of: str) -> str | None:
    thing = asking.iri(of) if of else None
    if thing and not asking.reader.known(thing):
        raise NotFound("resource-unknown", iri=thing)
    return thing


def _written(asking: Asked, thing: str | None) -> str:
    commits = newest(asking.services, thing)
    address = asking.base.rstrip("/") + feed_of(asking.lang, thing)
    feed = feed_view(asking.reader, commits, address, thing)
    return environment().get_template("feed.xml").render(feed=feed)
