"""The questions as forms, and their answers as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.reader import Label, Link, Reader
from graph.questions import Parameter, Question
from graph.questions.binder import EXAMPLES
from graph.store import Row
from graph.terms import Literal, NamedNode, Term, compact

AUDIENCES = ("strategist", "officer", "researcher")
_NUMBERS = ("integer", "decimal", "double", "float")


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
class Field:
    """Is a parameter as a field of a form; `choices` is empty where anything may be written."""

    name: str
    title: str
    hint: str
    value: str
    required: bool
    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """Is one value of an answer: a link, a number or a text."""

    label: Label
    href: str | None
    is_number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Is an answer: the names of its columns and its rows; `more` says that there are further rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[AnswerCell, ...], ...]
    more: bool


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Is the page of a question; `table` is None until it is asked."""

    name: str
    title: str
    description: str | None
    fields: tuple[Field, ...]
    table: Table | None
    problem: str | None
    sparql: str | None
    sparql_href: str | None
    formats: tuple[tuple[str, str], ...]


def question_groups(reader: Reader, questions: Mapping[str, Question]) -> tuple[QuestionGroup, ...]:
    """Returns the questions by group of readers."""
    lang = reader.lang
    return tuple(
        QuestionGroup(
            reader.words(f"way.{audience}.title"),
            tuple(
                QuestionItem(question.name, question.title[lang], f"/{lang}/questions/{question.name}")
                for question in questions.values()
                if question.audience == audience
            ),
        )
        for audience in AUDIENCES
    )


def fields_of(reader: Reader, question: Question, values: Mapping[str, str]) -> tuple[Field, ...]:
    """Returns the parameters of a question as fields, filled with what was asked."""
    return tuple(
        _field(reader, parameter, values.get(parameter.name, "")) for parameter in question.parameters
    )


def table_of(
    reader: Reader, rows: Sequence[Mapping[str, Term | None]], columns: Sequence[str], *, more: bool = False
) -> Table:
    """Returns rows as a table; IRIs become links that carry their labels."""
    return Table(
        columns=tuple(column_name(reader, column) for column in columns),
        rows=tuple(tuple(_cell(reader, row.get(column)) for column in columns) for row in rows),
        more=more,
    )


def columns_of(rows: Iterable[Row]) -> list[str]:
    """Returns the names of the columns in the order in which the rows give them."""
    return list(dict.fromkeys(name for row in rows for name in row))


def column_name(reader: Reader, column: str) -> str:
    """Returns a column's name in words, or as the query writes it."""
    key = f"column.{column}"
    return reader.words(key) if reader.words.has(key) else column


def sparql_href(lang: str, query: str) -> str:
    """Returns the address of the SPARQL page with a query in it."""
    return f"/{lang}/sparql?{urlencode({'query': query})}"


def _field(reader: Reader, parameter: Parameter, value: str) -> Field:
    hint = reader.words("questions.hint", example=EXAMPLES[parameter.kind])
    choices = _choices(reader, parameter.name)
    return Field(
        name=parameter.name,
        title=parameter.title[reader.lang],
        hint=reader.words("questions.optional")
        if choices and parameter.optional
        else ""
        if choices
        else hint,
        value=value,
        required=not parameter.optional,
        choices=choices,
    )


def _choices(reader: Reader, name: str) -> tuple[Link, ...]:
    """Returns what can be chosen for a parameter, for those whose things are few."""
    kinds = {
        "goal": [("rdf:type", "http://metadata.un.org/sdg/ontology#Goal")],
        "territory": [("pg:level", "https://w3id.org/policygraph#RegionalLevel")],
        "region": [("pg:level", "https://w3id.org/policygraph#RegionalLevel")],
        "programme": [("eli:work_type", "https://w3id.org/policygraph#Programme")],
        "document": [
            ("eli:work_type", "https://w3id.org/policygraph#RegionalDevelopmentStrategy"),
            ("eli:work_type", "https://w3id.org/policygraph#NationalStrategy"),
        ],
    }
    found = [iri for predicate, kind in kinds.get(name, []) for iri in reader.subjects(predicate, kind)]
    if name in ("territory", "region"):
        found = [iri for iri in found if reader.is_a(iri, "dct:Location")]
    links = (reader.link(iri) for iri in dict.fromkeys(found))
    return tuple(sorted(links, key=lambda link: _choice_order(name, link)))


def _choice_order(name: str, link: Link) -> tuple[int, str]:
    code = link.code or ""
    return (int(code) if name == "goal" and code.isdecimal() else 0, link.label.text)


def _cell(reader: Reader, term: Term | None) -> AnswerCell:
    if isinstance(term, NamedNode):
        link = reader.link(term.value)
        code = f"{link.code} " if link.code and link.code not in link.label.text else ""
        return AnswerCell(Label(code + link.label.text, link.label.lang), link.href, is_number=False)
    if isinstance(term, Literal):
        is_number = compact(term.datatype.value).removeprefix("xsd:") in _NUMBERS
        return AnswerCell(reader.labelled(term), None, is_number)
    return AnswerCell(Label("" if term is None else str(term)), None, is_number=False)
