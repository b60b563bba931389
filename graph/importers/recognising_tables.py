"""The tables of a list that nobody has described: its headings, what stands below, what is left unread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from graph.errors import Finding, Place
from graph.importers.reading import Objects, ReadFile
from graph.importers.sheets import Cell, Dialect, Limits, Table
from graph.importers.sheets.reading import fold
from graph.importers.sheets.table import Line
from graph.importers.tabular_mapping import load_mapping, mapping_names

_SEARCHED, _SAMPLE = 40, 200


def tables_of(file: str, content: bytes, limits: Limits, read: ReadFile) -> tuple[Table, ...]:
    """Returns the tables of a file, the objects of JSON as one; a file that is none raises FileProblem."""
    known = {
        fold(title)
        for name in mapping_names()
        for column in load_mapping(name).titled()
        for title in column.titles
    }
    held = read(file, content, Dialect(), known, limits)
    return held.tables if held.objects is None else (_of_objects(held.objects),)


def head_of(table: Table) -> Line:
    """Returns the line that most looks like headings: the first with most texts, no two alike."""
    lines = [line for line in table.lines[:_SEARCHED] if not line.is_blank]
    return max(lines, key=lambda line: len({cell for cell in line.cells if isinstance(cell, str) and cell}))


def below(table: Table, head: Line, index: int) -> Iterable[Cell]:
    """Returns the first cells of a column that hold anything."""
    lines = [line for line in table.lines if line.number > head.number and not line.is_blank][:_SAMPLE]
    cells = (line.cells[index] for line in lines if index < len(line.cells))
    return (cell for cell in cells if cell is not None and cell != "")


def heading_of(cell: Cell) -> str:
    """Returns a heading on one line."""
    return " ".join(str(cell).split())


def is_alike(table: Table, needed: Iterable[str]) -> bool:
    """Says whether a table has all these headings, so that its rows belong to the same list."""
    if all(line.is_blank for line in table.lines):
        return False
    found = {fold(heading_of(cell)) for cell in head_of(table).cells if cell}
    return found.issuperset(map(fold, needed))


def unread_of(file: str, tables: Sequence[Table], read: Sequence[Table], needed: str) -> Iterator[Finding]:
    """Yields what is to be told of the sheets: those that are hidden, and those without the headings."""
    for table in tables:
        yield from table.warnings
        if table not in read and any(not line.is_blank for line in table.lines):
            yield Finding("sheet-other", Place(file=file, sheet=table.sheet), (("names", needed),))


def _of_objects(objects: Objects) -> Table:
    titles = tuple(dict.fromkeys(title for cells in objects for title in cells))
    rows = (
        Line(number, tuple(_one(cells.get(title)) for title in titles))
        for number, cells in enumerate(objects, start=2)
    )
    return Table(None, (Line(1, titles), *rows))


def _one(cell: Cell | tuple[str, ...]) -> Cell:
    return "; ".join(cell) if isinstance(cell, tuple) else cell
