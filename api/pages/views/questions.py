"""The questions as a list, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.reader import Reader
from api.pages.views.answer_pictures import Pictures
from api.pages.views.answers import Table
from api.pages.views.question_fields import Field, asked_href
from api.pages.views.saving import Saving
from api.pages.views.snippets import Snippet
from api.querying.found import says
from api.wording.words import Words
from graph.questions import Question

AUDIENCES = ("strategist", "officer", "researcher")


@dataclass(frozen=True, slots=True)
class QuestionItem:
    """Is a question in the list."""

    name: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class QuestionGroup:
    """Is the questions of one group of readers."""

    title: str
    items: tuple[QuestionItem, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Is the page of a question; `table` is None until it is asked, `ways` are what it can be shown as.

    `told` is the commit of the portfolio that said the answer, None where the store was asked. `caption` says
    which rows the table has, `previous` and `next` are the addresses of the rows around them. `csv` is the
    address of the rows as a list, which holds `most` of them, and `limit` after how many seconds the service
    of SPARQL gives up a query.
    """

    name: str
    title: str
    description: str | None
    fields: tuple[Field, ...]
    table: Table | None
    problem: str | None
    sparql: str | None
    sparql_href: str | None
    told: int | None = None
    pictures: Pictures | None = None
    ways: tuple[tuple[str, str], ...] = ()
    snippets: tuple[Snippet, ...] = ()
    saving: Saving | None = None
    caption: str = ""
    previous: str | None = None
    next: str | None = None
    csv: str = ""
    limit: int = 0
    most: str = ""


@dataclass(frozen=True, slots=True)
class QuestionsView:
    """Is the list of the questions that have the words that are sought."""

    sought: str
    summary: str
    groups: tuple[QuestionGroup, ...]


def questions_view(reader: Reader, questions: Mapping[str, Question], sought: str) -> QuestionsView:
    """Returns the questions that have all the words that are sought, which may be none."""
    found = {name: each for name, each in questions.items() if says(each, sought, reader.lang)}
    groups = question_groups(reader, found)
    return QuestionsView(sought, reader.words.count("questions.found", len(found)), groups)


def question_groups(reader: Reader, questions: Mapping[str, Question]) -> tuple[QuestionGroup, ...]:
    """Returns the questions by group of readers, each by title; a group without any is left out."""
    groups = (_group(reader, audience, questions.values()) for audience in AUDIENCES)
    return tuple(group for group in groups if group.items)


def _group(reader: Reader, audience: str, questions: Iterable[Question]) -> QuestionGroup:
    lang = reader.lang
    items = (
        QuestionItem(question.name, question.title[lang], f"/{lang}/questions/{question.name}")
        for question in questions
        if question.audience == audience
    )
    return QuestionGroup(
        reader.words(f"way.{audience}.title"), tuple(sorted(items, key=lambda item: item.title))
    )


def sparql_href(lang: str, query: str) -> str:
    """Returns the address of the SPARQL page with a query in it."""
    return f"/{lang}/sparql?{urlencode({'query': query})}"


def ways_of(
    lang: str, name: str, values: Mapping[str, str], pictures: Pictures
) -> tuple[tuple[str, str], ...]:
    """Returns the addresses of an answer as a table and as each picture that it can be."""
    start = asked_href(lang, name, values)
    return tuple((kind, start if kind == "table" else f"{start}&show={kind}") for kind in pictures.kinds)


def caption_of(words: Words, shown: int, offset: int, *, more: bool) -> str:
    """Returns in words how many rows there are, or which of them are shown where that is not all."""
    if not (offset or more) or not shown:
        return words.count("count.rows", shown)
    first, last = (words.number(each) for each in (offset + 1, offset + shown))
    return words("answers.rows", first=first, last=last)
