"""Tables in every form that they are given out in: CSV, XLSX, and the JSON-LD that csv2rdf (W3C) makes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from fastapi import Request

from api.formats.negotiation import CSV, XLSX, Format
from api.formats.tables import Rows, csv_of_rows
from graph.terms import slug
from ontology import PREFIXES

CSVW = "http://www.w3.org/ns/csvw#"
_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`;]+")
_JOINED = "; "


def table_headers(request: Request, wanted: Format) -> dict[str, str]:
    """Returns the headers that give a table the name of its list as a file; other forms have no name."""
    if wanted not in (CSV, XLSX):
        return {}
    return {"Content-Disposition": f'attachment; filename="{file_name(request)}.{wanted.suffix}"'}


def file_name(request: Request) -> str:
    """Returns what to call the list that is asked for."""
    return slug(request.url.path.removeprefix("/api/v1/"))


def table_of(request: Request, wanted: Format, columns: Sequence[str], rows: Rows) -> bytes:
    """Returns rows by column in the form that is wanted."""
    if wanted is CSV:
        return csv_of_rows(columns, rows)
    if wanted is XLSX:
        return xlsx_of_rows(columns, rows, file_name(request))
    return linked(columns, rows, f"{request.url.replace(query='')}.csv")


def xlsx_of_rows(columns: Sequence[str], rows: Rows, name: str = "") -> bytes:
    """Returns rows by column as a workbook: numbers are numbers, and no text runs as a formula."""
    from graph.importers.sheets.writing import Page, workbook

    lines = [[cell_of(row.get(column)) for column in columns] for row in rows]
    return workbook([Page(name, [list(columns), *lines])])


def cell_of(value: Any) -> str | Decimal | date | bool | None:
    """Returns a value as a cell of a workbook holds it."""
    if isinstance(value, bool | Decimal | date) or value is None:
        return value
    return Decimal(str(value)) if isinstance(value, int | float) else str(value)


def linked(columns: Sequence[str], rows: Rows, address: str) -> bytes:
    """Returns the rows as JSON-LD: what the W3C's csv2rdf, in its standard mode, makes of the CSV there.

    The property of a column is the address of the CSV with the column's name as its fragment. IRIs are nodes.
    """
    terms = {column: f"{address}#{quote(column)}" for column in columns}
    table = {
        "@context": {"csvw": CSVW, "xsd": PREFIXES["xsd"], **terms},
        "@type": "csvw:Table",
        "csvw:url": {"@id": address},
        "csvw:row": [_row(number, row, columns, address) for number, row in enumerate(rows, 1)],
    }
    return json.dumps(table, ensure_ascii=False).encode()


def _row(number: int, row: Mapping[str, Any], columns: Iterable[str], address: str) -> dict[str, Any]:
    cells = {column: _node(row[column]) for column in columns if row.get(column) not in (None, "")}
    return {
        "@type": "csvw:Row",
        "csvw:rownum": number,
        "csvw:url": {"@id": f"{address}#row={number + 1}"},
        "csvw:describes": cells,
    }


def _node(value: Any) -> Any:
    """Returns a cell as JSON-LD has it."""
    if isinstance(value, bool | int):
        return value
    if isinstance(value, Decimal):
        return {"@value": f"{value:f}", "@type": "xsd:decimal"}
    if isinstance(value, date):
        return {"@value": value.isoformat(), "@type": "xsd:date"}
    parts = str(value).split(_JOINED)
    if all(map(_IRI.fullmatch, parts)):
        return [{"@id": part} for part in parts]
    return str(value)
