"""What a file of any kind becomes: tables of numbered lines of cells, and what was noticed while reading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from graph.errors import Finding


@dataclass(frozen=True, slots=True)
class Unread:
    """Is a cell of a workbook that has no value: `key` names the reason, `text` is what stands there."""

    key: str
    text: str


# A workbook knows numbers, dates and truth values; all other files hold texts.
Cell = str | Decimal | date | bool | Unread | None


@dataclass(frozen=True, slots=True)
class Line:
    """Is one line of a table; `number` counts from 1 as the program that wrote the file shows it."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        """Says whether no cell of the line holds anything."""
        return not any(cell is not None and cell != "" for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Is one sheet of a workbook, or the whole of a text file (`sheet` is None).

    `warnings` say what was decided while reading: another encoding, hidden rows, hidden sheets.
    """

    sheet: str | None
    lines: tuple[Line, ...]
    warnings: tuple[Finding, ...] = ()
