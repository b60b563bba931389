"""The list of documents, and the page of one: a strategy, a plan, a law or a programme."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Response

from api.pages.asked import Asked, Asking
from api.pages.frame import crumb, data_formats, here
from api.pages.gathered import portfolio_of
from api.pages.views.documents import document_view
from api.pages.views.listing import documents_view
from graph.alignment.portfolio import Gaps
from graph.errors import UnknownName
from graph.terms import expand

router = APIRouter(prefix="/{lang:language}")


@router.get("/documents")
def documents(asking: Asking, territory: Annotated[str, Query(max_length=500)] = "") -> Response:
    """Shows the documents by level, those of one territory if the address names one."""
    place = asking.iri(territory) if territory else None
    view = documents_view(asking.reader, place)
    way = (crumb(asking.reader, "nav.documents", "documents"),)
    query = urlencode({"lang": asking.lang, **({"territory": place} if place else {})})
    formats = (("CSV", f"/api/v1/documents.csv?{query}"), ("JSON", f"/api/v1/documents.json?{query}"))
    title = asking.words("documents.title")
    return asking.page("documents.html", title, view, section="documents", crumbs=way, formats=formats)


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
    view = document_view(asking.reader, iri, _gaps(asking, iri))
    way = (crumb(asking.reader, "nav.documents", "documents"), here(view.thing.label))
    formats = (*data_formats(iri), ("CSV", _csv(iri, asking.lang)))
    title = view.thing.label.text
    return asking.page("document.html", title, view, section="documents", crumbs=way, formats=formats)


def _gaps(asking: Asked, iri: str) -> Gaps | None:
    """Returns what its objectives lack, None where it sets none and while figures are gathered."""
    if not asking.reader.subjects("dct:source", iri):
        return None
    portfolio = portfolio_of(asking)
    try:
        return portfolio.gaps(iri) if portfolio else None
    except UnknownName:
        return None


def _csv(iri: str, lang: str) -> str:
    query = urlencode({"document": iri, "lang": lang})
    return f"/api/v1/questions/coverage-of-strategy/answer.csv?{query}"
