"""Lists read as rows of text: CSV, or a JSON array of objects, in the encoding that the mapping declares."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from graph.errors import FileProblem, Place
from graph.importers.tabular_mapping import ListMapping

# What files of other kinds begin with.
_MARKS = {b"PK\x03\x04": "Excel (.xlsx)", b"\xd0\xcf\x11\xe0": "Excel (.xls)", b"%PDF": "PDF"}
_BETWEEN_CELLS = rb"[^\x00-\x08][;,\t]"

CellText = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class RawRow:
    """Is one row as the file has it; `number` counts as in a spreadsheet (headings are row 1) or an array."""

    number: int
    cells: Mapping[str, CellText]


@dataclass(frozen=True, slots=True)
class RawList:
    """Is a whole list: its headings in order, and its rows."""

    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]


def read_list(path: Path, content: bytes, mapping: ListMapping) -> RawList:
    """Returns the rows of the file's content; a broken file raises FileProblem with the line and column."""
    _refuse_other_kinds(path, content, mapping)
    text = _decoded(path, content, mapping.encoding)
    read = {"csv": _from_csv, "json": _from_json}[mapping.format]
    found = read(path, text, mapping)
    _check_headings(path, found.headings, mapping)
    return found


def _refuse_other_kinds(path: Path, content: bytes, mapping: ListMapping) -> None:
    """Raises FileProblem where a file begins as one of another kind does."""
    start = content[:2000].removeprefix(b"\xef\xbb\xbf").lstrip()
    is_array, line = start.startswith((b"[", b"{")), start.partition(b"\n")[0]
    found = next((kind for mark, kind in _MARKS.items() if content.startswith(mark)), None)
    if found is None and mapping.format == "csv" and is_array:
        found = "JSON"
    if found is None and mapping.format == "json" and not is_array and re.search(_BETWEEN_CELLS, line):
        found = "CSV"
    if found:
        _broken(path, "file-other-kind", found=found, wanted=mapping.format.upper(), mapping=mapping.name)


def read_bytes(path: Path) -> bytes:
    """Returns the content of the file, or raises FileProblem if it is missing or cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileProblem("file-missing", Place(file=str(path)), file=str(path)) from error
    except OSError as error:
        why = error.strerror or str(error)
        raise FileProblem("file-unreadable", Place(file=str(path)), file=str(path), why=why) from error


def _decoded(path: Path, content: bytes, encoding: str) -> str:
    codec = "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileProblem(
            "file-encoding",
            Place(file=str(path), row=line),
            file=str(path),
            encoding=encoding,
            line=line,
            likely=_likely(content),
            byte=f"0x{content[error.start]:02X}",
        ) from error


def _likely(content: bytes) -> str:
    """Returns the encoding that a file most likely has: what spreadsheets of the Nordic countries write."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    return "Windows-1252"


def _from_json(path: Path, text: str, mapping: ListMapping) -> RawList:
    items = _parsed(path, text)
    if not isinstance(items, list):
        _broken(path, "json-not-array", found=type(items).__name__)
    rows = tuple(_object_row(path, number, item) for number, item in enumerate(items, start=1))
    headings = dict.fromkeys(title for row in rows for title in row.cells)
    return RawList(tuple(headings) or _titles(mapping), rows)


def _parsed(path: Path, text: str) -> Any:
    try:
        return json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_no_constant, object_pairs_hook=_pairs
        )
    except json.JSONDecodeError as error:
        _broken(path, "json-broken", line=error.lineno, column=error.colno, why=error.msg)
    except RecursionError:
        _broken(path, "json-broken", line=1, column=1, why="nested too deep")
    except _TwiceError as error:
        _broken(path, "json-key-twice", name=str(error))


class _TwiceError(Exception):
    """Says that one object has the same key twice."""


def _pairs(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return made


def _no_constant(text: str) -> NoReturn:
    raise json.JSONDecodeError(f"{text} is not JSON", text, 0)


def _object_row(path: Path, number: int, item: object) -> RawRow:
    if not isinstance(item, dict):
        _broken(path, "json-not-object", row=number, item=number, found=type(item).__name__)
    return RawRow(number, {title: _cell(path, number, title, value) for title, value in item.items()})


def _cell(path: Path, number: int, title: str, value: object) -> CellText:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if value is not None and not isinstance(value, str):
        _broken(path, "json-nested", row=number, item=number, name=title)
    return value


def _from_csv(path: Path, text: str, mapping: ListMapping) -> RawList:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=mapping.delimiter, quotechar=mapping.quote, strict=True
    )
    lines = _lines(path, reader)
    headings = tuple(title.strip() for title in next(lines, []))
    twice = sorted({title for title in headings if headings.count(title) > 1})
    if twice:
        _broken(path, "column-twice", row=1, names=", ".join(twice))
    numbered = enumerate(lines, start=2)
    rows = tuple(_csv_row(path, number, headings, cells) for number, cells in numbered if any(cells))
    return RawList(headings, rows)


def _lines(path: Path, reader: Iterable[list[str]]) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        _broken(path, "csv-broken", line=getattr(reader, "line_num", 0), why=str(error))


def _csv_row(path: Path, number: int, headings: tuple[str, ...], cells: list[str]) -> RawRow:
    if len(cells) != len(headings):
        _broken(path, "csv-ragged", row=number, line=number, found=len(cells), expected=len(headings))
    return RawRow(number, dict(zip(headings, cells, strict=True)))


def _check_headings(path: Path, headings: tuple[str, ...], mapping: ListMapping) -> None:
    wanted = [column for column in mapping.titled() if not set(column.titles) & set(headings)]
    missing = [column.titles[0] for column in wanted if column.required or column.name in mapping.key]
    if missing:
        names, found = ", ".join(missing), ", ".join(headings)
        _broken(path, "columns-missing", names=names, found=found, mapping=mapping.name)


def _titles(mapping: ListMapping) -> tuple[str, ...]:
    return tuple(column.titles[0] for column in mapping.titled())


def _broken(path: Path, key: str, *, row: int | None = None, **values: object) -> NoReturn:
    raise FileProblem(key, Place(file=str(path), row=row), file=str(path), **values)
