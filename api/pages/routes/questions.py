"""The questions as forms, with their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from api.pages.asked import Asked, Asking
from api.pages.frame import crumb, here
from api.pages.given import Given, given_for
from api.pages.outlets import Formats, downloads
from api.pages.reader import Label
from api.pages.views.answer_pictures import MOST_BARS, pictures_of
from api.pages.views.answers import table_of
from api.pages.views.question_fields import asked_href, fields_of
from api.pages.views.questions import QuestionView, caption_of, questions_view, sparql_href, ways_of
from api.pages.views.saving import saving_of
from api.pages.views.snippets import snippets_of
from api.querying.elsewhere import portfolio_says
from api.wording.messages import text
from graph.errors import NotFound, PolicygraphError
from graph.questions import Question, load_questions
from graph.repository import Answer

router = APIRouter(prefix="/{lang:language}")

# As many rows as bars can be drawn of; a picture is of more, where it can be.
ROWS, DRAWN = MOST_BARS, 200
SHOW, TABLE, SELECT = "show", "table", "SELECT"
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


@router.get("/questions")
def questions(asking: Asking, q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """Shows every question, or those that have all the words, by who asks it."""
    view = questions_view(asking.reader, load_questions(), q.strip())
    way = (crumb(asking.reader, "nav.questions", "questions"),)
    title = asking.words("questions.title")
    given = {"q": view.sought, "limit": str(asking.services.settings.page_size_max)}
    formats = downloads("questions", given, asking.lang)
    return asking.page("questions.html", title, view, section="questions", crumbs=way, formats=formats)


@router.get("/questions/{name}")
def question(name: str, asking: Asking, offset: Offset = 0) -> Response:
    """Shows a question as a form, and its answer once it is asked."""
    found = load_questions().get(name)
    if found is None:
        raise NotFound("question-unknown", name=name, known=", ".join(load_questions()))
    given, show = given_for(asking, found), asking.request.query_params.get(SHOW, "")
    if given.is_named and not given.is_open:
        return RedirectResponse(asked_href(asking.lang, name, {**given.values, SHOW: show}), 303)
    view, status = _view(asking, found, given, offset)
    return asking.page(
        "question.html",
        view.title,
        view,
        section="questions",
        crumbs=(crumb(asking.reader, "nav.questions", "questions"), here(Label(view.title))),
        formats=_formats(asking, name, given.values) if view.table else (),
        status=status,
    )


def _view(asking: Asked, found: Question, given: Given, offset: int) -> tuple[QuestionView, int]:
    """Returns the page of a question and its status: a value that cannot be used stays in its field.

    The answer, where it is asked for, is shown from the row at `offset` on.
    """
    view, values = _form(asking, found, given), given.values
    is_asked = "ask" in asking.request.query_params or any(values.values()) or not found.parameters
    if given.is_open or not is_asked:
        return view, 400 if given.is_open else 200
    try:
        return _answered(asking, view, found, values, offset), 200
    except PolicygraphError as error:
        return replace(view, problem=_worded(error, found, asking.lang)), error.status


def _worded(error: PolicygraphError, found: Question, lang: str) -> str:
    """Returns a failure in words; a parameter is called as its field is."""
    titles = {each.name: each.title[lang] for each in found.parameters}
    named = {name: titles.get(str(value), value) for name, value in error.values.items() if name == "name"}
    return text(f"error.{error.key}", lang, **{**error.values, **named})


def _answer(asking: Asked, found: Question, values: Mapping[str, str], limit: int, offset: int) -> Answer:
    """Returns some rows, not asked for again until the next commit; the page itself names what is in them."""
    repository, elsewhere = asking.services.repository, portfolio_says(asking.services)
    key = ("page-answer", found.name, tuple(sorted(values.items())), limit, offset)
    return repository.reading.remembered(
        key,
        lambda: repository.run(
            found.name, values, limit=limit, offset=offset, elsewhere=elsewhere, named=False
        ),
    )


def _form(asking: Asked, found: Question, given: Given) -> QuestionView:
    return QuestionView(
        name=found.name,
        title=found.title[asking.lang],
        description=found.description.get(asking.lang),
        fields=fields_of(asking.reader, found, given.values, given.meant),
        table=None,
        problem=None,
        sparql=None,
        sparql_href=None,
    )


def _answered(
    asking: Asked, view: QuestionView, found: Question, values: Mapping[str, str], offset: int
) -> QuestionView:
    """Returns the page with its answer: the table, the picture asked for, and how to ask elsewhere."""
    shows = asking.request.query_params.get(SHOW, TABLE)
    size = ROWS if shows == TABLE else DRAWN
    answer = _answer(asking, found, values, size, offset)
    if offset and not answer.rows:  # it has no rows there, which is not to have none
        return _answered(asking, view, found, values, 0)
    reader, columns = asking.reader, answer.columns
    rows = [
        {column: term for column, term in zip(columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    is_whole = not offset and answer.next is None
    pictures = pictures_of(reader, rows, columns, shows, is_whole=is_whole)
    return replace(
        _among(asking, view, values, answer, offset),
        table=table_of(reader, rows, columns, question=view.name, more=answer.next is not None),
        told=answer.told,
        sparql=answer.query,
        sparql_href=sparql_href(asking.lang, answer.query),
        pictures=pictures,
        ways=ways_of(asking.lang, view.name, values, pictures),
        snippets=snippets_of(asking.base, answer.query, SELECT),
        saving=saving_of(view.title, answer.query, asking.speaker),
    )


def _among(
    asking: Asked, view: QuestionView, values: Mapping[str, str], answer: Answer, offset: int
) -> QuestionView:
    """Returns the page with which rows it shows, and the ways from a table to the rows before and after."""
    caption = caption_of(asking.words, len(answer.rows), offset, more=answer.next is not None)
    before = max(0, offset - ROWS) if offset else None
    previous, following = (
        None if start is None else asked_href(asking.lang, view.name, values, start)
        for start in (before, answer.next)
    )
    return replace(
        view,
        caption=caption,
        previous=previous,
        next=following,
        csv=dict(_formats(asking, view.name, values))["CSV"],
        limit=asking.services.settings.query_seconds,
        most=asking.words.number(asking.services.settings.page_size_max),
    )


def _formats(asking: Asked, name: str, values: Mapping[str, str]) -> Formats:
    """Returns the addresses of as many rows of an answer as a list holds, by the name of the format."""
    most = {"limit": str(asking.services.settings.page_size_max)}
    return downloads(f"questions/{name}/answer", {**values, **most}, asking.lang)
