"""The questions as forms, with their answers."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Response

from api.elsewhere import portfolio_says
from api.messages import text
from api.pages.asked import OURS, Asked, Asking
from api.pages.frame import crumb, here
from api.pages.outlets import downloads
from api.pages.reader import Label
from api.pages.views.answer_pictures import pictures_of
from api.pages.views.answers import table_of
from api.pages.views.questions import QuestionView, fields_of, question_groups, sparql_href, ways_of
from api.pages.views.saving import saving_of
from api.pages.views.snippets import snippets_of
from graph.errors import NotFound, PolicygraphError
from graph.questions import Parameter, Question, load_questions
from graph.repository import Answer

router = APIRouter(prefix="/{lang:language}")

ROWS = 200
SHOW, SELECT = "show", "SELECT"


@router.get("/questions")
def questions(asking: Asking) -> Response:
    """Shows every question, by who asks it."""
    view = question_groups(asking.reader, load_questions())
    way = (crumb(asking.reader, "nav.questions", "questions"),)
    title = asking.words("questions.title")
    formats = downloads("questions", {"limit": str(asking.services.settings.page_size_max)}, asking.lang)
    return asking.page("questions.html", title, view, section="questions", crumbs=way, formats=formats)


@router.get("/questions/{name}")
def question(name: str, asking: Asking) -> Response:
    """Shows a question as a form, and its answer once it is asked."""
    found = load_questions().get(name)
    if found is None:
        raise NotFound("question-unknown", name=name, known=", ".join(load_questions()))
    values = {each.name: _given(asking, each) for each in found.parameters}
    is_asked = "ask" in asking.request.query_params or any(values.values()) or not found.parameters
    view, status = _view(asking, found, values, is_asked)
    return asking.page(
        "question.html",
        view.title,
        view,
        section="questions",
        crumbs=(crumb(asking.reader, "nav.questions", "questions"), here(Label(view.title))),
        formats=downloads(f"questions/{name}/answer", values, asking.lang) if view.table else (),
        status=status,
    )


def _given(asking: Asked, parameter: Parameter) -> str:
    """Returns what the address gives for a parameter; a path from the base becomes the IRI that it means."""
    value = asking.request.query_params.get(parameter.name, "").strip()
    is_ours = parameter.kind == "iri" and value.startswith(OURS)
    return asking.iri(value) if is_ours else value


def _view(asking: Asked, found: Question, values: dict[str, str], is_asked: bool) -> tuple[QuestionView, int]:
    """Returns the page of a question and its status: a value that cannot be used stays in its field."""
    answer, problem, status = None, None, 200
    try:
        answer = _answer(asking, found, values) if is_asked else None
    except PolicygraphError as error:
        problem, status = text(f"error.{error.key}", asking.lang, **error.values), error.status
    return _shown(asking, found, values, answer, problem), status


def _answer(asking: Asked, found: Question, values: dict[str, str]) -> Answer:
    """Returns the first rows, which are not looked for again until the next commit."""
    repository, elsewhere = asking.services.repository, portfolio_says(asking.services)
    key = ("page-answer", found.name, tuple(sorted(values.items())), asking.lang)
    return repository.reading.remembered(
        key, lambda: repository.run(found.name, values, lang=asking.lang, limit=ROWS, elsewhere=elsewhere)
    )


def _shown(
    asking: Asked, found: Question, values: dict[str, str], answer: Answer | None, problem: str | None
) -> QuestionView:
    view = QuestionView(
        name=found.name,
        title=found.title[asking.lang],
        description=found.description.get(asking.lang),
        fields=fields_of(asking.reader, found, values),
        table=None,
        problem=problem,
        sparql=None,
        sparql_href=None,
    )
    return _answered(asking, view, values, answer) if answer else view


def _answered(asking: Asked, view: QuestionView, values: dict[str, str], answer: Answer) -> QuestionView:
    """Returns the page with its answer: the table, the picture asked for, and how to ask elsewhere."""
    reader, columns = asking.reader, answer.columns
    rows = [
        {column: term for column, term in zip(columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    pictures = pictures_of(reader, rows, columns, asking.request.query_params.get(SHOW, "table"))
    return replace(
        view,
        table=table_of(reader, rows, columns, question=view.name, more=answer.next is not None),
        told=answer.told,
        sparql=answer.query,
        sparql_href=sparql_href(asking.lang, answer.query),
        pictures=pictures,
        ways=ways_of(asking.lang, view.name, values, pictures),
        snippets=snippets_of(asking.base, answer.query, SELECT),
        saving=saving_of(view.title, answer.query, asking.speaker),
    )
