"""What a file holds, on its way from a worker to the server: JSON, a line for each row.

Nothing is pickled: what comes from a process that has read a stranger's file is data and no more.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from graph.importers.reading import Held
from graph.importers.sheets import Cell, Line, Table, Unread
from graph.importers.tabular_cells import CellText
from graph.isolation.telling import heard_findings, told_findings


def told_held(held: Held) -> Iterator[bytes]:
    """Yields the lines of what a file holds."""
    if held.objects is not None:
        yield _line({"objects": len(held.objects)})
        yield from (_line(dict(each)) for each in held.objects)
        return
    for table in held.tables:
        warnings = told_findings(table.warnings)
        yield _line({"sheet": table.sheet, "lines": len(table.lines), "warnings": warnings})
        yield from (_line((line.number, line.cells)) for line in table.lines)


def heard_held(lines: Iterable[bytes]) -> Held:
    """Returns what a file holds, from its lines.

    >>> held = Held((Table("Blad1", (Line(2, ("a", None, True, Decimal("1.50"), date(2020, 1, 2))),)),))
    >>> heard_held(told_held(held)) == held
    True
    """
    said = map(json.loads, lines)
    tables: list[Table] = []
    for head in said:
        if "objects" in head:
            return Held(objects=tuple(_object(next(said)) for _ in range(head["objects"])))
        rows = tuple(_row(next(said)) for _ in range(head["lines"]))
        tables.append(Table(head["sheet"], rows, heard_findings(head["warnings"])))
    return Held(tuple(tables))


def lines_of(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yields the lines of chunks, each without its end.

    >>> list(lines_of([b"ab", b"c\\nd", b"\\n"]))
    [b'abc', b'd']
    """
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _line(said: object) -> bytes:
    return json.dumps(said, default=_plain).encode() + b"\n"


def _plain(cell: object) -> Mapping[str, object]:
    if isinstance(cell, Decimal):
        return {"number": str(cell)}
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    assert isinstance(cell, Unread), cell
    return {"unread": [cell.key, cell.text]}


_READ: Mapping[str, Callable[[Any], Cell]] = {
    "number": Decimal,
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "unread": lambda said: Unread(*said),
}


def _row(said: tuple[int, list[Any]]) -> Line:
    number, cells = said
    return Line(number, tuple(map(_cell, cells)))


def _cell(said: Any) -> Cell:
    if isinstance(said, dict):
        [(kind, value)] = said.items()
        return _READ[kind](value)
    return said if said is None or isinstance(said, bool) else str(said)


def _object(said: Mapping[str, Any]) -> Mapping[str, CellText]:
    return {title: tuple(cell) if isinstance(cell, list) else _cell(cell) for title, cell in said.items()}
