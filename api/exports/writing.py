"""Whole lists written as CSV and as workbooks, a piece at a time."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from api.exports.tables import KINDS, rows_of_kind
from api.formats.tables import csv_of_rows
from api.formats.tabular import cell_of
from graph.errors import InputError
from graph.repository import ProjectFilters, Repository

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_PIECE = 500
_MOST_ROWS = 1_048_575  # of a sheet, below its headings
_WIDTH = 24


def write_csv(
    output: IO[bytes], kind: str, repository: Repository, lang: str, filters: ProjectFilters | None = None
) -> None:
    """Writes all things of a kind as CSV (RFC 4180, UTF-8); no cell of it runs as a formula."""
    columns, rows = rows_of_kind(kind, repository, lang, filters)
    output.write(csv_of_rows(columns, ()))
    while piece := list(islice(rows, _PIECE)):
        output.write(csv_of_rows(columns, piece).partition(b"\r\n")[2])


def write_workbook(
    output: IO[bytes],
    kinds: Iterable[str],
    repository: Repository,
    lang: str,
    filters: ProjectFilters | None = None,
) -> None:
    """Writes all things of these kinds as XLSX, a sheet for each kind; texts that would run are quoted texts.

    What is written so far lies in a temporary file. More rows than a sheet has raise InputError.
    """
    import xlsxwriter

    with tempfile.TemporaryFile() as file:
        with xlsxwriter.Workbook(
            file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        ) as book:
            for kind in kinds:
                _sheet(book, kind, *rows_of_kind(kind, repository, lang, filters))
        file.seek(0)
        shutil.copyfileobj(file, output)


def _sheet(book: Workbook, kind: str, columns: Sequence[str], rows: Iterator[Mapping[str, Any]]) -> None:
    from graph.importers.sheets.writing import is_formula, write_cell

    sheet = book.add_worksheet(kind)
    bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    sheet.set_column(0, len(columns) - 1, _WIDTH)
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(rows, 1):
        if number > _MOST_ROWS:
            raise InputError("export-too-long", kind=kind, most=_MOST_ROWS)
        for column, name in enumerate(columns):
            cell = cell_of(row.get(name))
            if cell not in (None, ""):
                write_cell(sheet, number, column, cell, quoted if is_formula(cell) else None)


def all_kinds() -> tuple[str, ...]:
    """Returns the kinds of things that a workbook of everything has a sheet for."""
    return tuple(KINDS)
