"""Rows of a list as its file has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from graph.errors import Finding
from graph.importers.tabular_cells import CellText


@dataclass(frozen=True, slots=True)
class RawRow:
    """Is one row as the file has it; `number` counts lines as a spreadsheet does, or objects of an array."""

    number: int
    cells: Mapping[str, CellText]
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class RawList:
    """Is a whole list: its headings in order, its rows, and what was decided while reading."""

    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]
    warnings: tuple[Finding, ...] = ()
