"""Answers of the questions that people may ask, with a name for every IRI in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import InputError, UnknownName
from graph.model import Thing
from graph.questions import Question, load_questions
from graph.repository.facts import things_of
from graph.repository.reading import Reading, Values
from graph.terms import NamedNode, Term, expand

MOST = 10_000
Cells = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Is all rows of an answer from elsewhere than the store, as of a commit."""

    rows: Sequence[Cells]
    sequence: int


Elsewhere = Callable[[Question, Mapping[str, str]], Told | None]
"""Is who may say what a question file says without the store being asked; None where they do not."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Is one page of an answer: `rows` hold a term, or None for unknown, in each of `columns`.

    `things` names each IRI in the rows where that was asked for, `query` is the SPARQL text that gives them,
    and `next` the offset of the next page. `told` is the commit as of which they were told elsewhere, None
    where the store was asked.
    """

    question: Question
    query: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    things: Mapping[str, Thing]
    next: int | None
    told: int | None = None


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


def answered(
    reading: Reading,
    name: str,
    values: Values,
    lang: str,
    limit: int,
    offset: int,
    elsewhere: Elsewhere | None = None,
    *,
    named: bool = True,
) -> Answer:
    """Returns one page of an answer; one row more is read to see whether another page follows."""
    check_page(limit, offset)
    question = question_named(name)
    query = reading.filtered(question, values)
    told = _told(question, values, elsewhere)
    if told is None:
        found = _found(reading, question, query, limit + 1, offset)
    else:
        found = list(told.rows[offset : offset + limit + 1])
    rows = tuple(found[:limit])
    iris = [term.value for row in rows for term in row if isinstance(term, NamedNode)] if named else []
    return Answer(
        question=question,
        query=query,
        columns=question.columns,
        rows=rows,
        things=things_of(reading, iris, lang),
        next=offset + limit if len(found) > limit else None,
        told=told.sequence if told else None,
    )


def _told(question: Question, values: Values, elsewhere: Elsewhere | None) -> Told | None:
    """Returns what is told elsewhere; several values of a parameter are for the store alone."""
    if elsewhere is None or question.portfolio is None:
        return None
    given: dict[str, str] = {}
    for name, value in values.items():
        own = [each for each in ((value,) if isinstance(value, str) else value) if each]
        if len(own) > 1:
            return None
        if own:
            given[name] = expand(own[0]).value
    return elsewhere(question, given)


def _found(reading: Reading, question: Question, query: str, limit: int, offset: int) -> list[Cells]:
    return [
        tuple(row.get(column) for column in question.columns) for row in reading.page(query, limit, offset)
    ]
