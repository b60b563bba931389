"""Lists as people keep them in spreadsheets: titles above, several sheets, other notations, contact data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FileProblem
from graph.importers.contacts import Contacts
from graph.importers.sheets import Unread
from graph.importers.tabular_cells import CellError, split, value_of
from graph.importers.tabular_dates import read_date
from graph.importers.tabular_mapping import Column, Datatype, load_mapping
from graph.importers.tabular_numbers import read_number
from graph.importers.tabular_raw import RawList
from graph.importers.tabular_read import read_list
from graph.importers.tabular_rows import CheckedRows, RowChecker
from graph.store import Store
from lists_of_ours import ROW, row, shipped_store
from workbooks import ods, xlsx

SWEDISH = load_mapping("tillvaxtverket-2014")
HEADINGS = list(ROW)


@pytest.fixture(scope="module")
def store() -> Store:
    return shipped_store()


def lines(*rows: dict[str, Any]) -> list[list[Any]]:
    return [HEADINGS, *([each[title] for title in HEADINGS] for each in rows)]


def read(name: str, content: bytes) -> RawList:
    return read_list(Path(name), content, SWEDISH)


def checked(store: Store, name: str, content: bytes) -> CheckedRows:
    return RowChecker(SWEDISH, store, name).check(read(name, content))


def typed(**changed: Any) -> dict[str, Any]:
    """Returns a row as a spreadsheet holds it: dates are dates."""
    return row(projekt_starttid=date(2016, 1, 1), projekt_sluttid=date(2018, 12, 31), **changed)


@pytest.mark.parametrize(
    "make", [lambda rows: ("a.xlsx", xlsx({"A": rows})), lambda rows: ("a.ods", ods(rows))]
)
def test_a_workbook_makes_the_same_rows_as_the_publishers_own_file(store: Store, make: Any) -> None:
    import json

    own = checked(store, "a.json", json.dumps([row()]).encode())
    found = checked(store, *make(lines(typed())))

    assert (found.refusals, found.warnings) == ((), ())
    assert {name: [v.term for v in values] for name, values in found.rows[0].values.items()} == {
        name: [v.term for v in values] for name, values in own.rows[0].values.items()
    }


def test_titles_above_the_headings_are_passed_over_and_rows_keep_their_numbers(store: Store) -> None:
    above: Sequence[Sequence[Any]] = [["Projekt i länet"], [], ["Uttag 2024-05-01", "", "sida 1"]]
    content = xlsx({"A": [*above, *lines(typed(), typed(ärende_id="x"))]})
    found = checked(store, "a.xlsx", content)

    assert [(f.key, f.place.sheet, f.place.row) for f in found.refusals] == [("cell-pattern", "A", 6)]


def test_headings_are_known_in_another_case_and_with_line_breaks() -> None:
    rows = lines(typed())
    rows[0] = [str(title).upper().replace("_", "_") + "\n *" for title in rows[0]]

    assert set(read("a.xlsx", xlsx({"A": rows})).headings) == set(HEADINGS)


def test_rows_of_several_sheets_are_one_list_and_other_sheets_are_said_to_be_left_out(store: Store) -> None:
    sheets = {"2016": lines(typed()), "2017": lines(typed(), typed(ärende_id="20999002")), "Om": [["Hej"]]}
    found = checked(store, "a.xlsx", xlsx(sheets))
    [twice] = found.refusals

    assert [(each.sheet, each.number) for each in found.rows] == [("2016", 2), ("2017", 3)]
    assert (twice.key, twice.place.sheet, twice.place.row) == ("key-twice", "2017", 2)
    assert [(f.key, f.place.sheet) for f in found.warnings] == [("sheet-other", "Om")]


def test_a_workbook_without_the_columns_says_which_it_lacks() -> None:
    with pytest.raises(FileProblem) as caught:
        read("a.xlsx", xlsx({"A": [["Titel"], ["ärende-id", "projektnamn"], ["1", "x"]]}))

    assert (caught.value.key, caught.value.values["found"]) == ("columns-missing", "ärende-id, projektnamn")
    assert "stödmottagare" in str(caught.value.values["names"])


def test_headings_alone_are_no_list() -> None:
    assert read("a.xlsx", xlsx({"A": [HEADINGS]})).rows == ()
    with pytest.raises(FileProblem) as caught:
        read("a.xlsx", xlsx({"A": []}))
    assert caught.value.key == "file-empty"


def test_a_cell_without_a_value_is_refused_only_where_it_is_read(store: Store) -> None:
    raw = read("a.xlsx", xlsx({"A": lines(typed())}))
    cells = dict(raw.rows[0].cells)
    cells |= {"projektnamn": Unread("cell-formula", "=A1"), "insatsområde": Unread("cell-fault", "#REF!")}
    broken = RawList(raw.headings, (type(raw.rows[0])(2, cells, "A"),))
    found = RowChecker(SWEDISH, store, "a.xlsx").check(broken)

    assert [(f.key, f.place.column, f.place.value) for f in found.refusals] == [
        ("cell-formula", "projektnamn", "=A1")
    ]


@pytest.mark.parametrize(
    ("text", "pattern", "day"),
    [
        ("2020-12-31", None, date(2020, 12, 31)),
        ("20201231", None, date(2020, 12, 31)),
        ("31.12.2020", None, date(2020, 12, 31)),
        ("31/12/2020", None, date(2020, 12, 31)),
        ("31/12 2020", None, date(2020, 12, 31)),
        ("1-2-2020", None, date(2020, 2, 1)),
        ("31. december 2020", None, date(2020, 12, 31)),
        ("den 1 maj 2021", None, date(2021, 5, 1)),
        ("3 okt. 2021", None, date(2021, 10, 3)),
        ("2020-12-31T23:59:59Z", None, date(2020, 12, 31)),
        ("2023-02-30", None, None),
        ("31.11.2020", "dd.MM.yyyy", None),
        ("12/31/2020", None, None),
        ("2020", None, None),
        ("", None, None),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, pattern: str | None, day: date | None) -> None:
    assert read_date(text, pattern) == (day, False)


def test_a_date_in_another_way_than_the_lists_own_is_read_and_said() -> None:
    column = Column("c", datatype=Datatype("date", "dd.MM.yyyy"))
    own, other, serial = (value_of(column, text) for text in ("24.04.2014", "2014-04-24", "41753"))

    assert own.term == other.term == serial.term
    assert own.key == other.key == serial.key, "keys do not hang on how a date is written"
    assert [value.note for value in (own, other, serial)] == ["", "cell-date-other", "cell-date-other"]


@pytest.mark.parametrize("number", ["2024", "1E+3", "9999"])
def test_a_year_in_a_workbook_is_no_day_of_1905(number: str) -> None:
    column = Column("c", datatype=Datatype("date"))
    [text] = split(column, Decimal(number))

    with pytest.raises(CellError, match="cell-date"):
        value_of(column, text)


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("1,250", "1.25", "cell-number-small"),
        ("999,000 kr", "999", "cell-number-small"),
        ("1,25", "1.25", ""),
        ("0,125", "0.125", ""),
        ("1 250,000", "1250", ""),
    ],
)
def test_thousands_that_are_read_as_decimals_are_said(text: str, number: str, note: str) -> None:
    amount = Column("c", datatype=Datatype("decimal", None, " ", ","), currency_of="d")

    assert (value_of(amount, text).lexical, value_of(amount, text).note) == (number, note)
    assert value_of(replace(amount, currency_of=None), text.removesuffix(" kr")).note == ""


def test_what_a_workbook_holds_is_spelt_as_the_column_has_it() -> None:
    danish = Column("c", datatype=Datatype("decimal", None, ".", ","))
    day = Column("c", datatype=Datatype("date", "dd.MM.yyyy"))

    assert split(danish, Decimal("1250.5")) == ("1250,5",)
    assert split(day, date(2014, 4, 24)) == split(day, Decimal(41753)) == ("24.04.2014",)
    assert split(Column("c"), Decimal(20999001)) == ("20999001",)
    assert split(Column("c"), True) == ("true",)


def test_several_values_stand_behind_separators_or_on_lines_of_their_own() -> None:
    column = Column("c", datatype=Datatype("token"), separator=",")

    assert split(column, "Dalarna, Gävleborg\nVärmland") == ("Dalarna", "Gävleborg", "Värmland")


@pytest.mark.parametrize(
    ("text", "swedish", "danish"),
    [
        ("1 234 567,50", "1234567.50", "1234567.50"),
        ("1\u00a0234\u202f567", "1234567", "1234567"),
        ("1.234.567", "1234567", "1234567"),
        ("1,234,567.5", "1234567.5", "1234567.5"),
        ("1.234", None, "1234"),
        ("1.5", "1.5", "1.5"),
        ("0.125", "0.125", "0.125"),
        ("\u22125", "-5", "-5"),
        ("12 34", None, None),
        ("1.2.3", None, None),
        ("", None, None),
        ("1,2,3", None, None),
        ("kr", None, None),
        ("1" * 20_000 + "x", None, None),
        (".5", "0.5", "0.5"),
        ("5.", "5", "5"),
        ("5e3", "5000", "5000"),
    ],
)
def test_a_number_is_read_where_it_can_be_one_only(
    text: str, swedish: str | None, danish: str | None
) -> None:
    def read(group: str) -> str | None:
        found = read_number(text, group, ",")
        return None if found is None else f"{found:f}"

    assert (read(" "), read(".")) == (swedish, danish)


NUMBERS = st.decimals(-(10**12), 10**12, places=2)


@given(NUMBERS, st.sampled_from([(".", ","), (",", "."), ("\u00a0", ","), ("", ".")]))
def test_a_number_written_with_any_separators_is_read_back(number: Decimal, signs: tuple[str, str]) -> None:
    group, point = signs
    text = f"{number:,f}" if group else f"{number:f}"
    swapped = text.translate(str.maketrans({",": group, ".": point})) if group else text

    assert read_number(swapped, group, point) == number


def test_an_amount_in_another_currency_than_the_columns_is_refused() -> None:
    column = Column("c", datatype=Datatype("decimal"), currency="SEK")

    assert value_of(column, "1 200 kr").term.value == value_of(column, "SEK 1200").term.value == "1200"
    with pytest.raises(CellError) as caught:
        value_of(column, "1200 EUR")
    assert caught.value.key == "cell-currency"
    assert dict(caught.value.values) == {"found": "EUR", "wanted": "SEK"}


def test_addresses_and_telephone_numbers_are_dropped_and_counted() -> None:
    contacts, column = Contacts(), Column("c", titles=("Beskrivning",))
    text = "Fråga eva.berg@region.se eller 070-123 45 67, +45 33 12 34 56. Dnr 2016-123456, 2014-2020."

    assert contacts.without(column, text) == "Fråga … eller …, …. Dnr 2016-123456, 2014-2020."
    [finding] = contacts.findings("a")
    assert (finding.key, finding.place.column, dict(finding.values)) == (
        "contacts-dropped",
        "Beskrivning",
        {"count": "3"},
    )


def test_the_same_number_in_two_rows_is_counted_twice(store: Store) -> None:
    rows = lines(
        typed(projektnamn="Ring 070-123 45 67"), typed(ärende_id="20999002", projektnamn="Ring 070-123 45 67")
    )
    [finding] = checked(store, "a.xlsx", xlsx({"A": rows})).warnings

    assert (finding.key, dict(finding.values)) == ("contacts-dropped", {"count": "2"})


def test_a_column_of_contact_data_is_not_read(store: Store) -> None:
    rows = [[*HEADINGS, "Kontaktperson", "Övrigt"], [*(typed()[title] for title in HEADINGS), "Eva", "x"]]
    found = checked(store, "a.xlsx", xlsx({"A": rows}))

    assert [(f.key, f.place.column) for f in found.warnings] == [
        ("column-contact", "Kontaktperson"),
        ("column-unknown", "Övrigt"),
    ]
