"""What the signs in the numbers of a column mean, where one of its cells tells it of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.errors import Finding, Place
from graph.importers.sheets import Cell
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_numbers import split_currency
from graph.importers.tabular_raw import RawList, RawRow

_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
_OTHERWISE = re.compile(r"[-+]?(?:\d*\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3})+\.\d+)")
_MAY_BE_TWO = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")


def in_signs_of(file: str, mapping: ListMapping, raw: RawList) -> tuple[ListMapping, tuple[Finding, ...]]:
    """Returns a mapping that reads amounts by the signs of the list, and a warning for each such column.

    `850.000` alone may be thousands or have three decimals. Below a heading where another cell says
    `1.250.000,50`, none has a point before decimals and the mapping's decimals stand behind a comma, it is
    thousands.
    """
    columns, findings = [], []
    for column in mapping.columns:
        told = _told(column, raw) if _is_open(column) else None
        columns.append(_grouped(column) if told else column)
        if told:
            heading, proof, value = told
            place = Place(file=file, column=heading)
            findings.append(Finding("list-thousands", place, (("proof", proof), ("value", value))))
    return (replace(mapping, columns=tuple(columns)), tuple(findings)) if findings else (mapping, ())


def in_signs_of_cells(column: Column, cells: Sequence[Cell]) -> Column:
    """Returns a column that reads amounts by the signs of its cells."""
    title = column.titles[0]
    raw = RawList((title,), tuple(RawRow(0, {title: cell}) for cell in cells))
    return _grouped(column) if _is_open(column) and _told(column, raw) else column


def _grouped(column: Column) -> Column:
    return replace(column, datatype=replace(column.datatype, group="."))


def _is_open(column: Column) -> bool:
    """Says whether a point in an amount of a column may part thousands, as far as the mapping says."""
    datatype, is_amount = column.datatype, bool(column.currency or column.currency_of)
    return is_amount and datatype.base == "decimal" and datatype.point == "," and datatype.group != "."


def _told(column: Column, raw: RawList) -> tuple[str, str, str] | None:
    """Returns the heading of a column with the cell that tells and the first that it tells of, if any do."""
    heading = proof = told = ""
    for title, text in _texts(column, raw):
        if _OTHERWISE.fullmatch(text):
            return None
        if not proof and _GROUPED.fullmatch(text):
            proof = text
        elif not told and _MAY_BE_TWO.fullmatch(text):
            told, heading = text, title
    return (heading, proof, told) if proof and told else None


def _texts(column: Column, raw: RawList) -> Iterator[tuple[str, str]]:
    """Yields the cells of a column that are texts with a point, without their currencies."""
    for row in raw.rows:
        for title in column.titles:
            cell = row.cells.get(title)
            if isinstance(cell, str) and "." in cell:
                yield title, split_currency(cell.strip().replace("\u00a0", " "))[0]
