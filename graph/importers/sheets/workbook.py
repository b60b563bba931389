"""Workbooks read by calamine, values only: no formula is computed, no macro is looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from graph.causes import workbook_cause
from graph.errors import FileProblem, Finding, Place
from graph.importers.sheets import ods, xlsx
from graph.importers.sheets.archive import parts
from graph.importers.sheets.limits import Limits
from graph.importers.sheets.table import Cell, Line, Table
from graph.importers.sheets.xlsx import Sheet

_SHOWN = 15  # the digits that spreadsheets keep of a number


def read_workbook(file: str, kind: str, content: bytes, limits: Limits) -> tuple[Table, ...]:
    """Returns the visible sheets of an XLSX or ODS file; what cannot be read raises FileProblem.

    Extents are checked before calamine makes room for them: one cell far away would make it reserve all
    cells before it. Hidden sheets are not read, hidden rows are, and either is said in a warning.
    """
    unpacked = parts(file, content, limits)
    told = xlsx.sheets(unpacked) if kind == "xlsx" else ods.sheets(file, unpacked)
    for name, sheet in told.items():
        limits.check_extent(file, name, sheet.rows, sheet.columns)
    del unpacked
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return tuple(_tables(file, book, told))
    except PasswordError as error:
        raise FileProblem("workbook-locked", Place(file=file), file=file) from error
    except CalamineError as error:
        raise FileProblem(
            "workbook-damaged", Place(file=file), file=file, why=workbook_cause(str(error))
        ) from error


def _tables(file: str, book: CalamineWorkbook, told: dict[str, Sheet]) -> Iterator[Table]:
    for about in book.sheets_metadata:
        if about.visible != SheetVisibleEnum.Visible:
            yield Table(about.name, (), (Finding("sheet-hidden", Place(file=file, sheet=about.name)),))
            continue
        sheet = book.get_sheet_by_name(about.name)
        known = told.get(about.name, Sheet())
        merged = (*(sheet.merged_cell_ranges or ()), *known.merged)
        rows = sheet.to_python(skip_empty_area=False)
        _fill_merged(rows, merged)
        lines = tuple(_lines(rows, known))
        yield Table(about.name, lines, tuple(_hidden(file, about.name, known, lines)))


def _lines(rows: list[list[Any]], known: Sheet) -> Iterator[Line]:
    unread: dict[int, list[int]] = {}
    for row, column in known.unread:
        unread.setdefault(row, []).append(column)
    for number, values in enumerate(rows):
        cells = [_cell(value) for value in values]
        for column in unread.get(number, ()):
            if column < len(cells) and not cells[column]:
                cells[column] = known.unread[number, column]
        yield Line(number + 1, tuple(cells))


def _cell(value: object) -> Cell:
    if isinstance(value, str | bool):
        return value
    if isinstance(value, int | float):
        return Decimal(f"{value:.{_SHOWN}g}")
    if isinstance(value, datetime):
        return value if value.time().isoformat() != "00:00:00" else value.date()
    return value if isinstance(value, date) else str(value)


def _fill_merged(rows: list[list[Any]], merged: tuple[tuple[xlsx.Position, xlsx.Position], ...]) -> None:
    """Repeats the value of cells that are merged downward: it is said of each of their rows."""
    for (first, left), (last, right) in merged:
        if left == right and last < len(rows):
            for row in range(first + 1, last + 1):
                if left < len(rows[row]) and rows[row][left] == "":
                    rows[row][left] = rows[first][left]


def _hidden(file: str, name: str, known: Sheet, lines: tuple[Line, ...]) -> Iterator[Finding]:
    hidden = set(known.hidden)
    numbers = [line.number for line in lines if line.number - 1 in hidden and not line.is_blank]
    if numbers:
        place = Place(file=file, sheet=name, row=numbers[0])
        yield Finding("rows-hidden", place, (("count", str(len(numbers))),))
