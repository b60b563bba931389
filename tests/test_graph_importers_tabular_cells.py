"""Cells become canonical literals, or say which rule they break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.importers.tabular_cells import CellError, literal, split, value_of
from graph.importers.tabular_mapping import Column, Datatype

DANISH = Datatype("decimal", None, ".", ",")


@pytest.mark.parametrize(
    ("text", "datatype", "lexical"),
    [
        ("3929285", Datatype("decimal"), "3929285"),
        ("3929285.50", Datatype("decimal"), "3929285.5"),
        ("0.0", Datatype("decimal"), "0"),
        ("15.414.794", DANISH, "15414794"),
        ("15.414,25", DANISH, "15414.25"),
        ("1e3", Datatype("decimal"), "1000"),
        ("007", Datatype("integer"), "7"),
        ("2017-01-02", Datatype("date"), "2017-01-02"),
        ("24.04.2014", Datatype("date", "dd.MM.yyyy"), "2014-04-24"),
        ("2016-10-14 01:17:38", Datatype("date", "yyyy-MM-dd HH:mm:ss"), "2016-10-14"),
        ("2020", Datatype("gYear"), "2020"),
        ("true", Datatype("boolean"), "true"),
    ],
)
def test_a_cell_becomes_the_canonical_literal(text: str, datatype: Datatype, lexical: str) -> None:
    made = literal(text, datatype)

    assert made.value == lexical
    assert made.datatype.value.endswith(f"#{datatype.base}")


@pytest.mark.parametrize(
    ("text", "datatype", "rule"),
    [
        ("many", Datatype("decimal"), "cell-number"),
        ("NaN", Datatype("decimal"), "cell-number"),
        ("Infinity", Datatype("decimal"), "cell-number"),
        ("1.5", Datatype("integer"), "cell-number"),
        ("2017-02-29", Datatype("date"), "cell-date"),
        ("29.02.2017", Datatype("date", "dd.MM.yyyy"), "cell-date"),
        ("våren 2020", Datatype("date"), "cell-date"),
        ("20A", Datatype("string", "[0-9]+"), "cell-pattern"),
        ("yes", Datatype("boolean"), "cell-pattern"),
    ],
)
def test_a_cell_that_is_not_of_its_datatype_names_the_rule(text: str, datatype: Datatype, rule: str) -> None:
    with pytest.raises(CellError) as caught:
        literal(text, datatype)

    assert caught.value.key == rule
    assert caught.value.value == text


def test_the_message_of_a_date_shows_how_to_write_one() -> None:
    with pytest.raises(CellError) as caught:
        literal("2014", Datatype("date", "dd.MM.yyyy"))

    assert dict(caught.value.values)["example"] == "31.12.2020"


def test_a_column_with_examples_shows_one_and_no_pattern() -> None:
    currency = Datatype("token", "[A-Z]{3}")
    with pytest.raises(CellError) as caught:
        value_of(Column("currency", datatype=currency, examples={"": ("", "SEK")}), "KRONOR")
    assert (caught.value.key, dict(caught.value.values)) == ("cell-form", {"example": "SEK"})
    with pytest.raises(CellError, match="cell-pattern"):
        value_of(Column("currency", datatype=currency), "KRONOR")


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800", "\ufffe"])
def test_what_is_not_text_is_refused(text: str) -> None:
    with pytest.raises(CellError) as caught:
        value_of(Column("c", lang="sv"), text)

    assert caught.value.key == "cell-unwritable"
    assert caught.value.value.isascii()


def test_a_separator_makes_several_values_and_nulls_are_left_out() -> None:
    column = Column("c", datatype=Datatype("token"), separator=",", null=("", "-"))

    assert split(column, "Norrbotten,  Väster  botten , -,") == ("Norrbotten", "Väster botten")


def test_a_missing_cell_is_null_unless_the_column_has_a_default() -> None:
    assert split(Column("c"), None) == ()
    assert split(Column("c", default="SEK"), None) == ("SEK",)


def test_an_array_of_a_json_row_is_several_values() -> None:
    assert split(Column("c"), ("a", " b ")) == ("a", "b")


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15))
def test_any_number_written_twice_is_written_the_same(number: object) -> None:
    once = literal(f"{number:f}", Datatype("decimal")).value

    assert literal(once, Datatype("decimal")).value == once
