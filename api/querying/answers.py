"""Questions and their answers as HTTP tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from fastapi import Request

from api.formats.listings import following
from api.schemas import AnswerModel, NameModel, ParameterModel, QuestionModel, ValueModel
from graph.model import Thing
from graph.questions import Question, at_base
from graph.repository import Answer
from graph.terms import Literal, NamedNode, Term
from ontology import PREFIXES

NUMBERS = {PREFIXES["xsd"] + name for name in ("integer", "decimal")}


def question_of(question: Question, lang: str, base: str) -> QuestionModel:
    """Returns a question in the reader's language, its SPARQL as it is asked of a graph with that base."""
    return QuestionModel(
        name=question.name,
        title=question.title[lang],
        description=question.description.get(lang, ""),
        audience=question.audience or "",
        form=question.kind,
        parameters=[
            ParameterModel(name=each.name, kind=each.kind, optional=each.optional, title=each.title[lang])
            for each in question.parameters
        ],
        sparql=at_base(question.text, base),
    )


def answer_of(found: Answer, request: Request) -> AnswerModel:
    """Returns an answer; a column without a value in a row is left out of that row."""
    rows = [
        {
            column: _value(term, found.things)
            for column, term in zip(found.columns, row, strict=True)
            if term is not None
        }
        for row in found.rows
    ]
    return AnswerModel(
        question=found.question.name,
        columns=list(found.columns),
        rows=rows,
        next=following(request, found.next),
        sparql=found.query,
        portfolio=found.told,
    )


def plain_value(cell: ValueModel) -> str | Decimal:
    """Returns a value as a cell of a table holds it: a number where the graph has one."""
    is_number = (cell.datatype or "") in NUMBERS
    return Decimal(cell.value) if is_number else cell.value


def columns_of(question: Question) -> list[str]:
    """Returns the columns of an answer as a table: beside each that may hold things one for their names.

    They are the same whatever is found, so they go by what the question's head says of them.
    """
    plain = question.plain
    pairs = ((column,) if column in plain else (column, f"{column}.name") for column in question.columns)
    return [name for pair in pairs for name in pair]


def rows_of(told: AnswerModel) -> Iterator[dict[str, str | Decimal]]:
    """Yields the rows of an answer as a table, each thing with its name where it has one."""
    for row in told.rows:
        names = {f"{column}.name": cell.name.text for column, cell in row.items() if cell.name}
        yield {**{column: plain_value(cell) for column, cell in row.items()}, **names}


def _value(term: Term, things: Mapping[str, Thing]) -> ValueModel:
    if isinstance(term, Literal):
        datatype = None if term.language else term.datatype.value
        return ValueModel(value=term.value, is_iri=False, lang=term.language, datatype=datatype)
    if isinstance(term, NamedNode):
        thing = things.get(term.value)
        name = NameModel.model_validate(thing.name) if thing else None
        return ValueModel(value=term.value, is_iri=True, name=name)
    return ValueModel(value=str(term), is_iri=False)
