"""Which of several lists of one kind a file is: what the first of its rows that says so says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.errors import FileProblem, Place
from graph.importers.tabular_cells import CellError, split
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_raw import RawList
from graph.terms import slug

_LONGEST = 60


def key_of_list(path: Path, mapping: ListMapping, raw: RawList) -> str:
    """Returns the key of a list of a mapping with `pg:listKey`; a list that no row names raises FileProblem.

    It stands in place of `{list}` in the mapping: each list has its own graph, and replaces itself alone.
    """
    column = next(each for each in mapping.columns if each.name == mapping.list_key)
    key = next(_keys(column, raw), "")
    if not key:
        place = Place(file=str(path), row=raw.rows[0].number, column=column.titles[0])
        raise FileProblem("list-unnamed", place, file=str(path), column=column.titles[0])
    return key


def _keys(column: Column, raw: RawList) -> Iterator[str]:
    for row in raw.rows:
        for title in column.titles:
            try:
                texts = split(column, row.cells.get(title))
            except CellError:  # which is told of where the rows are checked
                continue
            yield from (key for text in texts if (key := slug(text)[:_LONGEST].strip("-.")))
