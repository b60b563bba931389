"""The list of documents, and the page of one: a strategy, a plan, a law or a programme."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.pages.asked import Asked, Asking
from api.pages.frame import crumb, here
from api.pages.gathered import current_portfolio, portfolio_of
from api.pages.outlets import Formats, Question, downloads, stated
from api.pages.views.documents import document_view
from api.pages.views.listing import documents_view
from graph.alignment.portfolio import Gaps, Table
from graph.errors import UnknownName
from graph.terms import expand

router = APIRouter(prefix="/{lang:language}")

COVERED, STATED = "coverage-of-strategy", "stated-of"


@router.get("/documents")
def documents(asking: Asking, territory: Annotated[str, Query(max_length=500)] = "") -> Response:
    """Shows the documents by level, those of one territory if the address names one."""
    place = asking.iri(territory) if territory else None
    view = documents_view(asking.reader, place)
    way = (crumb(asking.reader, "nav.documents", "documents"),)
    given = {"territory": place, "limit": str(asking.services.settings.page_size_max)}
    formats = downloads("documents", given, asking.lang, turtle=True)
    title = asking.words("documents.title")
    return asking.page(
        "documents.html",
        title,
        view,
        section="documents",
        crumbs=way,
        formats=formats,
        questions=(Question("documents", {"territory": place or ""}),),
    )


@router.get("/documents/{source}/{key}")
def document(source: str, key: str, asking: Asking) -> Response:
    """Shows a strategy, a plan or a law."""
    return _page(asking, f"{asking.base}id/document/{source}/{key}")


@router.get("/programmes/{source}/{key}")
def programme(source: str, key: str, asking: Asking) -> Response:
    """Shows a programme, which is a document too."""
    return _page(asking, f"{asking.base}id/programme/{source}/{key}")


def _page(asking: Asked, name: str) -> Response:
    iri = expand(name).value
    view = document_view(asking.reader, iri, *_figures(asking, iri))
    way = (crumb(asking.reader, "nav.documents", "documents"), here(view.thing.label))
    asks = Question(COVERED, {"document": iri}) if view.tree else Question(STATED, {"thing": iri})
    return asking.page(
        "document.html",
        view.thing.label.text,
        view,
        section="documents",
        crumbs=way,
        formats=_formats(asking, iri, has_gaps=bool(view.lacking)) if view.tree else stated(iri, asking.lang),
        thing=iri,
        questions=(asks,),
    )


def _figures(asking: Asked, iri: str) -> tuple[Gaps | None, Table | None]:
    """Returns what its objectives lack and what reaches them.

    None of it where it sets none and while figures are gathered; the latter only as of the last commit.
    """
    if not asking.reader.subjects("dct:source", iri):
        return None, None
    portfolio = portfolio_of(asking)
    try:
        gaps = portfolio.gaps(iri) if portfolio else None
    except UnknownName:
        return None, None
    current = current_portfolio(asking)
    return gaps, current.objectives(iri) if current else None


def _formats(asking: Asked, iri: str, *, has_gaps: bool) -> Formats:
    """Returns its objectives with what reaches them as data, and what they lack."""
    given, lang = {"document": iri}, asking.lang
    lacking = downloads("portfolio/gaps", given, lang) if has_gaps else ()
    named = tuple((f"{asking.words('gaps.title')} {name}", href) for name, href in lacking)
    return (*downloads(f"questions/{COVERED}/answer", given, lang), *named)
