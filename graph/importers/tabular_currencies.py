"""Currencies that stand beside the amounts of a row, and the one that the row names."""

from __future__ import annotations

from collections.abc import Iterator

from graph.errors import Finding, Place
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_numbers import split_currency
from graph.importers.tabular_row import Row


def in_other_currencies(file: str, mapping: ListMapping, row: Row) -> list[tuple[str, Finding]]:
    """Returns a finding for each amount beside which stands another currency than its row names.

    Each stands with what it does, which is "refuse".
    """
    columns = (column for column in mapping.columns if column.currency_of)
    return [("refuse", each) for column in columns for each in _findings(file, column, row)]


def _findings(file: str, column: Column, row: Row) -> Iterator[Finding]:
    wanted = next((value.text for value in row.values[column.currency_of or ""]), "")
    for value in row.values[column.name]:
        _, codes = split_currency(value.text)
        if codes and wanted and wanted not in codes:
            place = Place(file, row.sheet, row.number, (*column.titles, column.name)[0], value.text)
            yield Finding(
                "cell-currency", place, (("value", value.text), ("found", codes[0]), ("wanted", wanted))
            )
