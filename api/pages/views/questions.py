"""The questions as a list and as forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.reader import Link, Reader
from api.pages.views.answer_pictures import Pictures
from api.pages.views.answers import Table
from api.pages.views.saving import Saving
from api.pages.views.snippets import Snippet
from api.pages.words import Words
from graph.errors import TermInvalid
from graph.questions import Parameter, Question
from graph.questions.binder import EXAMPLES
from graph.terms import expand

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
class Field:
    """Is a parameter as a field of a form; `choices` is empty where anything may be written."""

    name: str
    title: str
    hint: str
    value: str
    required: bool
    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Is the page of a question; `table` is None until it is asked, `ways` are what it can be shown as.

    `told` is the commit of the portfolio that said the answer, None where the store was asked. `caption` says
    which rows the table has, `previous` and `next` are the addresses of the rows around them.
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


def question_groups(reader: Reader, questions: Mapping[str, Question]) -> tuple[QuestionGroup, ...]:
    """Returns the questions by group of readers, each by title."""
    return tuple(_group(reader, audience, questions.values()) for audience in AUDIENCES)


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


def fields_of(reader: Reader, question: Question, values: Mapping[str, str]) -> tuple[Field, ...]:
    """Returns the parameters of a question as fields, filled with what was asked."""
    return tuple(
        _field(reader, parameter, values.get(parameter.name, "")) for parameter in question.parameters
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


def asked_href(lang: str, name: str, values: Mapping[str, str], offset: int = 0) -> str:
    """Returns the address of an answer from a row on, counted from 0."""
    given = {each: value for each, value in values.items() if value} | {"ask": "1"}
    return f"/{lang}/questions/{name}?{urlencode(given | ({'offset': str(offset)} if offset else {}))}"


def caption_of(words: Words, shown: int, offset: int, *, more: bool) -> str:
    """Returns in words how many rows there are, or which of them are shown where that is not all."""
    if not (offset or more) or not shown:
        return words.count("count.rows", shown)
    first, last = (words.number(each) for each in (offset + 1, offset + shown))
    return words("answers.rows", first=first, last=last)


def _field(reader: Reader, parameter: Parameter, value: str) -> Field:
    choices = _choices(reader, parameter.name)
    chosen = _expanded(value) if choices and value else value
    if choices and chosen and chosen not in {choice.iri for choice in choices}:
        choices = (reader.link(chosen), *choices)
    return Field(
        name=parameter.name,
        title=parameter.title[reader.lang],
        hint=_hint(reader, parameter, is_chosen=bool(choices)),
        value=chosen,
        required=not parameter.optional,
        choices=choices,
    )


def _hint(reader: Reader, parameter: Parameter, *, is_chosen: bool) -> str:
    example = "" if is_chosen else reader.words("questions.hint", example=EXAMPLES[parameter.kind])
    optional = f"{reader.words('questions.optional')}. " if parameter.optional else ""
    return (optional + example).removesuffix(". ")


def _expanded(value: str) -> str:
    """Returns the IRI that a value stands for; one that cannot be used stays as it is written."""
    try:
        return expand(value).value
    except TermInvalid:
        return value


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
