"""What calamine does not tell of the sheets of an XLSX file: extent, hidden rows, cells without a value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import ParseError, fromstring

from graph.importers.sheets.table import Unread

Position = tuple[int, int]

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OF_SHEET = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_LINE = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"[^>]*>')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_FAULT = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"[^>]*\bt="e"[^>]*>.*?<v>([^<]*)</v>')
_FORMULA = re.compile(
    rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>([^<]*)</f>)'
    rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Is what is told of one sheet beside its values; rows and columns count from 0."""

    rows: int = 0
    columns: int = 0
    hidden: tuple[int, ...] = ()
    unread: Mapping[Position, Unread] = field(default_factory=dict)
    merged: tuple[tuple[Position, Position], ...] = ()


def sheets(parts: Mapping[str, bytes]) -> dict[str, Sheet]:
    """Returns what is told of each sheet of a workbook, by its name."""
    try:
        targets = _targets(parts.get("xl/_rels/workbook.xml.rels", b"<x/>"))
        book = fromstring(parts["xl/workbook.xml"])
    except (ParseError, KeyError):
        return {}
    found = ((sheet.get("name", ""), sheet.get(_OF_SHEET, "")) for sheet in book.iter(f"{_MAIN}sheet"))
    return {name: _sheet(parts.get(targets.get(key, ""), b"")) for name, key in found}


def _targets(relations: bytes) -> dict[str, str]:
    pairs = ((each.get("Id", ""), each.get("Target", "")) for each in fromstring(relations))
    return {key: target.lstrip("/") if target.startswith("/") else f"xl/{target}" for key, target in pairs}


def _sheet(part: bytes) -> Sheet:
    lines = [(int(found[1]), found[0]) for found in _LINE.finditer(part)]
    columns, last = _extent(part)
    return Sheet(
        rows=max(last, max((number for number, _ in lines), default=0)),
        columns=columns,
        hidden=tuple(number - 1 for number, tag in lines if _HIDDEN.search(tag)),
        unread=dict(_unread(part)),
    )


def _extent(part: bytes) -> Position:
    found = _REFERENCE.findall(part)
    columns = {name for name, _ in found}
    return max(map(_number, columns), default=0), max((int(row) for _, row in found), default=0)


def _unread(part: bytes) -> Iterator[tuple[Position, Unread]]:
    if b't="e"' in part:
        for column, row, text in _FAULT.findall(part):
            yield (int(row) - 1, _number(column) - 1), Unread("cell-fault", text.decode("utf-8", "replace"))
    if b"<f" in part:
        for column, row, text in _FORMULA.findall(part):
            shown = "=" + text.decode("utf-8", "replace")
            yield (int(row) - 1, _number(column) - 1), Unread("cell-formula", shown)


def _number(name: bytes) -> int:
    number = 0
    for letter in name:
        number = number * 26 + letter - 64
    return number
