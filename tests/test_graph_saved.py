"""Saved questions: what two answers differ by, and that what is kept is there after a restart."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import Conflict, NotFound, QueryProblem, StoreProblem
from graph.saved import MOST, MOST_ROWS, Saves, told_of
from graph.saved.answers import SHOWN, read_told, read_turn, turned, written_told, written_turn
from graph.store import Row
from graph.terms import BlankNode, Literal, NamedNode

AT = datetime(2026, 11, 26, 8, tzinfo=UTC)
ANNA = "https://a.example/anna"
_terms = st.none() | st.sampled_from(
    [
        NamedNode("https://a.example/x"),
        NamedNode("https://a.example/y"),
        Literal("x"),
        Literal("x", language="sv"),
        Literal("1", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        Literal('"\n\\ å'),
    ]
)
_rows = st.lists(
    st.fixed_dictionaries({"a": _terms, "b": _terms}).map(
        lambda row: {name: term for name, term in row.items() if term is not None}
    ),
    max_size=6,
)


def bag(rows: list[Row]) -> Counter[str]:
    return Counter(str(sorted((name, str(term)) for name, term in row.items())) for row in rows)


@given(_rows, _rows)
def test_what_came_and_went_makes_the_one_answer_of_the_other(before: list[Row], after: list[Row]) -> None:
    old, new = (told_of(n, ("a", "b"), rows) for n, rows in ((3, before), (5, after)))
    turn = turned(old, new, AT)
    if turn is None:
        assert bag(before) == bag(after)
        return
    came, went = (Counter(lines) for lines in (turn.lines_came, turn.lines_went))
    assert Counter(old.lines) - went + came == Counter(new.lines)
    assert not came & went
    assert (turn.since, turn.sequence, turn.came, turn.went) == (3, 5, came.total(), went.total())
    assert read_turn(json.loads(json.dumps(written_turn(turn)))) == turn


@given(_rows)
def test_an_answer_is_kept_as_it_was(rows: list[Row]) -> None:
    told = told_of(7, ("a", "b"), rows)
    kept = read_told(json.loads(json.dumps(written_told(told))))
    assert kept == told
    assert bag(kept.rows()) == bag(rows)
    assert turned(told, told_of(9, ("a", "b"), rows[::-1]), AT) is None


def test_nodes_without_a_name_are_alike_and_other_columns_are_a_change() -> None:
    one, other = (told_of(1, ("a",), [{"a": BlankNode(name)}]) for name in ("b1", "b2"))
    assert turned(one, other, AT) is None
    renamed = turned(one, told_of(2, ("b",), [{"b": BlankNode("b1")}]), AT)
    assert renamed is not None
    assert (renamed.came, renamed.went) == (0, 0)


def test_of_many_rows_some_are_told_and_all_are_counted() -> None:
    rows: list[Row] = [{"a": Literal(str(n))} for n in range(MOST_ROWS)]
    turn = turned(told_of(1, ("a",), []), told_of(2, ("a",), rows), AT)
    assert turn is not None
    assert (turn.came, len(turn.lines_came)) == (MOST_ROWS, SHOWN)
    with pytest.raises(QueryProblem) as caught:
        told_of(3, ("a",), [*rows, {"a": Literal("one more")}])
    assert caught.value.key == "saved-answer-too-long"


def test_questions_survive_a_restart_and_broken_ones_are_told(tmp_path: Path) -> None:
    saves = Saves(str(tmp_path), least_free=0)
    made = saves.make(ANNA, "Anna", "Vad finns?", "SELECT ?a {}", told_of(1, ("a",), []))
    changed = saves.answered(made.key, told_of(3, ("a",), [{"a": Literal("x")}]))
    assert saves.answered(made.key, told_of(4, ("a",), [{"a": Literal("x")}])).looked == 4
    assert saves.failed(made.key, 5, "query-timeout").fault == "query-timeout"

    again = Saves(str(tmp_path), least_free=0)
    [kept] = again.all()
    assert kept == changed
    assert (kept.looked, kept.fault, len(kept.turns)) == (3, None, 1)
    [path] = (tmp_path / "saved").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    again.remove(made.key)
    assert list((tmp_path / "saved").iterdir()) == []
    with pytest.raises(NotFound):
        again.find(made.key)

    (tmp_path / "saved" / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StoreProblem) as caught:
        Saves(str(tmp_path), least_free=0).all()
    assert caught.value.key == "saved-broken"


def test_an_account_has_so_many_questions_and_no_more() -> None:
    saves, told = Saves("memory:"), told_of(1, ("a",), [])
    made = [saves.make(ANNA, "Anna", "t", "q", told) for _ in range(MOST)]
    with pytest.raises(Conflict) as caught:
        saves.check_room(ANNA)
    assert caught.value.key == "saved-too-many"
    with pytest.raises(Conflict):
        saves.make(ANNA, "Anna", "t", "q", told)
    saves.make("https://a.example/bo", "Bo", "t", "q", told)
    saves.remove(made[0].key)
    saves.make(ANNA, "Anna", "t", "q", told)


def test_only_one_asks_a_question_at_a_time() -> None:
    saves = Saves("memory:")
    with saves.turn("a") as first, saves.turn("a") as second, saves.turn("b") as other:
        assert (first, second, other) == (True, False, True)
    with saves.turn("a") as third:
        assert third


def numbers(*found: int) -> list[Row]:
    return [{"a": Literal(str(each))} for each in found]


def test_what_is_restored_tells_what_was_noted_until_then(tmp_path: Path) -> None:
    """The commits after it are gone, and their numbers are those of others from then on."""
    saves = Saves(str(tmp_path))
    key = saves.make(ANNA, "Anna", "T", "Q", told_of(2, ("a",), numbers(1, 2))).key
    for sequence, rows in ((4, numbers(2, 3)), (6, numbers(2, 3)), (8, numbers(9))):
        saves.answered(key, told_of(sequence, ("a",), rows))
    Saves(str(tmp_path)).lead_back(7)
    found = Saves(str(tmp_path)).find(key)
    assert (found.told, found.looked) == (told_of(6, ("a",), numbers(2, 3)), 6)
    assert [turn.sequence for turn in found.turns] == [4]
    Saves(str(tmp_path)).lead_back(3)
    found = Saves(str(tmp_path)).find(key)
    assert (found.told, found.turns) == (told_of(2, ("a",), numbers(1, 2)), ())


def test_an_answer_that_is_not_known_as_it_was_is_asked_for_again(tmp_path: Path) -> None:
    saves = Saves(str(tmp_path))
    changed = saves.make(ANNA, "Anna", "T", "Q", told_of(2, ("a",), numbers(*range(SHOWN + 1)))).key
    saves.answered(changed, told_of(8, ("a",), numbers(99)))
    later = saves.make(ANNA, "Anna", "T", "Q", told_of(9, ("a",), numbers(1))).key
    saves.lead_back(5)
    for key in (changed, later):
        found = Saves(str(tmp_path)).find(key)
        assert found.looked < 5
        assert found.turns == ()
        [turn] = saves.answered(key, told_of(5, ("a",), numbers(3))).turns
        assert (turn.sequence, turn.came) == (5, 1)
