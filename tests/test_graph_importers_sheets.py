"""Bytes become tables, whatever program wrote them; what cannot be read says why, before it can do harm."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import FileProblem
from graph.importers.sheets import Dialect, Limits, Table, Unread, read_tables
from workbooks import archive, changed, ods, xlsx

ROWS = [["id", "namn", "belopp", "start"], ["1", "Växjö; Ål", 1250.5, date(2020, 1, 2)]]
SHEET = "xl/worksheets/sheet1.xml"


def cells(table: Table) -> list[tuple[object, ...]]:
    return [line.cells for line in table.lines if not line.is_blank]


def refused(name: str, content: bytes, limits: Limits | None = None) -> FileProblem:
    with pytest.raises(FileProblem) as caught:
        read_tables(name, content, limits=limits or Limits())
    return caught.value


@pytest.mark.parametrize(("name", "content"), [("a.xlsx", xlsx({"A": ROWS})), ("a.ods", ods(ROWS))])
def test_a_workbook_keeps_numbers_and_dates(name: str, content: bytes) -> None:
    [table] = read_tables(name, content)

    assert cells(table) == [
        ("id", "namn", "belopp", "start"),
        ("1", "Växjö; Ål", Decimal("1250.5"), date(2020, 1, 2)),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_text_is_read_in_any_encoding_and_by_any_separator(encoding: str, separator: str) -> None:
    text = f"id{separator}namn\r\n1{separator}Åre ö\r\n"
    [table] = read_tables("a.csv", text.encode(encoding), headings=("id", "namn"))

    assert cells(table) == [("id", "namn"), ("1", "Åre ö")]
    told = [finding.key for finding in table.warnings]
    assert told == (["encoding-other"] if encoding in ("cp1252", "utf-16-le", "utf-16-be") else [])


def test_the_separator_that_excel_names_is_taken_and_lines_keep_their_numbers() -> None:
    [table] = read_tables("a.csv", b"sep=|\r\nid|namn\r\n1|x\r\n", headings=("id",))

    assert [(line.number, line.cells) for line in table.lines] == [(2, ("id", "namn")), (3, ("1", "x"))]


def test_a_declared_encoding_is_believed_unless_the_text_is_utf_8() -> None:
    dialect = Dialect(encoding="cp1252", delimiter=";")

    for content in ("id;Åre".encode("cp1252"), "id;Åre".encode()):
        [table] = read_tables("a.csv", content, dialect)
        assert cells(table) == [("id", "Åre")]


def test_hidden_sheets_are_left_out_and_hidden_rows_are_read_and_both_are_said() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, other = book.add_worksheet("Lista"), book.add_worksheet("Dold")
        sheet.write_column(0, 0, ["id", "1", "2"])
        sheet.set_row(1, None, None, {"hidden": True})
        other.write(0, 0, "secret")
        other.hide()
    shown, hidden = read_tables("a.xlsx", content.getvalue())

    assert cells(shown) == [("id",), ("1",), ("2",)]
    assert [(f.key, f.place.sheet, f.place.row) for f in shown.warnings] == [("rows-hidden", "Lista", 2)]
    assert (hidden.lines, [f.key for f in hidden.warnings]) == ((), ["sheet-hidden"])


def test_a_cell_that_is_merged_downward_is_said_of_each_of_its_rows() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "A title across")
        sheet.merge_range(1, 0, 3, 0, "P1")
        sheet.write_column(1, 1, ["a", "b", "c"])
    [table] = read_tables("a.xlsx", content.getvalue())
    span = '<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2">'
    rest = (
        "<text:p>P1</text:p></table:table-cell>"
        '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell></table:table-row>'
        '<table:table-row><table:covered-table-cell/><table:table-cell office:value-type="string">'
        "<text:p>b</text:p></table:table-cell></table:table-row>"
    )
    [other] = read_tables("a.ods", ods([], extra=span + rest))

    assert cells(table)[1:] == [("P1", "a"), ("P1", "b"), ("P1", "c")]
    assert cells(other) == [("P1", "a"), ("P1", "b")]


def test_of_a_formula_the_value_is_read_and_one_without_a_value_is_no_empty_cell() -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_formula(0, 0, "=1+1", None, 2)
        sheet.write_formula(0, 1, "=A1*2", None, "")
        sheet.write_formula(0, 2, "=1/0", None, "#DIV/0!")
    [table] = read_tables("a.xlsx", content.getvalue())

    assert cells(table) == [
        (Decimal(2), Unread("cell-formula", "=A1*2"), Unread("cell-fault", "#DIV/0!")),
    ]


def test_the_rows_that_a_spreadsheet_repeats_to_its_end_are_no_rows() -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1048574">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    [table] = read_tables("a.ods", ods(ROWS, extra=blank))

    assert len(cells(table)) == 2


ONE_CELL = xlsx({"A": [["x"]]})
BILLION = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("a.csv", b"", "file-empty"),
        ("a.csv", b"\xef\xbb\xbf\r\n ", "file-empty"),
        ("a.csv", ONE_CELL, "file-ending"),
        ("a.xlsx", b"id;namn\n1;2\n", "file-ending"),
        ("a.ods", ONE_CELL, "file-ending"),
        ("a.json", b"id;namn\n1;2\n", "file-ending"),
        ("a.csv", b'[{"id": 1}]', "file-ending"),
        ("a.csv", '[{"id": 1}]'.encode("utf-16"), "file-ending"),
        ("a.csv", "<html><body>1</body></html>".encode("utf-16"), "file-other-kind"),
        ("a.csv", b"%PDF-1.7", "file-other-kind"),
        ("a.xlsx", b"<html><table>", "file-other-kind"),
        ("a.csv", b'<?xml version="1.0"?><!DOCTYPE a>', "file-other-kind"),
        ("a.csv", b"id\x00\x01;text that is binary", "file-other-kind"),
        ("a.zip", archive({"a.txt": "x"}), "file-other-kind"),
        ("a.xlsx", archive({"xl/workbook.bin": "x"}), "file-other-kind"),
        ("a.xlsx", ONE_CELL[:-200], "workbook-damaged"),
        ("a.xlsx", ONE_CELL[:400] + b"\x00" * 40 + ONE_CELL[440:], "workbook-damaged"),
        ("a.xlsx", archive({"xl/workbook.xml": "<x/>"}), "workbook-damaged"),
        ("a.ods", archive({"content.xml": "<x>"}), "workbook-damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook-old"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "workbook-locked",
        ),
        ("a.xlsx", changed(ONE_CELL, SHEET, "<worksheet", BILLION + "<worksheet"), "workbook-doctype"),
        ("a.ods", ods(ROWS, doctype=BILLION), "workbook-doctype"),
        ("a.xlsx", changed(ONE_CELL, SHEET, ' r="A1"', ' r="XFD1"'), "list-too-wide"),
        ("a.xlsx", changed(ONE_CELL, SHEET, ' r="A1"', ' r="A1048576"'), "list-too-long"),
        ("a.csv", b";".join([b"x"] * 1_000_000), "list-too-wide"),
        ("a.csv", b"x\n" * 200_001, "list-too-long"),
        ("a.ods", ods([["x"] * 501]), "list-too-wide"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, key: str) -> None:
    error = refused(name, content)

    assert error.key == key
    assert error.values["file"] == name


def test_a_cell_that_is_repeated_a_million_times_is_counted_before_room_is_made() -> None:
    wide = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float"'
        ' office:value="1" table:number-columns-repeated="400"/></table:table-row>'
    )

    assert refused("a.ods", ods([], extra=wide)).key == "list-too-long"


def test_a_zip_bomb_is_counted_as_it_unpacks_whatever_it_says_of_itself() -> None:
    bomb = archive({"xl/workbook.xml": "<x/>", SHEET: bytes(3_000_000)})
    liar = bomb.replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    assert refused("a.xlsx", bomb, Limits(unzipped=1_000_000)).key == "workbook-too-large"
    assert refused("a.xlsx", liar, Limits(unzipped=1_000_000)).key in (
        "workbook-too-large",
        "workbook-damaged",
    )


def test_a_locked_part_is_told_from_a_damaged_one() -> None:
    manifest = "<manifest:encryption-data/>"
    locked = archive({"content.xml": "x", "META-INF/manifest.xml": manifest})

    assert refused("a.ods", locked).key == "workbook-locked"


def test_a_file_that_is_too_long_is_refused_by_its_size(tmp_path: Path) -> None:
    from graph.importers.tabular_read import read_bytes

    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    with pytest.raises(FileProblem) as caught:
        read_bytes(path)

    assert (caught.value.key, caught.value.values["found"]) == ("file-too-large", "1000.0 MB")


@given(st.binary(max_size=400) | st.binary(max_size=400).map(lambda rest: ONE_CELL[:300] + rest))
def test_any_bytes_are_tables_or_a_problem_of_the_file(content: bytes) -> None:
    try:
        tables = read_tables("a", content)
    except FileProblem:
        return
    assert all(table.lines or table.warnings or table.sheet for table in tables)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), min_size=1, max_size=6))
def test_texts_come_back_from_a_workbook_as_they_were_written(rows: list[list[str]]) -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx({"A": [["id", "x"]]}))) as made:
        assert SHEET in made.namelist()
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "x", "y", "z"])
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write_string(number, column, value)
    [table] = read_tables("a.xlsx", content.getvalue())
    read = {(line.number, index): cell for line in table.lines for index, cell in enumerate(line.cells)}

    for number, row in enumerate(rows, start=2):
        assert [read.get((number, index)) or "" for index in range(len(row))] == row
