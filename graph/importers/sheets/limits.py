"""How much of a stranger's file is read, and the one error of the files that hold more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from graph.errors import FileProblem, Place

_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Is what a list may hold at most: `bytes` of the file, `unzipped` of all its parts together.

    `cells` are those of one sheet, empty ones among them.
    """

    bytes: int = 64 * _MEGABYTE
    unzipped: int = 512 * _MEGABYTE
    rows: int = 200_000
    columns: int = 500
    cells: int = 10_000_000

    def check_bytes(self, file: str, size: int) -> None:
        """Raises FileProblem if a file is longer than is read."""
        if size > self.bytes:
            too_much("file-too-large", file, found=_megabytes(size), most=_megabytes(self.bytes))

    def check_unzipped(self, file: str, size: int) -> None:
        """Raises FileProblem if the parts of a workbook are longer together than is read."""
        if size > self.unzipped:
            too_much("workbook-too-large", file, most=_megabytes(self.unzipped))

    def check_extent(self, file: str, sheet: str | None, rows: int, columns: int) -> None:
        """Raises FileProblem if a sheet has more rows or columns than are read."""
        if columns > self.columns:
            too_much("list-too-wide", file, sheet, found=columns, most=self.columns)
        if rows > self.rows:
            too_much("list-too-long", file, sheet, found=rows, most=self.rows)
        self.check_cells(file, sheet, rows * columns)

    def check_cells(self, file: str, sheet: str | None, cells: int) -> None:
        """Raises FileProblem if a sheet has more cells than are read."""
        if cells > self.cells:
            too_much("list-too-many-cells", file, sheet, found=cells, most=self.cells)


DEFAULT = Limits()


def too_much(key: str, file: str, sheet: str | None = None, **values: object) -> NoReturn:
    """Raises FileProblem about the file, or one of its sheets."""
    raise FileProblem(key, Place(file=file, sheet=sheet), file=file, **values)


def _megabytes(size: int) -> str:
    return f"{max(size / _MEGABYTE, 0.1):.1f} MB"
