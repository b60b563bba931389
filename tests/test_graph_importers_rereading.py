"""What people write in a cell otherwise than a list has it is read where it can mean one thing, and said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.importers.annotating import suggestion_of
from graph.importers.matching import Matcher
from graph.importers.tabular_mapping import load_mapping
from graph.importers.tabular_raw import RawList, RawRow
from graph.importers.tabular_rereading import read_otherwise
from graph.importers.tabular_rows import CheckedRows, RowChecker
from graph.store import Store
from graph.terms import compact
from lists_of_ours import shipped_store

MAPPING = load_mapping("projects")
CELLS: dict[str, Any] = {"Projektnummer": "1", "Projektnamn": "Ett", "Organisation": "X AB"}


@pytest.fixture(scope="module")
def store() -> Store:
    return shipped_store()


@pytest.fixture(scope="module")
def goals(store: Store) -> tuple[Matcher, ...]:
    [column] = [each for each in MAPPING.columns if each.name == "goal"]
    return tuple(Matcher(store, match) for match in column.matches)


def checked(store: Store, **cells: Any) -> CheckedRows:
    row = RawRow(2, CELLS | {name.replace("_", " "): value for name, value in cells.items()})
    return RowChecker(MAPPING, store, "a.xlsx").check(RawList(tuple(row.cells), (row,)))


def read(found: CheckedRows, column: str) -> list[str]:
    return [compact(value.lexical) for row in found.rows for value in row.values[column]]


def told(found: CheckedRows) -> list[tuple[str, str | None]]:
    return [(each.key, each.place.column) for each in (*found.refusals, *found.warnings)]


@pytest.mark.parametrize(
    "text",
    [
        "Västerbottens län, Norrbottens län",
        "Västerbotten och Norrbotten",
        "Västerbotten/Norrbotten",
        "SE331 & SE332",
        "Västerbotten;Norrbotten,",
    ],
)
def test_several_areas_in_a_cell_are_parted_by_whatever_parts_them(store: Store, text: str) -> None:
    assert read(checked(store, Områden=text), "areas") == ["nuts:SE331", "nuts:SE332"]


def test_a_name_of_two_parts_is_one_name_whatever_parts_them(store: Store) -> None:
    assert read(checked(store, Områden="Jämtland och Härjedalen"), "areas") == ["nuts:SE322"]
    assert read(checked(store, Områden="Jämtland, Härjedalen"), "areas") == ["nuts:SE322"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Mål 13", ["sdg:13"]),
        ("SDG 13.2", ["sdg:13.2"]),
        ("Globala mål 9; Delmål 9.c", ["sdg:9", "sdg:9.c"]),
        ("Verdensmål 7, verdensmål 13", ["sdg:7", "sdg:13"]),
        ("Agenda 2030-mål nr 5", ["sdg:5"]),
        ("9,1", ["sdg:9.1"]),
        ("13, 7", ["sdg:13", "sdg:7"]),
        ("13 Bekämpa klimatförändringarna", ["sdg:13"]),
        ("13. Bekämpa klimatförändringarna", ["sdg:13"]),
        ("13; Mål 13", ["sdg:13", "sdg:13"]),
        ("1.1", ["sdg:1.1"]),
        ("1,1", ["sdg:1.1"]),
        ("Delmål 1.3", ["sdg:1.3"]),
        ("1, 3", ["sdg:1", "sdg:3"]),
        ("1; 3", ["sdg:1", "sdg:3"]),
        ("RSO 1.1", ["http://127.0.0.1:8000/id/objective/eu-2021/rso1.1"]),
    ],
)
def test_a_goal_is_known_behind_its_word_and_before_its_name(
    store: Store, text: str, meant: list[str]
) -> None:
    assert read(checked(store, Mål=text), "goal") == meant


@pytest.mark.parametrize(
    "text",
    [
        "Mål 99",
        "13 Ett livskraftigt Västmanland",
        "13, Atlantis",
        "13,7",
        "mål",
        "1.7",
        "1 7",
        "1-7",
        "131",
        "13 %",
        "RSO11",
    ],
)
def test_what_may_be_something_else_stays_refused(store: Store, text: str) -> None:
    found = checked(store, Mål=text)

    assert not found.rows
    assert told(found) == [("cell-unknown-far", "Mål")] or told(found) == [("cell-unknown", "Mål")]


def test_what_was_read_otherwise_is_warned_of_with_what_to_write(store: Store) -> None:
    [warning] = checked(store, Områden="Västerbotten, Norrbotten").warnings

    assert (warning.key, warning.place.row, warning.place.column, dict(warning.values)) == (
        "cell-read-otherwise",
        2,
        "Områden",
        {
            "value": "Västerbotten, Norrbotten",
            "read": "Västerbotten; Norrbotten",
            "suggested": "Västerbotten; Norrbotten",
        },
    )


@pytest.mark.parametrize(
    ("text", "suggested"),
    [("Vasteras", "Västerås"), ("Norrboten", "Norrbotten"), ("Palmstaden", None)],
)
def test_only_a_slip_of_the_pen_is_mended_in_the_list_given_back(
    store: Store, text: str, suggested: str | None
) -> None:
    """Halmstad is most like Palmstaden; who sends the list again would have moved the project."""
    [finding] = checked(store, Områden=text).refusals

    assert (finding.key, suggestion_of(finding)) == ("cell-unknown", suggested)


@pytest.mark.parametrize(
    "text", ["1 250 000 kr", "SEK 1 250 000", "1250000 kronor", "1 250 000 kr.", "1 250 000,00 SEK"]
)
def test_the_currency_of_the_row_may_stand_beside_its_amount(store: Store, text: str) -> None:
    found = checked(store, Beviljat_belopp=text, Valuta="SEK")

    assert (read(found, "amount"), told(found)) == (["1250000"], [])


def test_an_amount_read_with_decimals_is_told_as_it_was_read(store: Store) -> None:
    [warning] = checked(store, Beviljat_belopp="1,250", Valuta="SEK").warnings

    assert (warning.key, dict(warning.values)) == ("cell-number-small", {"value": "1,250", "read": "1.25"})


@pytest.mark.parametrize(("text", "currency"), [("5 €", "SEK"), ("5 DKK", "SEK"), ("5 kr", "EUR")])
def test_another_currency_than_that_of_the_row_is_refused_at_the_amount(
    store: Store, text: str, currency: str
) -> None:
    found = checked(store, Beviljat_belopp=text, Valuta=currency)

    assert not found.rows
    assert told(found) == [("cell-currency", "Beviljat belopp")]


def test_a_currency_beside_the_amount_alone_is_no_currency_of_the_row(store: Store) -> None:
    assert told(checked(store, Beviljat_belopp="5 kr")) == [("rule-requires", "Valuta")]


@example(["1", ","])
@given(st.lists(st.text(max_size=9) | st.sampled_from(["13", "9.c", "mål", "SDG", ",", " og "]), max_size=6))
def test_whatever_is_read_is_read_the_same_from_what_it_was_read_as(
    goals: tuple[Matcher, ...], parts: list[str]
) -> None:
    values = read_otherwise(goals, ";", " ".join(parts))

    assert values == read_otherwise(goals, ";", "; ".join(value.text for value in values))
