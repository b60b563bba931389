"""questions and ask: the questions that ship, listed and answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from api.commands.output import note, write_json, write_table
from api.commands.session import AsJson, session_of
from api.commands.words import LANG, say
from api.formats.heads import column_head
from api.wording.calling import called
from graph.errors import InputError
from graph.questions import Parameter, Question, load_questions
from graph.repository import Answer, Repository
from graph.terms import Literal, Term

Values = dict[str, Sequence[str]]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module to the application."""
    app.command(help=say("questions.help"))(questions)
    app.command(help=say("ask.help"))(ask)


def _complete_question(incomplete: str) -> list[str]:
    return [name for name in load_questions() if name.startswith(incomplete)]


def questions(as_json: AsJson = False) -> None:
    """Lists the questions that can be asked, with their parameters."""
    listed = load_questions().values()
    if as_json:
        write_json([_question_json(question) for question in listed])
        return
    headings = [say(f"column.{name}") for name in ("name", "title", "parameters")]
    rows = ((q.name, q.title[LANG], " ".join(map(_parameter, q.parameters))) for q in listed)
    write_table(headings, rows)


def ask(
    context: typer.Context,
    name: Annotated[
        str,
        typer.Argument(help=say("argument.question"), autocompletion=_complete_question, show_default=False),
    ],
    values: Annotated[
        list[str] | None, typer.Argument(help=say("argument.values"), show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(help=say("option.limit"))] = 100,
    offset: Annotated[int, typer.Option(help=say("option.offset"))] = 0,
    as_json: AsJson = False,
) -> None:
    """Asks one of the questions."""
    with session_of(context).store(create=False) as store:
        given = values_of(values or [], store.base)
        answer = Repository(store).run(name, given, lang=LANG, limit=limit, offset=offset)
    if as_json:
        write_json(_answer_json(answer))
        return
    if not answer.rows:
        note(say("ask.none"))
        return
    headings = [column_head(column, LANG, name) for column in answer.columns]
    write_table(headings, ([_cell(answer, term) for term in row] for row in answer.rows))
    if answer.next is not None:
        note(say("ask.more", shown=len(answer.rows), offset=answer.next))


def values_of(given: Sequence[str], base: str) -> Values:
    """Returns the values by parameter; a name given twice has both; `id/…` counts from the base."""
    values: dict[str, list[str]] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign or not name:
            raise InputError("value-malformed", value=pair)
        values.setdefault(name, []).append(base + value if value.startswith(("id/", "graph/")) else value)
    return {name: tuple(several) for name, several in values.items()}


def _cell(answer: Answer, term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return term.value
    thing = answer.things.get(getattr(term, "value", ""))
    return called(thing) if thing else str(term)


def _answer_json(answer: Answer) -> dict[str, object]:
    return {
        "question": answer.question.name,
        "columns": answer.columns,
        "items": [
            {column: _term_json(answer, term) for column, term in zip(answer.columns, row, strict=True)}
            for row in answer.rows
        ],
        "next": answer.next,
        "query": answer.query,
    }


def _term_json(answer: Answer, term: Term | None) -> object:
    if term is None:
        return None
    if isinstance(term, Literal):
        return {"value": term.value, "lang": term.language, "datatype": term.datatype.value}
    iri = getattr(term, "value", str(term))
    thing = answer.things.get(iri)
    if thing is None:
        return {"iri": iri}
    return {
        "iri": iri,
        "name": thing.name.text,
        "lang": thing.name.lang,
        "code": thing.code,
        "kind": thing.kind,
    }


def _parameter(parameter: Parameter) -> str:
    return f"[{parameter.name}=]" if parameter.optional else f"{parameter.name}="


def _question_json(question: Question) -> dict[str, object]:
    return {
        "name": question.name,
        "title": question.title[LANG],
        "description": question.description.get(LANG, ""),
        "audience": question.audience,
        "parameters": [
            {"name": p.name, "kind": p.kind, "title": p.title[LANG], "optional": p.optional}
            for p in question.parameters
        ],
    }
