"""Currencies that stand beside the amounts of a row, and the one that the row names."""

from __future__ import annotations

from collections.abc import Iterator

from graph.errors import Finding, Place
from graph.importers.tabular_cells import CellError, Value, value_of
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_numbers import split_currency
from graph.importers.tabular_row import Row, Values


def given_beside(mapping: ListMapping, values: Values) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yields by its column each currency that a row does not name, and that stands beside an amount of it.

    Only what can mean one currency is taken: `12 500 EUR` names one, `12 500 kr` may be of three countries.
    """
    for column in mapping.columns:
        if column.currency_of and not values[column.currency_of]:
            codes = [split_currency(value.text)[1] for value in values[column.name]]
            if codes and len(codes[0]) == 1 and (found := _read(mapping, column.currency_of, codes[0][0])):
                yield column.currency_of, (found,)


def _read(mapping: ListMapping, name: str, code: str) -> Value | None:
    column = next(column for column in mapping.columns if column.name == name)
    try:
        return value_of(column, code)
    except CellError:
        return None


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
