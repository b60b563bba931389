"""Changes as a feed: of the whole graph, or of one thing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.changed.newest import newest
from api.pages.asked import Asked, Asking
from api.pages.outlets import feed_of
from api.pages.render import environment
from api.pages.views.feed import feed_view
from graph.errors import NotFound

router = APIRouter(prefix="/{lang:language}")


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
