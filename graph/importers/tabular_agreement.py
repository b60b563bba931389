"""Rows that are about the same thing, or about one list, must say the same of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graph.errors import Finding, Place
from graph.importers.metadata import KEY
from graph.importers.tabular_cells import Value
from graph.importers.tabular_mapping import Column, ListMapping
from graph.importers.tabular_row import Row

Told = list[tuple[str, Finding]]


def agreed_rows(file: str, mapping: ListMapping, rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], Told]:
    """Returns the rows with one value in each column that says what to do when rows of one thing disagree.

    `pg:disagreement` is "first", "least" or "greatest"; rows whose value gives way are warned. In a column
    with `pg:single` all rows of the list have one value; others are refused.
    """
    told: Told = []
    are_alone = len({_subject(row) for row in rows}) == len(rows)  # then no two rows can disagree
    if not are_alone:
        told += _alike(file, mapping, rows)
    for column in mapping.columns:
        if column.single:
            told += _mixed(file, column, rows)
        if column.disagreement and not are_alone:
            rows = _agreed(file, column, rows, told)
    return rows, told


def key_title(mapping: ListMapping, names: Iterable[str]) -> str:
    """Returns the headings of the columns that make a key."""
    named = {column.name: column for column in mapping.columns}
    return " + ".join((*named[name].titles, name)[0] for name in names)


def key_words(row: Row, names: Iterable[str]) -> str:
    """Returns what a row has in the columns that make a key."""
    return " + ".join(value.text for name in names for value in row.values[name])


def alike(file: str, mapping: ListMapping, names: tuple[str, ...], row: Row, source: Row) -> Finding | None:
    """Returns the fault of a row with the key of another, if that was made of other words than its own.

    Words that differ in capitals alone are the same.
    """
    own, other = key_words(row, names), key_words(source, names)
    if own.casefold() == other.casefold():
        return None
    place = Place(file, row.sheet, row.number, key_title(mapping, names), own)
    return Finding("key-alike", place, (("other", other), ("row", str(source.number))))


def _alike(file: str, mapping: ListMapping, rows: tuple[Row, ...]) -> Told:
    names, first = mapping.subject or mapping.key, dict[str, Row]()
    pairs = ((row, first.setdefault(_subject(row), row)) for row in rows)
    found = (alike(file, mapping, names, row, source) for row, source in pairs if row is not source)
    return [("refuse", each) for each in found if each]


def _mixed(file: str, column: Column, rows: tuple[Row, ...]) -> Told:
    having = [row for row in rows if row.values[column.name]]
    first = having[0] if having else None
    return [
        ("refuse", _finding("column-mixed", file, column, row, first.values[column.name][0], first))
        for row in having
        if first and row.values[column.name][0].term != first.values[column.name][0].term
    ]


def _agreed(file: str, column: Column, rows: tuple[Row, ...], told: Told) -> tuple[Row, ...]:
    chosen: dict[str, tuple[Value, Row]] = {}
    for row in rows:
        for value in row.values[column.name][:1]:
            held = chosen.setdefault(_subject(row), (value, row))
            if _goes_before(column, value, held[0]):
                chosen[_subject(row)] = (value, row)
    return tuple(_with(file, column, row, chosen, told) for row in rows)


def _with(file: str, column: Column, row: Row, chosen: Mapping[str, tuple[Value, Row]], told: Told) -> Row:
    if _subject(row) not in chosen or not row.values[column.name]:
        return row
    value, source = chosen[_subject(row)]
    if row.values[column.name][0].term == value.term:
        return row
    if row.values[column.name][0].text != column.default:
        told.append(("warn", _finding("rows-disagree", file, column, row, value, source)))
    return row.replaced(column.name, (value,))


def _goes_before(column: Column, value: Value, held: Value) -> bool:
    """Says whether a later value is the one to take; what a row says goes before what nobody says."""
    if column.default in (value.text, held.text):
        return held.text == column.default
    if column.disagreement == "least":
        return value.lexical < held.lexical
    return column.disagreement == "greatest" and value.lexical > held.lexical


def _subject(row: Row) -> str:
    return row.values[KEY][0].key


def _finding(key: str, file: str, column: Column, row: Row, value: Value, source: Row) -> Finding:
    own = row.values[column.name][0].text
    place = Place(file, row.sheet, row.number, column.titles[0] if column.titles else column.name, own)
    return Finding(key, place, (("value", own), ("taken", value.text), ("row", str(source.number))))
