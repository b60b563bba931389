"""Lists read as rows: workbooks, separated texts and JSON, whatever of them the publisher itself writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graph.causes import os_cause
from graph.errors import FileProblem, Finding, Place
from graph.importers.reading import Objects, ReadFile, read_file
from graph.importers.sheets import DEFAULT, Limits, Table
from graph.importers.sheets.reading import fold
from graph.importers.tabular_headings import Head, body, check_once, find_head, in_words_of, missing
from graph.importers.tabular_mapping import ListMapping
from graph.importers.tabular_prepare import prepared
from graph.importers.tabular_raw import RawList, RawRow


def read_list(
    path: Path, content: bytes, mapping: ListMapping, limits: Limits = DEFAULT, read: ReadFile = read_file
) -> RawList:
    """Returns the rows of the file's content; a broken file raises FileProblem with its place.

    Rows of all sheets that have the mapping's headings are one list.
    """
    file = str(path)
    wanted = [fold(title) for column in mapping.titled() for title in column.titles]
    held = read(file, content, mapping.dialect, wanted, limits)
    if held.objects is not None:
        return prepared(_from_objects(file, held.objects, mapping), mapping)
    return prepared(_from_tables(file, held.tables, mapping), mapping)


def read_bytes(path: Path, limits: Limits = DEFAULT) -> bytes:
    """Returns the content of the file, or raises FileProblem if it is missing, unreadable or too long."""
    try:
        limits.check_bytes(str(path), path.stat().st_size)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem("file-missing", Place(file=str(path)), file=str(path)) from error
    except OSError as error:
        raise FileProblem(
            "file-unreadable", Place(file=str(path)), file=str(path), why=os_cause(error)
        ) from error


def _from_objects(file: str, objects: Objects, mapping: ListMapping) -> RawList:
    headings = dict.fromkeys(title for cells in objects for title in cells)
    if objects:
        _check_headings(file, None, tuple(headings), mapping)
    rows = tuple(RawRow(number, cells) for number, cells in enumerate(objects, start=1))
    return RawList(tuple(headings), rows)


def _check_headings(file: str, sheet: str | None, headings: tuple[str, ...], mapping: ListMapping) -> None:
    names = missing(Head(0, dict(enumerate(headings))), mapping)
    if names:
        found = ", ".join(headings)
        values = {"names": ", ".join(names), "found": found, "mapping": mapping.name}
        raise FileProblem("columns-missing", Place(file=file, sheet=sheet), file=file, **values)


def _from_tables(file: str, tables: tuple[Table, ...], mapping: ListMapping) -> RawList:
    headed = [(table, head) for table in tables if (head := find_head(table, mapping))]
    if not headed:
        raise FileProblem("file-empty", Place(file=file), file=file)
    fitting = [(table, head) for table, head in headed if not missing(head, mapping)]
    if not fitting:
        table, head = max(headed, key=lambda pair: _fit(pair[1], mapping))
        check_once(file, table, head)
        _check_headings(file, table.sheet, tuple(head.columns.values()), mapping)
    others = [(table, head) for table, head in headed if (table, head) not in fitting]
    headings = dict.fromkeys(title for _, head in fitting for title in head.columns.values())
    warnings = [warning for table in tables for warning in table.warnings]
    warnings += [_unread(file, table, head, in_words_of(mapping, headings)) for table, head in others]
    rows = tuple(row for table, head in fitting for row in _rows(file, table, head))
    return RawList(tuple(headings), rows, tuple(warnings))


def _unread(file: str, table: Table, head: Head, mapping: ListMapping) -> Finding:
    """Returns that a sheet is not read, with the headings that it lacks as the list has them."""
    names = ", ".join(missing(head, mapping))
    return Finding("sheet-other", Place(file=file, sheet=table.sheet), (("names", names),))


def _fit(head: Head, mapping: ListMapping) -> int:
    titles = {title for column in mapping.titled() for title in column.titles}
    return len(titles & set(head.columns.values()))


def _rows(file: str, table: Table, head: Head) -> Iterator[RawRow]:
    check_once(file, table, head)
    for line, cells in body(file, table, head):
        yield RawRow(line.number, cells, table.sheet)
