"""The pages about the service itself: its data, and what each measure means."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api.pages.asked import Asking
from api.pages.frame import crumb, state_of
from api.pages.outlets import Question, downloads
from api.pages.views.catalogue import catalogue_view
from api.pages.views.guide import guide_view

router = APIRouter(prefix="/{lang:language}")

CATALOGUE = "graphs-and-sources"


@router.get("/data")
def data(asking: Asking) -> Response:
    """Shows what can be fetched, from which sources it comes, and what is lacking."""
    reader, words = asking.reader, asking.words
    state = state_of(reader)
    citation = words(
        "data.citation", base=asking.base, revision=state.revision, when=state.when or words("none")
    )
    return asking.page(
        "data.html",
        words("nav.data"),
        catalogue_view(reader, citation, asking.services.settings),
        section="data",
        crumbs=(crumb(reader, "nav.data", "data"),),
        formats=downloads(f"questions/{CATALOGUE}/answer", {}, asking.lang),
        questions=(Question(CATALOGUE, {}),),
    )


@router.get("/help")
def guide(asking: Asking) -> Response:
    """Shows what each measure means."""
    return asking.page(
        "help.html",
        asking.words("help.title"),
        guide_view(asking.words),
        section="help",
        crumbs=(crumb(asking.reader, "nav.help", "help"),),
    )
