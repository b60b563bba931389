"""What calamine does not tell of the sheets of an ODS file: extent, hidden rows, merged cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers.expat import ExpatError, ParserCreate

from graph.causes import workbook_cause
from graph.errors import FileProblem, Place
from graph.importers.sheets.table import Unread
from graph.importers.sheets.xlsx import Position, Sheet

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0|"
_VALUE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0|value-type"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


@dataclass
class _Counting:
    """Counts the rows and columns that hold something, as the repetitions of the format unfold."""

    found: dict[str, Sheet] = field(default_factory=dict)
    name: str = ""
    row: int = 0
    repeated: int = 1
    column: int = 0
    rows: int = 0
    columns: int = 0
    is_filled: bool = False
    hidden: list[int] = field(default_factory=list)
    merged: list[tuple[Position, Position]] = field(default_factory=list)
    unread: dict[Position, Unread] = field(default_factory=dict)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == f"{_TABLE}table":
            self.name, self.row, self.rows, self.columns = attributes.get(f"{_TABLE}name", ""), 0, 0, 0
            self.hidden, self.merged = [], []
        elif tag == f"{_TABLE}table-row":
            self.column, self.is_filled = 0, False
            self.repeated = _count(attributes, "number-rows-repeated")
            if attributes.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self.hidden.append(self.row)
        elif tag in _CELLS:
            self._cell(attributes)

    def end(self, tag: str) -> None:
        if tag == f"{_TABLE}table-row":
            self.row += self.repeated
            self.rows = self.row if self.is_filled else self.rows
        elif tag == f"{_TABLE}table":
            hidden, merged = tuple(self.hidden), tuple(self.merged)
            self.found[self.name] = Sheet(self.rows, self.columns, hidden, dict(self.unread), merged)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        spanned = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
        if spanned != (1, 1):
            last = (self.row + spanned[0] - 1, self.column + spanned[1] - 1)
            self.merged.append(((self.row, self.column), last))
        self.column += _count(attributes, "number-columns-repeated")
        if _VALUE in attributes:
            self.is_filled, self.columns = True, max(self.columns, self.column)


def sheets(file: str, parts: Mapping[str, bytes]) -> dict[str, Sheet]:
    """Returns what is told of each sheet of a workbook, by its name."""
    counting, parser = _Counting(), ParserCreate(namespace_separator="|")
    parser.StartElementHandler, parser.EndElementHandler = counting.start, counting.end
    try:
        parser.Parse(parts["content.xml"], True)
    except (ExpatError, KeyError) as error:
        raise FileProblem(
            "workbook-damaged", Place(file=file), file=file, why=workbook_cause(str(error))
        ) from error
    return counting.found


def _count(attributes: Mapping[str, str], name: str) -> int:
    text = attributes.get(_TABLE + name, "1")
    return int(text) if text.isdigit() else 1
