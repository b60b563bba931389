"""Spreadsheets to fill in: the headings of a mapping in one language, with notes and an example."""

from __future__ import annotations

from graph.errors import UnknownName
from graph.importers.sheets import Cell
from graph.importers.tabular_examples import columns_to_fill_in, example_rows
from graph.importers.tabular_mapping import Column, ListMapping, load_mapping, mapping_names


def template_names() -> tuple[str, ...]:
    """Returns the names of the mappings that have a template: those with headings in several languages."""
    return tuple(name for name in mapping_names() if columns_to_fill_in(load_mapping(name)))


def template(name: str, lang: str, remark: str = "") -> bytes:
    """Returns the XLSX file of a template in a language; an unknown one raises UnknownName.

    The first row holds the headings, with an asterisk where a value is required; the rows below an example,
    which is left out of an import for as long as it stands as it is. `remark` is what an open note below it
    says.
    """
    from graph.importers.sheets.writing import Page, workbook

    if name not in mapping_names() or not (columns := columns_to_fill_in(load_mapping(name))):
        raise UnknownName("template-unknown", name=name, known=", ".join(template_names()))
    mapping = load_mapping(name)
    headings: list[Cell] = [_heading(column, mapping, lang) for column in columns]
    examples: list[list[Cell]] = [[*texts] for texts in example_rows(columns, lang)]
    marks = {(row + 1, place): "example" for row in range(len(examples)) for place in range(len(columns))}
    return workbook([Page(name, [headings, *examples], marks=marks, remark=remark)])


def _heading(column: Column, mapping: ListMapping, lang: str) -> str:
    is_asked = mapping.needs(column)
    return column.headings.get(lang, column.titles[0]) + (" *" if is_asked else "")
