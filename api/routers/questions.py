"""Questions: those that the graph answers by name, with parameters, so that nobody needs SPARQL."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from api.formats.listings import language, page_bounds, plain_item, plain_listing
from api.formats.negotiation import JSON, PLAIN_FORMATS, choose
from api.formats.ordering import cut
from api.formats.tabular import table_headers, table_of
from api.iris import from_base
from api.openapi import QUESTION_PARAMETERS, failures, success
from api.parameters import ListParameters, Parameters, QuestionListParameters
from api.querying.answers import answer_of, columns_of, question_of, rows_of
from api.querying.elsewhere import portfolio_says
from api.querying.found import says
from api.schemas import AnswerModel, Listing, QuestionModel
from api.services import Wired
from graph.errors import NotFound
from graph.questions import Question, load_questions

router = APIRouter(prefix="/questions", tags=["Questions"])

_QUESTION = {"name": "projects-serving-goal", "title": "Which projects serve a goal?", "form": "select"}
_QUESTIONS = {"items": [_QUESTION], "total": 1, "next": None}
_VALUE = {"value": "http://metadata.un.org/sdg/9", "is_iri": True, "name": {"text": "Industry", "lang": "en"}}
_ANSWER = {"question": "projects-serving-goal", "columns": ["goal"], "rows": [{"goal": _VALUE}], "next": None}
VARY = "Accept, Accept-Language"
_RESERVED = ("lang", "limit", "offset")


@router.get(
    "",
    summary="List questions",
    response_model=Listing[QuestionModel],
    responses=success("One page of questions", _QUESTIONS, PLAIN_FORMATS) | failures(400, 406),
)
def list_questions(
    request: Request, services: Wired, parameters: Annotated[QuestionListParameters, Query()]
) -> Response:
    """Answers with every question that has the words, its parameters and its SPARQL."""
    lang = language(request, services)
    sought = [each for each in load_questions().values() if says(each, parameters.q or "", lang)]
    found = tuple(question_of(question, lang, services.base) for question in sought)
    page = cut(found, *page_bounds(parameters, services))
    return plain_listing(request, services, QuestionModel, page)


@router.get(
    "/{name}",
    summary="Read one question",
    response_model=QuestionModel,
    responses=success("The question", _QUESTION, PLAIN_FORMATS) | failures(400, 404, 406),
)
def one_question(name: str, request: Request, services: Wired, _: Annotated[Parameters, Query()]) -> Response:
    """Answers with its parameters and its SPARQL, runnable as it stands."""
    told = question_of(_known(name), language(request, services), services.base)
    return plain_item(request, services, told, QuestionModel, [told])


@router.get(
    "/{name}/answer",
    summary="Answer one question",
    response_model=AnswerModel,
    responses=success("One page of the answer", _ANSWER, PLAIN_FORMATS) | failures(400, 404, 406),
    openapi_extra={"parameters": QUESTION_PARAMETERS},
)
def answer(name: str, request: Request, services: Wired) -> Response:
    """Answers the question with the values of its own parameters, each of which may stand several times."""
    lang, question = language(request, services), _known(name)
    paging = _paging(request)
    limit, offset = page_bounds(paging, services)
    values = {
        key: [from_base(value, services.base) for value in request.query_params.getlist(key)]
        for key in request.query_params
        if key not in _RESERVED
    }
    found = services.repository.run(
        name, values, lang=lang, limit=limit, offset=offset, elsewhere=portfolio_says(services)
    )
    told = answer_of(found, request)
    wanted = choose(request.headers.get("accept"), PLAIN_FORMATS)
    if wanted is JSON:
        return plain_item(request, services, told, AnswerModel, [told])
    headers = {"Content-Type": wanted.content_type, "Content-Language": lang, "Vary": VARY}
    body = table_of(request, wanted, columns_of(question), rows_of(told))
    return Response(body, headers=headers | table_headers(request, wanted))


def _known(name: str) -> Question:
    questions = load_questions()
    if name not in questions:
        raise NotFound("question-unknown", name=name, known=", ".join(questions))
    return questions[name]


def _paging(request: Request) -> ListParameters:
    given = {key: request.query_params[key] for key in _RESERVED if key in request.query_params}
    try:
        return ListParameters.model_validate(given)
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error
