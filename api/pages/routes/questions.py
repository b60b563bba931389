"""The questions as forms, and SPARQL for those who write it."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Response
from starlette.concurrency import run_in_threadpool

from api.errors import headers_of
from api.limiting import query_budget
from api.messages import text
from api.pages.asked import OURS, Asked, Asking
from api.pages.frame import crumb, here
from api.pages.outlets import downloads
from api.pages.reader import Label
from api.pages.views.answers import Table, table_of
from api.pages.views.questions import QuestionView, fields_of, question_groups, sparql_href
from api.pages.views.sparql import SparqlView, begun, example, sparql_view, spot_of
from api.streaming import CLIENT_GONE, ClientGoneError, unless_gone
from graph.errors import NotFound, PolicygraphError
from graph.questions import Parameter, Question, load_questions
from graph.repository import Answer

router = APIRouter(prefix="/{lang:language}")

ROWS = 200


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
        answer = (
            asking.services.repository.run(found.name, values, lang=asking.lang, limit=ROWS)
            if is_asked
            else None
        )
    except PolicygraphError as error:
        problem, status = text(f"error.{error.key}", asking.lang, **error.values), error.status
    return _shown(asking, found, values, answer, problem), status


def _shown(
    asking: Asked, found: Question, values: dict[str, str], answer: Answer | None, problem: str | None
) -> QuestionView:
    query = answer.query if answer else None
    return QuestionView(
        name=found.name,
        title=found.title[asking.lang],
        description=found.description.get(asking.lang),
        fields=fields_of(asking.reader, found, values),
        table=_table(asking, answer) if answer else None,
        problem=problem,
        sparql=query,
        sparql_href=sparql_href(asking.lang, query) if query else None,
    )


def _table(asking: Asked, answer: Answer) -> Table:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    return table_of(
        asking.reader, rows, answer.columns, question=answer.question.name, more=answer.next is not None
    )


@router.get("/sparql", name="sparql_page")
async def sparql_page(
    asking: Asking,
    query: Annotated[str | None, Query()] = None,
    run: Annotated[str, Query()] = "",
    show: Annotated[str, Query(max_length=20)] = "table",
) -> Response:
    """Shows a place to write a query in, and its answer once it is run; a query in the address is kept."""
    if not (run and query):
        return await run_in_threadpool(_sparql_shown, asking, SparqlView(query or example()))
    try:
        view = await _ran(asking, query, show)
    except ClientGoneError:
        return Response(status_code=CLIENT_GONE)
    except PolicygraphError as error:
        return await run_in_threadpool(_sparql_failed, asking, query, error)
    return await run_in_threadpool(_sparql_shown, asking, view)


async def _ran(asking: Asked, query: str, show: str) -> SparqlView:
    """Returns the answer; it is waited for by the threads that wait for strangers' queries."""
    services, budget = asking.services, query_budget(asking.request)
    most = services.settings.query_max_bytes
    answer = await run_in_threadpool(begun, services.pool, query, most, budget.client)
    loop, threads = asyncio.get_running_loop(), services.turns.of(budget.client)
    work = loop.run_in_executor(threads, sparql_view, asking.reader, query, answer, ROWS, show)
    try:
        return await unless_gone(asking.request, work)
    finally:
        answer.abandon()
        budget.charge(answer.seconds)


def _sparql_failed(asking: Asked, query: str, error: PolicygraphError) -> Response:
    problem = text(f"error.{error.key}", asking.lang, **error.values)
    view = SparqlView(query, problem=problem, place=spot_of(error.place))
    response = _sparql_shown(asking, view, error.status)
    response.headers.update(headers_of(error))
    return response


def _sparql_shown(asking: Asked, view: SparqlView, status: int = 200) -> Response:
    way = (crumb(asking.reader, "nav.sparql", "sparql"),)
    title = asking.words("sparql.title")
    return asking.page("sparql.html", title, view, section="sparql", crumbs=way, status=status)
