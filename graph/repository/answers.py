"""Answers of the questions that people may ask, with a name for every IRI in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import InputError, UnknownName
from graph.model import Thing
from graph.questions import Question, load_questions
from graph.repository.facts import things_of
from graph.repository.reading import Reading, Values
from graph.terms import NamedNode, Term

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Is one page of an answer: `rows` hold a term, or None for unknown, in each of `columns`.

    `things` names each IRI in the rows, `query` is the SPARQL text that gave them, and `next` the offset of
    the next page.
    """

    question: Question
    query: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    things: Mapping[str, Thing]
    next: int | None


def question_named(name: str) -> Question:
    """Returns the question of that name; raises UnknownName with the known ones."""
    questions = load_questions()
    if name not in questions:
        raise UnknownName("question-unknown", name=name, known=", ".join(questions))
    return questions[name]


def check_page(limit: int, offset: int, most: int = MOST) -> None:
    """Raises InputError unless limit and offset name a page."""
    if not 1 <= limit <= most or offset < 0:
        raise InputError("page-invalid", limit=limit, offset=offset, most=most)


def answered(reading: Reading, name: str, values: Values, lang: str, limit: int, offset: int) -> Answer:
    """Returns one page of an answer; one row more is read to see whether another page follows."""
    check_page(limit, offset)
    question = question_named(name)
    query = reading.asked(question, values)
    found = [
        tuple(row.get(column) for column in question.columns)
        for row in reading.page(query, limit + 1, offset)
    ]
    rows = tuple(found[:limit])
    iris = [term.value for row in rows for term in row if isinstance(term, NamedNode)]
    things = things_of(reading, iris, lang)
    return Answer(
        question, query, question.columns, rows, things, offset + limit if len(found) > limit else None
    )
