"""The parameters of a question as the fields of a form: chosen from a list, picked by name, or typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from api.pages.reader import Link, Reader
from api.pages.views.between import Meant
from api.pages.views.homes import written
from graph.errors import TermInvalid
from graph.questions import Parameter, Question
from graph.questions.binder import EXAMPLES
from graph.terms import expand

IRI = ".iri"
"""Ends the name of the field that holds what was picked from the list."""
_KINDS = {"organisation": "organisation", "project": "project", "objective": "objective"}
_STRATEGIES = tuple(
    ("eli:work_type", f"https://w3id.org/policygraph#{kind}")
    for kind in ("RegionalDevelopmentStrategy", "NationalStrategy", "MunicipalPlan")
)
_CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "goal": (("rdf:type", "http://metadata.un.org/sdg/ontology#Goal"),),
    "territory": (("pg:level", "https://w3id.org/policygraph#RegionalLevel"),),
    "programme": (("eli:work_type", "https://w3id.org/policygraph#Programme"),),
    "document": _STRATEGIES,
    "first": _STRATEGIES,
    "second": _STRATEGIES,
    "law": (("rdf:type", "http://data.europa.eu/eli/ontology#LegalResource"),),
    "process": (("rdf:type", "http://data.europa.eu/eli/eli-draft-legislation-ontology#Process"),),
}


@dataclass(frozen=True, slots=True)
class Field:
    """Is a parameter as a field of a form.

    `choices` is empty where anything may be written. `search` is the kind of things that are picked by name
    ("" for any), None where none is; `iri` is what was picked, and `offered` what may be meant instead, each
    with the address that asks so.
    """

    name: str
    title: str
    hint: str
    value: str
    required: bool
    choices: tuple[Link, ...]
    search: str | None = None
    iri: str = ""
    note: str | None = None
    offered: tuple[tuple[Link, str], ...] = ()


def picks_of(question: Question) -> Iterator[tuple[str, str]]:
    """Yields the parameters that name a thing of which there are too many for a list, each with its kind."""
    for parameter in question.parameters:
        if parameter.kind == "iri" and parameter.name not in _CHOICES:
            yield parameter.name, _KINDS.get(parameter.name, "")


def fields_of(
    reader: Reader, question: Question, values: Mapping[str, str], meant: Mapping[str, Meant] | None = None
) -> tuple[Field, ...]:
    """Returns the parameters of a question as fields, filled with what was asked and what that means."""
    searched, known = dict(picks_of(question)), meant or {}
    return tuple(
        _picked(reader, question, each, searched[each.name], values, known.get(each.name, Meant()))
        if each.name in searched
        else _field(reader, each, values.get(each.name, ""))
        for each in question.parameters
    )


def asked_href(lang: str, name: str, values: Mapping[str, str], offset: int = 0) -> str:
    """Returns the address of an answer from a row on, counted from 0."""
    given = {each: value for each, value in values.items() if value} | {"ask": "1"}
    return f"/{lang}/questions/{name}?{urlencode(given | ({'offset': str(offset)} if offset else {}))}"


def _picked(
    reader: Reader,
    question: Question,
    parameter: Parameter,
    kind: str,
    values: Mapping[str, str],
    meant: Meant,
) -> Field:
    offered = tuple(
        (link, asked_href(reader.lang, question.name, {**values, parameter.name: link.iri}))
        for link in meant.offered
    )
    key = "trace.offered" if offered else "trace.unfound"
    return Field(
        name=parameter.name,
        title=parameter.title[reader.lang],
        hint=_optional(reader, parameter, reader.words("questions.hint-pick")),
        value=written(meant.link) if meant.link else meant.typed,
        required=not parameter.optional,
        choices=(),
        search=kind,
        iri=meant.link.iri if meant.link else "",
        note=reader.words(key, text=meant.typed) if meant.is_open else None,
        offered=offered,
    )


def _field(reader: Reader, parameter: Parameter, value: str) -> Field:
    choices = _choices(reader, parameter.name)
    chosen = _expanded(value) if choices and value else value
    if choices and chosen and chosen not in {choice.iri for choice in choices}:
        choices = (reader.link(chosen), *choices)
    example = "" if choices else reader.words("questions.hint", example=EXAMPLES[parameter.kind])
    return Field(
        name=parameter.name,
        title=parameter.title[reader.lang],
        hint=_optional(reader, parameter, example),
        value=chosen,
        required=not parameter.optional,
        choices=choices,
    )


def _optional(reader: Reader, parameter: Parameter, hint: str) -> str:
    optional = f"{reader.words('questions.optional')}. " if parameter.optional else ""
    return (optional + hint).removesuffix(". ")


def _expanded(value: str) -> str:
    """Returns the IRI that a value stands for; one that cannot be used stays as it is written."""
    try:
        return expand(value).value
    except TermInvalid:
        return value


def _choices(reader: Reader, name: str) -> tuple[Link, ...]:
    """Returns what can be chosen for a parameter, for those whose things are few."""
    found = [iri for predicate, kind in _CHOICES.get(name, ()) for iri in reader.subjects(predicate, kind)]
    if name == "territory":
        found = [iri for iri in found if reader.is_a(iri, "dct:Location")]
    links = (reader.link(iri) for iri in dict.fromkeys(found))
    return tuple(sorted(links, key=lambda link: _choice_order(name, link)))


def _choice_order(name: str, link: Link) -> tuple[int, str]:
    code = link.code or ""
    return (int(code) if name == "goal" and code.isdecimal() else 0, link.label.text)
