"""The heads of answers: every column of every question is worded in each language."""

from __future__ import annotations

import pytest

from api.formats.heads import column_head
from api.wording.messages import messages
from graph.questions import load_questions
from ontology.languages import LANGUAGES

COLUMNS = [(name, column) for name, question in load_questions().items() for column in question.columns]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_of_every_question_has_a_head(lang: str) -> None:
    worded = messages(lang)
    lacking = [
        f"{name}: {column}"
        for name, column in COLUMNS
        if not {f"pages.column.{name}.{column}", f"pages.column.{column}"} & set(worded)
    ]
    assert lacking == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", load_questions())
def test_no_two_columns_of_a_question_are_called_the_same(lang: str, name: str) -> None:
    heads = [column_head(column, lang, name) for column in load_questions()[name].columns]
    assert len(set(heads)) == len(heads)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_head_of_one_question_belongs_to_a_column_of_it(lang: str) -> None:
    parts = [key.split(".")[2:] for key in messages(lang) if key.startswith("pages.column.")]
    own = [(part[0], part[1]) for part in parts if len(part) == 2]
    assert [each for each in own if each not in COLUMNS] == []


def test_a_column_means_its_own_thing_where_a_question_says_so() -> None:
    assert column_head("source", "sv", "claims-of") == "Källa"
    assert column_head("source", "sv", "unreviewed-alignments") == "Från"
    assert column_head("from", "sv", "flow-of-strategy") == "Från"
    assert column_head("from", "sv", "steps-of-process") == "Från och med"
    assert column_head("nobodyKnows", "da") == "nobodyKnows"
