"""Every cause in the tables is worded, none is left over, and queries that are right are never judged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wording.messages import messages
from graph.causes import (
    csv_cause,
    engine_cause,
    iri_cause,
    json_cause,
    os_cause,
    rdf_cause,
    sparql_cause,
    workbook_cause,
)
from graph.errors import Cause, FileProblem, QueryProblem, UpdateRefused
from graph.isolation.telling import heard, told
from graph.questions import Question, load_questions
from graph.store.forms import refuse_update

KINDS = ("cause.iri", "cause.json", "cause.csv", "cause.rdf", "cause.sparql", "cause.value")
KEY = re.compile(r"\"([a-z0-9]+(?:-[a-z0-9]+)+)\"")


def named_in_code(root: Path) -> set[str]:
    places = (*(root / "graph").rglob("*.py"), *(root / "api").rglob("*.py"))
    return {key for path in places for key in KEY.findall(path.read_text(encoding="utf-8"))}


def test_every_cause_is_worded_and_none_is_left_over(root: Path) -> None:
    worded = {key.removeprefix("cause.") for key in messages("en") if key.startswith("cause.")}
    code = named_in_code(root)
    assert worded - code == set()
    tables = "".join(path.read_text(encoding="utf-8") for path in (root / "graph/causes").glob("*.py"))
    assert set(KEY.findall(tables)) - worded == set()


@pytest.mark.parametrize("lang", ["sv", "da", "en"])
def test_a_cause_leaves_the_stop_to_its_message(lang: str) -> None:
    causes = {key: forms[0] for key, forms in messages(lang).items() if key.startswith("cause.")}
    assert [key for key, text in causes.items() if text.endswith((". ", " "))] == []
    remedies = [key for key, text in causes.items() if key.startswith(KINDS) and ";" not in text]
    assert set(remedies) <= {"cause.value-languages"}


@given(st.text(max_size=80), st.integers(1, 5), st.integers(1, 90))
def test_any_text_has_a_cause_and_a_place_in_it(text: str, line: int, column: int) -> None:
    row, sign, cause = sparql_cause(text, line, column, "expected something")
    assert row >= 1
    assert sign >= 1
    assert f"cause.{cause.key}" in messages("sv")


@given(st.text(max_size=60))
def test_whatever_a_parser_says_becomes_a_cause_that_is_worded(words: str) -> None:
    for made in (csv_cause, iri_cause, json_cause, rdf_cause, workbook_cause):
        assert f"cause.{made(words).key}" in messages("da")
    for error in (OSError(words), OSError(9999, words)):
        assert {f"cause.{os_cause(error).key}", f"cause.{engine_cause(error).key}"} <= set(messages("en"))


@pytest.mark.parametrize("question", load_questions().values(), ids=load_questions())
def test_no_mistake_is_seen_in_a_question_that_ships(question: Question) -> None:
    _, _, cause = sparql_cause(question.text, 1, 1, "")
    assert cause.key == "sparql-here"
    refuse_update(question.text)


def test_a_cause_travels_from_a_worker_whole() -> None:
    error = QueryProblem(
        "query-malformed", line="1", why=Cause("sparql-end", (("found", "x"),), "expected y")
    )
    back = heard(told(error))
    assert (back.key, back.values) == (error.key, error.values)
    assert back.parser == "expected y"
    assert isinstance(heard(told(UpdateRefused())), UpdateRefused)


def test_an_error_without_a_parser_has_no_words_of_one() -> None:
    assert FileProblem("file-missing", file="x").parser is None


def test_an_update_inside_a_string_or_a_comment_is_none() -> None:
    refuse_update("SELECT * { ?s ?p '; DROP ALL' } # ; DROP ALL")
    with pytest.raises(UpdateRefused):
        refuse_update("SELECT * {} ;\nclear all")
