"""The example of a template, told from what somebody filled in: its rows are no part of the list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import chain, zip_longest

from graph.errors import FileProblem, Finding, Place
from graph.importers.tabular_cells import CellText
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_raw import RawList, RawRow


def columns_to_fill_in(mapping: ListMapping) -> tuple[Column, ...]:
    """Returns the columns of a template; one cell that is read in two ways is one of them."""
    by_title = {column.titles: column for column in reversed(mapping.titled()) if column.headings}
    return tuple(column for column in mapping.titled() if by_title.get(column.titles) is column)


def example_rows(columns: tuple[Column, ...], lang: str) -> Iterator[tuple[str, ...]]:
    """Yields the rows of the example that a template in a language holds, a text for each of its columns."""
    held = [column.examples_in(lang) for column in columns]
    for texts in zip_longest(*held, fillvalue=""):
        yield tuple(texts)


def _every_example(columns: tuple[Column, ...]) -> Iterator[tuple[str, ...]]:
    """Yields the rows of all languages: a template may lie under the headings of another."""
    for lang in dict.fromkeys(chain.from_iterable(column.examples for column in columns)):
        yield from example_rows(columns, lang)


def without_examples(file: str, mapping: ListMapping, raw: RawList) -> RawList:
    """Returns a list without the rows that still are the template's, with a note of which they were.

    A list that has no others raises FileProblem.
    """
    columns = columns_to_fill_in(mapping)
    examples = [*_every_example(columns)]
    left = [row for row in raw.rows if any(_is_example(row, columns, texts) for texts in examples)]
    if not left:
        return raw
    out = {id(row) for row in left}
    kept = tuple(row for row in raw.rows if id(row) not in out)
    numbers = ", ".join(str(row.number) for row in left)
    if not kept:
        raise FileProblem("list-only-example", Place(file=file), file=file, rows=numbers)
    note = Finding("rows-example", Place(file, left[0].sheet), (("rows", numbers),))
    return replace(raw, rows=kept, warnings=(*raw.warnings, note))


def _is_example(row: RawRow, columns: tuple[Column, ...], texts: tuple[str, ...]) -> bool:
    pairs = zip(columns, texts, strict=True)
    return all(_text(_cell(row.cells, column)) == " ".join(text.split()) for column, text in pairs)


def _cell(cells: Mapping[str, CellText], column: Column) -> CellText:
    return next((cells[title] for title in column.titles if title in cells), None)


def _text(cell: CellText) -> str:
    """Returns a cell as the template has it, also where a program made a number of a text."""
    number = f"{cell.normalize():f}" if isinstance(cell, Decimal) else cell
    return "" if number is None else " ".join(str(number).split())
