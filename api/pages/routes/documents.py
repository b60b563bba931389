"""The list of documents, and the page of one: a strategy, a plan, a law or a programme."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.pages.asked import Asked, Asking
from api.pages.frame import crumb, here
from api.pages.gathered import answer_of, current_portfolio, reaching
from api.pages.outlets import Formats, Question, downloads, stated
from api.pages.views.document_list import Wanted, documents_view
from api.pages.views.documents import document_view
from graph.alignment.portfolio import Gaps, Table
from graph.errors import UnknownName
from graph.repository.fitting import check_fit
from graph.terms import compact, expand

router = APIRouter(prefix="/{lang:language}")

COVERED, STATED = "coverage-of-strategy", "stated-of"
Narrowing = Annotated[str, Query(max_length=500)]


@router.get("/documents")
def documents(
    asking: Asking, territory: Narrowing = "", level: Narrowing = "", type: Narrowing = ""
) -> Response:
    """Shows the documents by level, narrowed by an area, a level and a kind."""
    wanted = _wanted(asking, territory, level, type)
    view = documents_view(asking.reader, wanted)
    way = (crumb(asking.reader, "nav.documents", "documents"),)
    given = wanted.given()
    formats = downloads(
        "documents", given | {"limit": str(asking.services.settings.page_size_max)}, asking.lang, turtle=True
    )
    asked = {"level": given.get("level", ""), "type": given.get("type", "")}
    return asking.page(
        "documents.html",
        asking.titled("documents.title", wanted.territory),
        view,
        section="documents",
        crumbs=way,
        formats=formats,
        questions=(Question("documents", asked | {"territory": given.get("territory", "")}),),
    )


def _wanted(asking: Asked, territory: str, level: str, kind: str) -> Wanted:
    """Returns what narrows the list; what the graph knows nothing of raises UnknownName."""
    known, iris = asking.services.repository.reading.known, {"level": level, "type": kind}
    place = known("territory", asking.iri(territory)) if territory else None
    named = {name: known(name, asking.iri(iri)) if iri else None for name, iri in iris.items()}
    for name, iri in {"territory": place, **named}.items():
        if iri:
            check_fit(asking.services.store, name, iri)
    return Wanted(place, *(compact(iri) if iri else None for iri in named.values()))


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
    try:
        gaps = answer_of(asking, ("gaps", iri), lambda portfolio: portfolio.gaps(iri))
    except UnknownName:
        return None, None
    return gaps, reaching(asking, iri) if current_portfolio(asking) else None


def _formats(asking: Asked, iri: str, *, has_gaps: bool) -> Formats:
    """Returns its objectives with what reaches them as data, and what they lack."""
    given, lang = {"document": iri}, asking.lang
    lacking = downloads("portfolio/gaps", given, lang) if has_gaps else ()
    named = tuple((f"{asking.words('gaps.title')} {name}", href) for name, href in lacking)
    return (*downloads(f"questions/{COVERED}/answer", given, lang), *named)
