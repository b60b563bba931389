"""Spreadsheets to fill in: the headings of a mapping in one language, with notes and an example."""

from __future__ import annotations

from graph.errors import UnknownName
from graph.importers.sheets import Cell
from graph.importers.tabular_mapping import Column, ListMapping, load_mapping, mapping_names


def template_names() -> tuple[str, ...]:
    """Returns the names of the mappings that have a template: those with headings in several languages."""
    return tuple(name for name in mapping_names() if _columns(load_mapping(name)))


def template(name: str, lang: str) -> bytes:
    """Returns the XLSX file of a template in a language; an unknown one raises UnknownName.

    The first row holds the headings, with an asterisk where a value is required; the rows below an example,
    which is imported as any row is.
    """
    from graph.importers.sheets.writing import Page, workbook

    if name not in mapping_names() or not (columns := _columns(load_mapping(name))):
        raise UnknownName("template-unknown", name=name, known=", ".join(template_names()))
    mapping = load_mapping(name)
    headings: list[Cell] = [_heading(column, mapping, lang) for column in columns]
    rows = max(len(column.examples) for column in columns)
    examples: list[list[Cell]] = [[_example(column, row) for column in columns] for row in range(rows)]
    return workbook([Page(name, [headings, *examples])])


def _columns(mapping: ListMapping) -> tuple[Column, ...]:
    """Returns the columns to fill in; one cell that is read in two ways is one of them."""
    by_title = {column.titles: column for column in reversed(mapping.titled()) if column.headings}
    return tuple(column for column in mapping.titled() if by_title.get(column.titles) is column)


def _heading(column: Column, mapping: ListMapping, lang: str) -> str:
    is_asked = mapping.needs(column)
    return column.headings.get(lang, column.titles[0]) + (" *" if is_asked else "")


def _example(column: Column, row: int) -> str:
    return column.examples[row] if row < len(column.examples) else ""
