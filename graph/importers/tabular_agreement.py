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


def stated_key(row: Row, names: Iterable[str]) -> str:
    """Returns the words of the columns that make a key, as the row has them."""
    return " + ".join(value.text for name in names for value in row.values[name])


def are_alike(key: str, other: str) -> bool:
    """Tells whether one key was made of two words that differ by more than capitals.

    >>> are_alike("2020/1", "2020-1"), are_alike("dnr 1", "Dnr 1")
    (True, False)
    """
    return key.casefold() != other.casefold()


def called_otherwise(place: Place, other: str, source: Row) -> Finding:
    """Returns what is said of a key that is also that of another word, in another row."""
    return Finding("key-alike", place, (("other", other), ("row", str(source.number))))


def _alike(file: str, mapping: ListMapping, rows: tuple[Row, ...]) -> Told:
    """Returns a refusal for each row that would be about the thing of another row, but calls it otherwise."""
    names, first, told = mapping.subject or mapping.key, dict[str, Row](), Told()
    named = [column for column in mapping.columns if column.name in names]
    heading = " + ".join((*column.titles, column.name)[0] for column in named)
    for row in rows:
        source = first.setdefault(_subject(row), row)
        own, other = stated_key(row, names), stated_key(source, names)
        if are_alike(own, other):
            place = Place(file, row.sheet, row.number, heading, own)
            told.append(("refuse", called_otherwise(place, other, source)))
    return told


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
