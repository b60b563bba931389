"""What a line of a list says of others, or of columns without a name, put into cells before rows are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.importers.tabular_cells import CellText
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_raw import RawList, RawRow


def prepared(raw: RawList, mapping: ListMapping) -> RawList:
    """Returns a list whose lines that head a section are cells of the lines below them.

    Cells of columns that the mapping does not name are joined in its column for the rest, as
    `Sex=F; Age=0-17`, where it has one.
    """
    for column in mapping.columns:
        if column.section:
            raw = replace(raw, rows=tuple(_sectioned(raw.rows, column, mapping)))
        if column.rest:
            known = {title for each in mapping.titled() for title in each.titles}
            raw = replace(raw, rows=tuple(_with_rest(row, column, known) for row in raw.rows))
    return raw


def _sectioned(rows: tuple[RawRow, ...], column: Column, mapping: ListMapping) -> Iterator[RawRow]:
    section, current = column.section, ""
    titles = next(each.titles for each in mapping.columns if section and each.name == section.of)
    for row in rows:
        filled = {title: _text(cell) for title, cell in row.cells.items() if _text(cell)}
        alone = next(iter(filled.values())) if len(filled) == 1 and filled.keys() <= set(titles) else None
        if section and alone in section.texts:
            current = alone or ""
        else:
            yield replace(row, cells={**row.cells, column.name: current})


def _with_rest(row: RawRow, column: Column, known: set[str]) -> RawRow:
    others = (
        f"{title}={_text(cell)}" for title, cell in row.cells.items() if title not in known and _text(cell)
    )
    return replace(row, cells={**row.cells, column.name: "; ".join(others) or None})


def _text(cell: CellText) -> str:
    return "" if cell is None else " ".join(str(cell).split())
