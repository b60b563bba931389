"""Lines of a table that are no rows of its list: sums, and remarks above or below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from graph.errors import Finding, Place
from graph.importers.sheets import Unread
from graph.importers.tabular_cells import CellText
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_numbers import read_number, split_currency
from graph.importers.tabular_raw import RawList, RawRow

_SUM = re.compile(
    r"(?:(?:del)?summa|(?:sub)?total(?:t|summa|sum)?|i ?alt|sum|sammanlagt|tilsammans|samlet)\b",
    re.IGNORECASE,
)
_SHORT = 3  # words: what has more after the word for a sum may be what a project is called
_REMARK = 3  # words: a cell of fewer that stands alone may be a row that somebody began


def without_lines_beside(file: str, mapping: ListMapping, raw: RawList) -> RawList:
    """Returns a list without its sums and remarks, with a note for each sheet of which lines they were.

    They lack what each row must have. A sum holds the word for it and numbers; a remark is a text that stands
    alone in the first column, below the last whole row. A list of nothing else stays as it is.
    """
    needed = [column for column in mapping.titled() if mapping.needs(column)]
    whole = {row.sheet: row.number for row in raw.rows if not _lacks(row, needed)}
    if len(needed) < 2 or not whole:
        return raw
    lacking = [row for row in raw.rows if _lacks(row, needed)]
    left = [
        row
        for row in lacking
        if _is_sum(row) or (_is_remark(row, raw) and row.number > whole.get(row.sheet, 0))
    ]
    if not left:
        return raw
    out = {id(row) for row in left}
    rows = tuple(row for row in raw.rows if id(row) not in out)
    return replace(raw, rows=rows, warnings=(*raw.warnings, *_notes(file, left)))


def _notes(file: str, left: Iterable[RawRow]) -> Iterable[Finding]:
    for sheet, rows in groupby(left, key=lambda row: row.sheet):
        numbers = ", ".join(str(row.number) for row in rows)
        yield Finding("rows-beside", Place(file, sheet), (("rows", numbers),))


def _lacks(row: RawRow, needed: Iterable[Column]) -> bool:
    """Says whether a row has nothing in a column that it must have."""
    return any(all(not _text(row.cells.get(title)) for title in column.titles) for column in needed)


def _filled(cells: Mapping[str, CellText]) -> list[CellText]:
    return [cell for cell in cells.values() if _text(cell)]


def _is_sum(row: RawRow) -> bool:
    texts = [_text(cell) for cell in _filled(row.cells) if not _is_number(cell)]
    return len(texts) == 1 and len(texts[0].split()) <= _SHORT and bool(_SUM.match(texts[0]))


def _is_remark(row: RawRow, raw: RawList) -> bool:
    first = _text(row.cells.get(raw.headings[0]))
    return len(_filled(row.cells)) == 1 and len(first.split()) >= _REMARK


def _is_number(cell: CellText) -> bool:
    if isinstance(cell, str):
        plain = split_currency(cell.strip())[0]
        return any(read_number(plain, "", point) is not None for point in ",.")
    return isinstance(cell, Decimal | Unread)


def _text(cell: CellText) -> str:
    return "" if cell is None else " ".join(str(cell).split())
