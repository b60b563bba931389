"""The question files: their heads, their clauses, and values that are bound as terms and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions
from pyoxigraph import Store as PlainStore

from graph.errors import InputError, QueryProblem, TermInvalid, UnknownName
from graph.questions import Question, bind, count_of, load_lookups, load_questions, page_of, read_question
from graph.store import Store, open_store
from graph.terms import Literal, integer, text
from small_graph import small_store

EVERY = {**load_questions(), **load_lookups()}
ECHO = """
#+ title: {sv: Eko, da: Ekko, en: Echo}
#+ audience: researcher
#+ plain: [said]
#+ parameters:
#+   said: {kind: KIND, title: {sv: Sagt, da: Sagt, en: Said}}
#+   also: {kind: string, optional: true, title: {sv: Även, da: Også, en: Also}}
SELECT ?said ?also WHERE {
  VALUES ?said { "x" }
  VALUES ?also { UNDEF }
}
"""


@pytest.fixture(scope="module")
def empty() -> Store:
    return open_store("memory:")


def written(folder: Path, source: str, name: str = "echo") -> Path:
    file = folder / f"{name}.rq"
    file.write_text(source.lstrip(), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def small() -> Store:
    return small_store()


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Question:
    return of_kind(tmp_path_factory.mktemp("questions"), "string")


def of_kind(folder: Path, kind: str) -> Question:
    return read_question(written(folder, ECHO.replace("KIND", kind)))


def test_there_are_at_least_25_questions_and_some_for_each_kind_of_user() -> None:
    questions = load_questions().values()
    assert len(questions) >= 25
    assert {question.audience for question in questions} == {"strategist", "officer", "researcher"}


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_file_runs_as_it_stands(small: Store, name: str) -> None:
    solutions = list(small.select(EVERY[name].text))
    (counted,) = small.select(count_of(EVERY[name].text))
    assert counted["total"] == integer(str(len(solutions)))


@pytest.mark.parametrize("name", sorted(EVERY))
def test_every_file_names_its_columns(name: str) -> None:
    question = EVERY[name]
    assert question.kind == "select"
    assert question.columns
    found = PlainStore().query(question.text)
    assert isinstance(found, QuerySolutions)
    assert question.columns == tuple(variable.value for variable in found.variables)


@pytest.mark.parametrize("name", sorted(load_questions()))
def test_every_title_is_a_question_in_three_languages(name: str) -> None:
    title = load_questions()[name].title
    assert list(title) == ["sv", "da", "en"]
    assert all(text.endswith("?") for text in title.values())


def test_examples_resolve_against_the_base_of_the_store() -> None:
    question = load_questions()["objective-tree"]
    assert "BASE <http://here/>" in bind(question, {"document": "http://x/d"}, "http://here/")
    assert "BASE <http://127.0.0.1:8000/>" in bind(question, {"document": "http://x/d"})


def test_a_list_of_values_is_bound_in_its_order(echo: Question, empty: Store) -> None:
    rows = empty.select(bind(echo, {"said": ["a", "b"]}))
    assert [row["said"] for row in rows] == [Literal("a"), Literal("b")]


def test_an_optional_parameter_that_is_not_given_keeps_its_clause(echo: Question) -> None:
    assert "VALUES ?also { UNDEF }" in bind(echo, {"said": "a"})
    assert "VALUES ?also { UNDEF }" in bind(echo, {"said": "a", "also": ""})
    assert 'VALUES ?also { "b" }' in bind(echo, {"said": "a", "also": "b"})


def test_an_unknown_parameter_is_refused_with_the_known_ones(echo: Question) -> None:
    with pytest.raises(UnknownName) as raised:
        bind(echo, {"said": "a", "colour": "red"})
    assert (raised.value.key, raised.value.values["known"]) == ("parameter-unknown", "said, also")


@pytest.mark.parametrize("values", [{}, {"said": ""}, {"said": []}, {"also": "b"}])
def test_a_missing_parameter_is_named(echo: Question, values: dict[str, str]) -> None:
    with pytest.raises(InputError) as raised:
        bind(echo, values)
    assert (raised.value.key, raised.value.values["name"]) == ("parameter-missing", "said")


@pytest.mark.parametrize(
    ("kind", "good", "term"),
    [
        ("iri", "sdg:9", "<http://metadata.un.org/sdg/9>"),
        ("iri", "http://x/ä", "<http://x/ä>"),
        ("integer", "-12", '"-12"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("decimal", "0.75", '"0.75"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("date", "2020-02-29", '"2020-02-29"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("boolean", "true", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("language", "SV", '"sv"'),
        ("string", "a\nb", '"a\\nb"'),
    ],
)
def test_each_kind_makes_its_term(tmp_path: Path, kind: str, good: str, term: str) -> None:
    assert f"VALUES ?said {{ {term} }}" in bind(of_kind(tmp_path, kind), {"said": good})


@pytest.mark.parametrize(
    ("kind", "bad"),
    [
        ("iri", "no iri"),
        ("iri", "nope:9"),
        ("iri", "http://x/> } DROP ALL #"),
        ("iri", "id/project/x"),
        ("integer", "1.5"),
        ("integer", "١"),
        ("integer", "9" * 19),
        ("decimal", "0,75"),
        ("decimal", "1e3"),
        ("decimal", "NaN"),
        ("date", "2021-02-29"),
        ("date", "20200101"),
        ("date", "2020-01-01\n"),
        ("boolean", "yes"),
        ("language", "swe dish"),
        ("string", "\ud800"),
    ],
)
def test_a_value_of_another_kind_is_refused_with_an_example(tmp_path: Path, kind: str, bad: str) -> None:
    with pytest.raises(TermInvalid) as raised:
        bind(of_kind(tmp_path, kind), {"said": bad})
    assert raised.value.key == "parameter-invalid"
    assert raised.value.values["expected"]
    str(raised.value).encode()


HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(
    [
        '"',
        "\\",
        '\\"',
        "} DROP ALL #",
        "'''",
        '"""',
        "VALUES ?also { 1 }",
        "\\u0022",
        "\u0022",
        "\n\r\t\0",
        "{?said}",
    ]
)


