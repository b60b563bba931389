"""Tables written as XLSX: texts are texts, whatever they begin with, so that no cell runs when opened."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from graph.importers.sheets.table import Cell, Unread

_WIDEST, _NARROWEST = 50, 10
_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_MOST_TEXT = 32_767  # of a cell in a workbook


@dataclass(frozen=True, slots=True)
class Page:
    """Is one sheet to be written: rows, notes on cells and cells to be marked, by row and column from 0.

    `remark` is a note that stands open below the rows.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    head: int = 0
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    remark: str = ""


_MARKS = {"example": "#E7E6E6", "wrong": "#FFC7CE", "doubtful": "#FFEB9C", "mended": "#C6EFCE"}


def workbook(pages: Sequence[Page]) -> bytes:
    """Returns an XLSX file of these pages; a mark is `example`, `wrong`, `doubtful` or `mended`."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        styles = {name: book.add_format({"bg_color": colour}) for name, colour in _MARKS.items()}
        dated = {
            name: book.add_format({"bg_color": colour, "num_format": "yyyy-mm-dd"})
            for name, colour in _MARKS.items()
        }
        styles[""] = book.add_format({"quote_prefix": True})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for page in pages:
            _write(book.add_worksheet(page.name[:31] or None), page, (bold, styles, dated))
    return content.getvalue()


def _write(
    sheet: Worksheet, page: Page, formats: tuple[Format, dict[str, Format], dict[str, Format]]
) -> None:
    bold, styles, dated = formats
    for number, row in enumerate(page.rows):
        for column, cell in enumerate(row):
            mark = page.marks.get((number, column), "")
            style = (dated if isinstance(cell, date) else styles).get(mark)
            style = style if mark or is_formula(cell) else None
            write_cell(sheet, number, column, cell, bold if number == page.head else style)
    for (number, column), note in page.notes.items():
        sheet.write_comment(number, column, note, {"author": "Policygraph", "x_scale": 2, "y_scale": 1.5})
    if page.remark:
        below = {"visible": True, "start_row": len(page.rows) + 1, "start_col": 1, "x_scale": 3, "y_scale": 1}
        sheet.write_comment(len(page.rows) - 1, 0, page.remark, {"author": "Policygraph", **below})
    for column, width in enumerate(_widths(page)):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(page.head + 1, 0)


def write_cell(sheet: Worksheet, number: int, column: int, cell: Cell, style: Format | None) -> None:
    """Writes a value as what it is; a text is written as a text, so that nothing of it runs."""
    if cell is None or cell == "":
        sheet.write_blank(number, column, None, style)
    elif isinstance(cell, bool):
        sheet.write_boolean(number, column, cell, style)
    elif isinstance(cell, Decimal):
        sheet.write_number(number, column, float(cell), style)
    elif isinstance(cell, date):
        sheet.write_datetime(number, column, cell, style)
    else:
        text = cell.text if isinstance(cell, Unread) else cell
        sheet.write_string(number, column, text[:_MOST_TEXT], style)


def is_formula(cell: object) -> bool:
    """Says whether a text would run if it were typed: such a cell is quoted, lest editing runs it."""
    return isinstance(cell, str) and cell.startswith(_SIGNS)


def _widths(page: Page) -> list[int]:
    columns = max((len(row) for row in page.rows), default=0)
    texts = [[str(row[column]) for row in page.rows[:50] if column < len(row)] for column in range(columns)]
    return [min(_WIDEST, max(_NARROWEST, *(len(text) + 2 for text in each))) for each in texts]
