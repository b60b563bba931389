"""The page that compares two strategies, or one with what it was."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.comparing.answering import remembered
from api.pages.asked import Asked, Asking
from api.pages.frame import crumb
from api.pages.gathered import answer_of, reaching
from api.pages.outlets import Formats, Question, downloads
from api.pages.views.compare import CompareView, Counted, choosing_view, compare_view
from api.pages.views.documents import period_of
from graph.comparison import Comparison, former_states
from graph.errors import NotFound

router = APIRouter(prefix="/{lang:language}")

QUESTION = "goals-of-documents"
Iri = Annotated[str, Query(max_length=500)]


@router.get("/compare")
def compare(
    asking: Asking,
    first: Iri = "",
    second: Iri = "",
    revision: Annotated[int | None, Query(ge=1, le=2**53)] = None,
) -> Response:
    """Shows two documents side by side; with `revision` the first one as it was then beside what it is."""
    one, other = (asking.iri(each) if each else None for each in (first, second))
    if one is None or (revision is None and other in (None, one)):
        return _choosing(asking, one, other)
    found = remembered(asking.services, one, other, revision)
    title = _title(asking, found)
    view = compare_view(asking.reader, found, _counted(asking, found), _notes(asking, found))
    documents = (found.first.document, found.second.document)
    differs = None if found.revision is None else "sparql.differs-former"
    asks = (Question(QUESTION, {"document": tuple(dict.fromkeys(documents))}, differs),)
    return _page(asking, title, view, _formats(asking, found), asks)


def _choosing(asking: Asked, first: str | None, second: str | None) -> Response:
    for each in filter(None, (first, second)):
        if not asking.reader.known(each):
            raise NotFound("resource-unknown", iri=each)
    former = former_states(asking.services.store, first) if first else ()
    return _page(asking, asking.words("compare.title"), choosing_view(asking.reader, first, second, former))


def _page(
    asking: Asked, title: str, view: CompareView, formats: Formats = (), questions: tuple[Question, ...] = ()
) -> Response:
    way = (
        crumb(asking.reader, "nav.documents", "documents"),
        crumb(asking.reader, "compare.title", "compare"),
    )
    return asking.page(
        "compare.html", title, view, section="documents", crumbs=way, formats=formats, questions=questions
    )


def _title(asking: Asked, found: Comparison) -> str:
    first, second = (asking.reader.label(side.document).text for side in (found.first, found.second))
    if found.revision is not None:
        return asking.words("compare.title-former", name=second, revision=asking.words.number(found.revision))
    return asking.words("compare.title-of", first=first, second=second)


def _notes(asking: Asked, found: Comparison) -> tuple[str | None, str | None]:
    """Returns what tells the sides apart: revisions of one document, periods of two."""
    if found.revision is not None:
        number = asking.words.number(found.revision)
        return asking.words("compare.then", revision=number), asking.words("compare.now")
    return period_of(asking.reader, found.first.document), period_of(asking.reader, found.second.document)


def _counted(asking: Asked, found: Comparison) -> Counted:
    """Returns projects and money as they are now, which no former state has."""
    documents = found.first.document, found.second.document
    tables = [reaching(asking, document) for document in dict.fromkeys(documents)]
    projects = {iri: each for table in tables if table for iri, each in table.rows.items()}
    if found.revision is not None:
        return Counted(None, projects, gathering=None in tables)
    overlap = answer_of(asking, ("overlap", *documents), lambda portfolio: portfolio.overlap(*documents))
    return Counted(overlap, projects, gathering=overlap is None)


def _formats(asking: Asked, found: Comparison) -> Formats:
    """Returns the comparison as data, and projects and money of two documents."""
    first, second, lang = found.first.document, found.second.document, asking.lang
    if found.revision is not None:
        return downloads("documents/comparison", {"first": first, "revision": str(found.revision)}, lang)
    given = {"first": first, "second": second}
    overlap = downloads("portfolio/overlap", given, lang)
    named = tuple((f"{asking.words('compare.overlap')} {name}", href) for name, href in overlap)
    return (*downloads("documents/comparison", given, lang), *named)
