"""Workbooks made for tests: by XlsxWriter, and as the parts of an ODS file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter

_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>{doctype}<office:document-content office:version="1.2"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def xlsx(sheets: Mapping[str, Sequence[Sequence[Any]]], first_row: int = 0) -> bytes:
    """Returns an XLSX file with these rows on its sheets, dates as dates and numbers as numbers."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows, start=first_row):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
    return content.getvalue()


def ods(rows: Sequence[Sequence[Any]], *, extra: str = "", doctype: str = "") -> bytes:
    """Returns an ODS file with these rows on its one sheet; `extra` is XML behind them."""
    lines = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    body = f'<table:table table:name="Blad1">{lines}{extra}</table:table>'
    return archive(
        {
            "mimetype": _ODS,
            "content.xml": _HEAD.format(doctype=doctype) + body + _TAIL,
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    """Returns a ZIP file of these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return content.getvalue()


def changed(content: bytes, name: str, old: str, new: str) -> bytes:
    """Returns a ZIP file in one of whose parts a text stands in place of another."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {each: source.read(each) for each in source.namelist()}
    assert old.encode() in parts[name]
    return archive(parts | {name: parts[name].replace(old.encode(), new.encode(), 1)})


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
