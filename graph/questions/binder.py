"""Binds values to the parameters of a question, as RDF terms that the store's own library writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from graph.errors import InputError, TermInvalid, UnknownName
from graph.questions.reader import Parameter, Question
from graph.terms import Term, boolean, day, decimal, expand, integer, iri, language, text, written

Values = Mapping[str, str | Sequence[str]]

_MAKERS: Mapping[str, Callable[[str], Term]] = {
    "iri": expand,
    "string": text,
    "integer": integer,
    "decimal": decimal,
    "date": day,
    "boolean": boolean,
    "language": language,
}

_BASE = re.compile(r"^BASE\s*<[^<>]*>", re.MULTILINE)
_SELECT = re.compile(r"^SELECT\b", re.MULTILINE)

EXAMPLES: Mapping[str, str] = {
    "iri": "sdg:9, nuts:SE331, http://metadata.un.org/sdg/9",
    "string": "vatten",
    "integer": "2030",
    "decimal": "0.75",
    "date": "2020-12-31",
    "boolean": "true, false",
    "language": "sv, da, en",
}


def bind(question: Question, values: Values, base: str | None = None) -> str:
    """Returns the query with the values in its VALUES clauses; a parameter may be given several values.

    An empty value counts as not given; relative IRIs of the file's examples resolve against `base`. Raises
    UnknownName for a parameter that the question has not, InputError for a missing one and TermInvalid for
    a value that is not of the declared kind.
    """
    _refuse_unknown(question, values)
    given = ((parameter, _listed(values.get(parameter.name, ""))) for parameter in question.parameters)
    contents = {parameter.name: _content(question, parameter, items) for parameter, items in given}
    filled = _filled(question, {name: content for name, content in contents.items() if content})
    return filled if base is None else at_base(filled, base)


def at_base(query: str, base: str) -> str:
    """Returns a question's query with the relative IRIs of its examples resolving against `base`.

    >>> at_base("BASE <http://127.0.0.1:8000/>\\nASK { <id/x> ?p ?o }", "https://graph.example/").splitlines()[0]
    'BASE <https://graph.example/>'
    """
    return _BASE.sub(lambda _: f"BASE {written(iri(base))}", query, count=1)


def page_of(query: str, limit: int | None, offset: int = 0) -> str:
    """Returns the query cut to one page; a limit of None leaves it whole."""
    return query if limit is None else f"{query}\nLIMIT {int(limit)} OFFSET {int(offset)}"


def count_of(query: str) -> str:
    """Returns a query for the number of solutions of a SELECT query, in the variable `total`."""
    start = _SELECT.search(query)
    if start is None:
        raise ValueError("only a SELECT query has solutions to count")
    prologue, body = query[: start.start()], query[start.start() :]
    return f"{prologue}SELECT (COUNT(*) AS ?total) WHERE {{ {body} }}"


def _refuse_unknown(question: Question, values: Values) -> None:
    known = [parameter.name for parameter in question.parameters]
    for name in values:
        if name not in known:
            raise UnknownName(
                "parameter-unknown", name=name, question=question.name, known=", ".join(known) or "-"
            )


def _listed(value: str | Sequence[str]) -> list[str]:
    return [item for item in ([value] if isinstance(value, str) else value) if item]


def _content(question: Question, parameter: Parameter, items: Sequence[str]) -> str:
    if not items and not parameter.optional:
        expected = EXAMPLES[parameter.kind]
        raise InputError("parameter-missing", name=parameter.name, question=question.name, expected=expected)
    return " ".join(written(_term(parameter, item)) for item in items)


def _term(parameter: Parameter, value: str) -> Term:
    try:
        return _MAKERS[parameter.kind](value)
    except TermInvalid as error:
        expected = EXAMPLES[parameter.kind]
        shown = error.values.get("value", value)
        raise TermInvalid("parameter-invalid", name=parameter.name, value=shown, expected=expected) from error


def _filled(question: Question, contents: Mapping[str, str]) -> str:
    """Returns the text with the contents set in, from the last slot to the first so that places stay true."""
    filled = question.text
    for name, (start, end) in sorted(question.slots.items(), key=lambda slot: slot[1], reverse=True):
        if name in contents:
            filled = f"{filled[:start]} {contents[name]} {filled[end:]}"
    return filled
