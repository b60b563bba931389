"""Where the headings of a table stand, and its rows below them by the mapping's own headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from graph.errors import FileProblem, Place
from graph.importers.sheets import Cell, Line, Table
from graph.importers.sheets.reading import fold
from graph.importers.tabular_mapping import ListMapping

_SEARCHED = 40


@dataclass(frozen=True, slots=True)
class Head:
    """Is the line of headings of a table: each by the index of its column, as the mapping spells it."""

    line: int
    columns: Mapping[int, str]


def find_head(table: Table, mapping: ListMapping) -> Head | None:
    """Returns the line among the first that has most of the mapping's headings; None if all are blank.

    Titles and notes above a list are so passed over. Where no line has a heading of the mapping, the first
    line that is not blank is taken to be the headings.
    """
    known = {fold(title): title for column in mapping.titled() for title in column.titles}
    candidates = [line for line in islice(table.lines, _SEARCHED) if not line.is_blank]
    if not candidates:
        return None
    best = max(candidates, key=lambda line: sum(fold(cell) in known for cell in set(line.cells)))
    named = ((index, _tidy(cell)) for index, cell in enumerate(best.cells))
    return Head(best.number, {index: known.get(fold(text), text) for index, text in named if text})


def missing(head: Head, mapping: ListMapping) -> list[str]:
    """Returns the headings without which the mapping cannot read a table, and which it lacks."""
    found = set(head.columns.values())
    lacking = [column for column in mapping.titled() if not set(column.titles) & found]
    return [column.titles[0] for column in lacking if mapping.needs(column)]


def check_once(file: str, table: Table, head: Head) -> None:
    """Raises FileProblem if two columns have the same heading."""
    headings = list(head.columns.values())
    twice = sorted({title for title in headings if headings.count(title) > 1})
    if twice:
        place = Place(file=file, sheet=table.sheet, row=head.line)
        raise FileProblem("column-twice", place, file=file, names=", ".join(twice))


def body(file: str, table: Table, head: Head) -> Iterator[tuple[Line, dict[str, Cell]]]:
    """Yields the lines below the headings that hold anything, with their cells by heading.

    A line of a text that has fewer cells than there are headings, or more, raises FileProblem.
    """
    width = max(head.columns) + 1
    for line in table.lines:
        if line.number <= head.line or line.is_blank:
            continue
        if table.sheet is None and not _fits(line, width):
            place = Place(file=file, row=line.number)
            counted = {"found": len(line.cells), "expected": width}
            raise FileProblem("csv-ragged", place, file=file, line=line.number, **counted)
        yield line, {title: _at(line, index) for index, title in head.columns.items()}


def _fits(line: Line, width: int) -> bool:
    return len(line.cells) >= width and not any(line.cells[width:])


def _at(line: Line, index: int) -> Cell:
    return line.cells[index] if index < len(line.cells) else None


def _tidy(cell: Cell) -> str:
    return "" if cell is None else " ".join(str(cell).split())