@given(HOSTILE, HOSTILE)
def test_hostile_text_is_bound_as_a_term_and_changes_nothing_else(
    echo: Question, said: str, also: str
) -> None:
    bound = bind(echo, {"said": said, "also": also})
    (row,) = open_store("memory:").select(bound)
    assert (row["said"], row["also"]) == (text(said), text(also))
    (start, _), (_, end) = echo.slots["said"], echo.slots["also"]
    assert bound.startswith(echo.text[:start])
    assert bound.endswith(echo.text[end:])


@given(HOSTILE)
def test_hostile_iris_are_bound_whole_or_refused(said: str) -> None:
    question = load_questions()["projects-serving-goal"]
    try:
        bound = bind(question, {"goal": f"http://x/{said}"})
    except TermInvalid:
        return
    (clause,) = re.findall(r"VALUES \?goal \{ <([^<>\"{}|^`\\\x00-\x20]*)> \}", bound)
    assert clause == f"http://x/{said}".strip("<>")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("sv: Eko, ", "", "title must be worded in sv, da, en"),
        ("researcher", "king", "audience king"),
        ("audience", "listeners", "unknown in the head: listeners"),
        ("KIND", "colour", "kind colour"),
        ("plain: [said]", "plain: [said, heard]", "plain: it has no column heard"),
        ("VALUES ?also { UNDEF }", "", "are not its VALUES clauses ['said']"),
        ("VALUES ?also { UNDEF }", "VALUES ?other { UNDEF }", "['other', 'said']"),
        ("VALUES ?also { UNDEF }", "VALUES ?also { 1 } VALUES ?also { 2 }", "['also', 'also', 'said']"),
        ("SELECT", "DELETE", "neither SELECT, ASK nor CONSTRUCT"),
        ("SELECT ?said ?also WHERE", "ASK WHERE", "it must be a SELECT"),
        ("optional:", "maybe:", "unknown maybe"),
        ("#+ title: {", "#+ title: [", "while parsing"),
        ("}\n}\n", "}\n}\nLIMIT 5\n", "without LIMIT"),
    ],
)
def test_a_broken_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, why: str) -> None:
    broken = ECHO.replace(old, new).replace("KIND", "string")
    with pytest.raises(QueryProblem) as raised:
        read_question(written(tmp_path, broken))
    assert raised.value.key == "question-broken"
    assert why in str(raised.value.values["why"])


def test_a_page_and_a_count_of_a_query(echo: Question, empty: Store) -> None:
    bound = bind(echo, {"said": ["a", "b", "c"]})
    assert [row["said"].value for row in empty.select(page_of(bound, 1, 1))] == ["b"]  # type: ignore[union-attr]
    assert page_of(bound, None) == bound
    (row,) = empty.select(count_of(bound))
    assert row["total"] == integer("3")
