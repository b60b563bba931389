"""Reads question files: a YAML head behind `#+`, then a SPARQL query that runs as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from graph.errors import Place, QueryProblem
from ontology.languages import LANGUAGES

KINDS = ("iri", "string", "integer", "decimal", "date", "boolean", "language")
AUDIENCES = ("strategist", "officer", "researcher")

_ROOM = Path(__file__).parent
_VALUES = re.compile(r"\bVALUES\s*\?(\w+)\s*\{([^{}]*)\}", re.IGNORECASE)
_FORM = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT)\b", re.IGNORECASE | re.MULTILINE)
_CUT = re.compile(r"^(LIMIT|OFFSET)\b", re.IGNORECASE | re.MULTILINE)
_PROJECTION = re.compile(r"^SELECT\s(.*?)\bWHERE\b", re.DOTALL | re.MULTILINE)
_BRACKETS = re.compile(r"\((?:[^()]*\bAS\s+(\?\w+)\s*|[^()]*)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parameter:
    """Is one declared parameter; an optional one that is not given keeps the clause that the file has."""

    name: str
    kind: str
    title: Mapping[str, str]
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Is one question: `text` is its query without the head, runnable with the values that the file shows.

    `slots` says where in `text` the content of each parameter's VALUES clause begins and ends; `plain` names
    the columns that hold texts, numbers and days alone: any other may hold things; `portfolio` is the name
    under which the portfolio says the same, None where only the query does.
    """

    name: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    audience: str | None
    parameters: tuple[Parameter, ...]
    text: str
    kind: str
    columns: tuple[str, ...]
    slots: Mapping[str, tuple[int, int]]
    plain: frozenset[str] = frozenset()
    portfolio: str | None = None


@cache
def load_questions() -> Mapping[str, Question]:
    """Returns the questions that people may ask, by name and in the order of their names.

    >>> load_questions()["projects-serving-goal"].kind
    'select'
    """
    return _read_all(_ROOM.glob("*.rq"), listed=True)


@cache
def load_lookups() -> Mapping[str, Question]:
    """Returns the reads that only the program needs: labels, the facts of a page of projects and the like."""
    return _read_all((_ROOM / "lookups").glob("*.rq"), listed=False)


def _read_all(files: Iterable[Path], *, listed: bool) -> Mapping[str, Question]:
    return MappingProxyType({file.stem: read_question(file, listed=listed) for file in sorted(files)})


def read_question(file: Path, *, listed: bool = True) -> Question:
    """Returns the question of a file; a head or a clause that breaks the rules raises QueryProblem.

    A listed question has an audience and a title in each of sv, da and en.
    """
    try:
        return _question(file.stem, file.read_text(encoding="utf-8"), listed)
    except (ValueError, TypeError, KeyError, AttributeError, yaml.YAMLError) as error:
        place = Place(file=str(file))
        raise QueryProblem("question-broken", place, file=file.name, why=str(error)) from error


def _question(name: str, source: str, listed: bool) -> Question:
    head, text = _split(source)
    parameters = tuple(_parameter(key, value) for key, value in (head.pop("parameters", None) or {}).items())
    question = Question(
        name=name,
        title=_by_language(head.pop("title"), "title"),
        description=_by_language(head.pop("description", None) or {}, "description"),
        audience=head.pop("audience", None),
        parameters=parameters,
        text=text,
        kind=_form(text),
        columns=_columns(text),
        slots=_slots(text, {parameter.name for parameter in parameters}),
        plain=frozenset(map(str, head.pop("plain", ()))),
        portfolio=head.pop("portfolio", None),
    )
    _check(question, head, listed)
    return question


def _split(source: str) -> tuple[dict[str, Any], str]:
    lines = source.splitlines(keepends=True)
    head = "".join(line[2:] for line in lines if line.startswith("#+"))
    return yaml.safe_load(head), "".join(line for line in lines if not line.startswith("#+")).lstrip()


def _parameter(name: str, declared: Mapping[str, Any]) -> Parameter:
    if unknown := set(declared) - {"kind", "optional", "title"}:
        raise ValueError(f"{name}: unknown {', '.join(sorted(unknown))}")
    kind = str(declared["kind"])
    if kind not in KINDS:
        raise ValueError(f"{name}: kind {kind} is none of {', '.join(KINDS)}")
    title = _by_language(declared["title"], name)
    return Parameter(name, kind, title, optional=declared.get("optional", False) is True)


def _by_language(texts: object, what: str) -> Mapping[str, str]:
    if not isinstance(texts, Mapping) or set(texts) not in (set(LANGUAGES), set()):
        raise ValueError(f"{what} must be worded in {', '.join(LANGUAGES)}")
    return MappingProxyType({lang: str(texts[lang]) for lang in LANGUAGES if lang in texts})


def _form(text: str) -> str:
    found = _FORM.search(text)
    if found is None:
        raise ValueError("it is neither SELECT, ASK nor CONSTRUCT")
    return found[1].lower()


def _columns(text: str) -> tuple[str, ...]:
    """Returns the variables that a SELECT names, in its order; no question of ours says SELECT *.

    Brackets give way, the innermost first, to what they are named as, or to nothing.

    >>> _columns("SELECT ?a (SUM(?b / (?c * ?d)) AS ?e) WHERE { }")
    ('a', 'e')
    """
    found = _PROJECTION.search(text)
    named, brackets = found[1] if found else "", 1
    while brackets:
        named, brackets = _BRACKETS.subn(r"\1", named)
    return tuple(re.findall(r"\?(\w+)", named))


def _slots(text: str, declared: set[str]) -> Mapping[str, tuple[int, int]]:
    found = [(match[1], match.span(2)) for match in _VALUES.finditer(text)]
    names = sorted(name for name, _ in found)
    if names != sorted(declared):
        raise ValueError(f"declared parameters {sorted(declared)} are not its VALUES clauses {names}")
    return MappingProxyType(dict(found))


def _check(question: Question, rest: Mapping[str, object], listed: bool) -> None:
    if rest:
        raise ValueError(f"unknown in the head: {', '.join(sorted(rest))}")
    if listed and question.audience not in AUDIENCES:
        raise ValueError(f"audience {question.audience} is none of {', '.join(AUDIENCES)}")
    if listed and (question.kind != "select" or _CUT.search(question.text)):
        raise ValueError("it must be a SELECT without LIMIT, since whoever runs it asks for a page")
    if not question.title:
        raise ValueError("it has no title")
    if unknown := question.plain.difference(question.columns):
        raise ValueError(f"plain: it has no column {', '.join(sorted(unknown))}")
